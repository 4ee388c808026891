package com.cloudcockpit.qualification.contract.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudcockpit.qualification.contract.compare.Comparison.Verdict;
import com.cloudcockpit.qualification.contract.http.NoVerdictException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ComparisonTest {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final JsonNode CASES = resource("changes.yaml");

  /** Each change of {@code changes.yaml}, in both directions. */
  @TestFactory
  Stream<DynamicTest> saysWhatAChangeBreaks() {
    return StreamSupport.stream(CASES.path("changes").spliterator(), false)
        .flatMap(
            change -> {
              var name = change.path("change").asText();
              var old = edited(CASES.path("specification").asText(), change.path("in"));
              var current = edited(old, change.path("replace"));
              var says = change.path("says").asText();
              return Stream.of(
                  test(name, old, current, actual(change, "breaks"), says),
                  test(name + ", taken back", current, old, actual(change, "back"), ""));
            });
  }

  /** Counts the errors that {@code changes.yaml} lists and the tests above confirm. */
  @Test
  void missesNoBreak() {
    int missed = 0;
    int falseAlarms = 0;
    int needlessReviews = 0;
    for (var change : CASES.path("changes")) {
      for (var direction : List.of("breaks", "back")) {
        var right = expected(change.path(direction).asText());
        var actual = expected(actual(change, direction));
        var breaks = EnumSet.of(Verdict.BREAKS_CALLERS, Verdict.BREAKS_DEPLOYMENTS);
        missed += breaks.stream().anyMatch(v -> right.contains(v) && !actual.contains(v)) ? 1 : 0;
        falseAlarms +=
            breaks.stream().anyMatch(v -> actual.contains(v) && !right.contains(v)) ? 1 : 0;
        boolean needless = actual.contains(Verdict.NEEDS_REVIEW);
        needlessReviews += needless && !right.contains(Verdict.NEEDS_REVIEW) ? 1 : 0;
      }
    }
    System.out.printf(
        "%d changes, each in two directions: %d missed, %d false alarms, %d needless reviews%n",
        CASES.path("changes").size(), missed, falseAlarms, needlessReviews);
    assertEquals(0, missed);
  }

  /** The verdict that the comparison reaches, right or wrong. */
  private static String actual(JsonNode change, String direction) {
    return change.path("actually").path(direction).asText(change.path(direction).asText());
  }

  private static DynamicTest test(
      String name, String old, String current, String breaks, String says) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          var differences = differences(YAML.readTree(old), YAML.readTree(current));
          var verdicts = EnumSet.noneOf(Verdict.class);
          verdicts.addAll(differences.keySet());
          verdicts.removeAll(Set.of(Verdict.NEW, Verdict.COMPATIBLE));
          assertEquals(expected(breaks), verdicts, differences::toString);
          assertTrue(differences.toString().contains(says), differences::toString);
        });
  }

  private static Set<Verdict> expected(String breaks) {
    return switch (breaks) {
      case "callers" -> Set.of(Verdict.BREAKS_CALLERS);
      case "deployments" -> Set.of(Verdict.BREAKS_DEPLOYMENTS);
      case "both" -> Set.of(Verdict.BREAKS_CALLERS, Verdict.BREAKS_DEPLOYMENTS);
      case "judgement" -> Set.of(Verdict.NEEDS_REVIEW);
      case "nobody" -> Set.of();
      default -> throw new IllegalArgumentException(breaks);
    };
  }

  @Test
  void namesTheOperationOnlyWhereThereAreSeveral() throws IOException {
    var one =
        """
        openapi: 3.0.3
        paths:
          /a:
            get: {parameters: [{name: page, in: query, schema: {type: integer}}]}
        """;
    var two = one + "    put: {}\n";

    assertEquals(
        List.of("query parameter page is gone", "cookie parameter page is new"),
        texts(one, one.replace("query", "cookie")));
    assertEquals(
        List.of("query parameter page of GET /a is gone", "cookie parameter page of GET /a is new"),
        texts(two, two.replace("query", "cookie")));
  }

  /** Takes every key out of the contract, one at a time. */
  @Test
  void reportsWhateverIsTakenOutOfTheContract() {
    var contract = resource("/com/cloudcockpit/qualification/openapi/openapi.yaml");
    var unseen = new ArrayList<String>();
    int taken = collectUnseen(contract, contract, "", unseen);

    assertTrue(taken > 100, "only " + taken + " keys were taken out");
    assertEquals(List.of(), unseen);
  }

  private static int collectUnseen(
      JsonNode contract, JsonNode node, String pointer, List<String> unseen) {
    int taken = 0;
    for (var entry : node.properties()) {
      var key = entry.getKey();
      var child = pointer + "/" + key.replace("~", "~0").replace("/", "~1");
      var without = contract.<JsonNode>deepCopy();
      ((ObjectNode) without.at(pointer)).remove(key);
      boolean isDefault =
          key.equals("required") && !entry.getValue().asBoolean(true)
              || key.equals("additionalProperties") && entry.getValue().asBoolean();
      if (!isDefault && !(isSeen(contract, without) && isSeen(without, contract))) {
        unseen.add(child);
      }
      taken += 1 + collectUnseen(contract, entry.getValue(), child, unseen);
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      taken += collectUnseen(contract, node.path(i), pointer + "/" + i, unseen);
    }
    return taken;
  }

  private static boolean isSeen(JsonNode old, JsonNode current) {
    try {
      return !differences(old, current).isEmpty();
    } catch (NoVerdictException e) {
      return true; // something refers to what was taken out
    }
  }

  private static List<String> texts(String old, String current) throws IOException {
    return differences(YAML.readTree(old), YAML.readTree(current)).values().stream()
        .flatMap(Set::stream)
        .toList();
  }

  private static Map<Verdict, Set<String>> differences(JsonNode old, JsonNode current) {
    var was = new Specification("old", old);
    return new Comparison(was, new Specification("new", current), List.of()).differences();
  }

  static String edited(String text, JsonNode replacements) {
    var edited = text;
    for (var edit : replacements.properties()) {
      int at = edited.indexOf(edit.getKey());
      assertTrue(at >= 0, () -> "no '" + edit.getKey() + "' to replace");
      edited =
          edited.substring(0, at)
              + edit.getValue().asText()
              + edited.substring(at + edit.getKey().length());
    }
    return edited;
  }

  static JsonNode resource(String name) {
    try (var stream = ComparisonTest.class.getResourceAsStream(name)) {
      return YAML.readTree(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
