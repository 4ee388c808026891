package com.cloudcockpit.qualification.contract.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudcockpit.qualification.contract.http.InconclusiveException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ComparisonTest {

  private static final JsonNode CASES = resource("changes.yaml");

  @TempDir private static Path folder;

  /** Tests each change of {@code changes.yaml} in both directions. */
  @TestFactory
  Stream<DynamicTest> reportsWhetherAChangeIsBackwardCompatible() {
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

  /** Counts the wrong results that {@code changes.yaml} lists and the tests above confirm. */
  @Test
  void missesNoBreakingChange() {
    int missed = 0;
    int falseAlarms = 0;
    int unnecessaryReviews = 0;
    for (var change : CASES.path("changes")) {
      for (var direction : List.of("breaks", "back")) {
        var right = expected(change.path(direction).asText());
        var actual = expected(actual(change, direction));
        var breaks = expected("both");
        missed += breaks.stream().anyMatch(v -> right.contains(v) && !actual.contains(v)) ? 1 : 0;
        falseAlarms +=
            breaks.stream().anyMatch(v -> actual.contains(v) && !right.contains(v)) ? 1 : 0;
        boolean review = actual.contains("Needs review");
        unnecessaryReviews += review && !right.contains("Needs review") ? 1 : 0;
      }
    }
    System.out.printf(
        "%d changes in both directions: %d missed, %d false alarms, %d unnecessary reviews%n",
        CASES.path("changes").size(), missed, falseAlarms, unnecessaryReviews);
    assertEquals(0, missed);
  }

  /** The result of the comparison, right or wrong. */
  private static String actual(JsonNode change, String direction) {
    return change.path("actually").path(direction).asText(change.path(direction).asText());
  }

  private static DynamicTest test(
      String name, String old, String current, String breaks, String says) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          var differences = differences(old, current);
          var effects = new HashSet<>(differences.keySet());
          effects.removeAll(Set.of("New", "Compatible"));
          assertEquals(expected(breaks), effects, differences::toString);
          assertTrue(differences.toString().contains(says), differences::toString);
        });
  }

  private static Set<String> expected(String breaks) {
    return switch (breaks) {
      case "callers" -> Set.of("Breaks callers");
      case "deployments" -> Set.of("Breaks deployments");
      case "both" -> Set.of("Breaks callers", "Breaks deployments");
      case "review" -> Set.of("Needs review");
      case "nobody" -> Set.of();
      default -> throw new IllegalArgumentException(breaks);
    };
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
      return !differences(old.toString(), current.toString()).isEmpty();
    } catch (InconclusiveException e) {
      return true; // something refers to the removed key
    }
  }

  private static Map<String, Set<String>> differences(String old, String current) {
    return new Comparison(specification("old", old), specification("new", current))
        .differences(List.of());
  }

  private static Specification specification(String name, String text) {
    try {
      var file = Files.writeString(folder.resolve(name), text);
      return new Specification(name, file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
      return Specification.parse(name, new String(stream.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
