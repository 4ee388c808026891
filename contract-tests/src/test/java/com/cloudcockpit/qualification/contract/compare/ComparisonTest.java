package com.cloudcockpit.qualification.contract.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudcockpit.qualification.contract.compare.Comparison.Verdict;
import com.cloudcockpit.qualification.contract.http.InconclusiveException;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@Tag("slow")
class ComparisonTest {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final JsonNode CASES = resource("changes.yaml");

  /** Tests each change of {@code changes.yaml} in both directions. */
  @TestFactory
  Stream<DynamicTest> reportsWhomAChangeBreaks() {
    return StreamSupport.stream(CASES.path("changes").spliterator(), false)
        .flatMap(
            change -> {
              var name = change.path("change").asText();
              var old = edited(CASES.path("specification").asText(), change.path("in"));
              var current = edited(old, change.path("replace"));
              var says = change.path("says").asText();
              return Stream.of(
                  test(name, old, current, actual(change, "breaks"), says),
                  test(name + ", reverted", current, old, actual(change, "back"), ""));
            });
  }

  /** Counts the wrong verdicts that {@code changes.yaml} lists and the tests above confirm. */
  @Test
  void missesNoBreakingChange() {
    int missed = 0;
    int falseAlarms = 0;
    int unnecessaryReviews = 0;
    for (var change : CASES.path("changes")) {
      for (var direction : List.of("breaks", "back")) {
        var right = expected(change.path(direction).asText());
        var actual = expected(actual(change, direction));
        var breaks = EnumSet.of(Verdict.BREAKS_CALLERS, Verdict.BREAKS_DEPLOYMENTS);
        missed += breaks.stream().anyMatch(v -> right.contains(v) && !actual.contains(v)) ? 1 : 0;
        falseAlarms +=
            breaks.stream().anyMatch(v -> actual.contains(v) && !right.contains(v)) ? 1 : 0;
        boolean review = actual.contains(Verdict.NEEDS_REVIEW);
        unnecessaryReviews += review && !right.contains(Verdict.NEEDS_REVIEW) ? 1 : 0;
      }
    }
    System.out.printf(
        "%d changes in both directions: %d missed, %d false alarms, %d unnecessary reviews%n",
        CASES.path("changes").size(), missed, falseAlarms, unnecessaryReviews);
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
  void namesTheOperationOnlyIfThereAreSeveral() throws IOException {
    var one =
        """
        openapi: 3.0.3
        paths:
          /a:
            get: {parameters: [{name: page, in: query, schema: {type: integer}}]}
        """;
    var two = one + "    put: {}\n";

    assertEquals(
        List.of("query parameter page was removed", "cookie parameter page was added"),
        texts(one, one.replace("query", "cookie")));
    assertEquals(
        List.of(
            "query parameter page of GET /a was removed",
            "cookie parameter page of GET /a was added"),
        texts(two, two.replace("query", "cookie")));
  }

  /** Removes and adds each key of the contract, one at a time. */
  @Test
  void reportsEveryKeyRemovedFromOrAddedToTheContract() {
    var contract = resource("/com/cloudcockpit/qualification/openapi/openapi.yaml");
    var unreported = new ArrayList<String>();
    int removed = collectUnreported(contract, contract, "", unreported);

    assertTrue(removed > 100, "only %d keys were removed".formatted(removed));
    assertEquals(List.of(), unreported);
  }

  private static int collectUnreported(
      JsonNode contract, JsonNode node, String pointer, List<String> unreported) {
    int removed = 0;
    for (var entry : node.properties()) {
      var key = entry.getKey();
      var child = pointer + "/" + key.replace("~", "~0").replace("/", "~1");
      var without = contract.<JsonNode>deepCopy();
      ((ObjectNode) without.at(pointer)).remove(key);
      boolean isDefault =
          key.equals("required") && !entry.getValue().asBoolean(true)
              || key.equals("additionalProperties") && entry.getValue().asBoolean();
      if (!isDefault && !(isReported(contract, without) && isReported(without, contract))) {
        unreported.add(child);
      }
      removed += 1 + collectUnreported(contract, entry.getValue(), child, unreported);
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      removed += collectUnreported(contract, node.path(i), pointer + "/" + i, unreported);
    }
    return removed;
  }

  private static boolean isReported(JsonNode old, JsonNode current) {
    try {
      return !differences(old, current).isEmpty();
    } catch (InconclusiveException e) {
      return true; // something refers to the removed key
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
