package com.cloudcockpit.qualification.contract.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

/** A row of {@code rules.yaml}, which explains the columns. */
record Rule(
    Set<String> kinds,
    String added,
    String removed,
    String changed,
    Set<JsonNode> defaults,
    List<String> words,
    String place) {

  private static final int LONGEST = 90;
  private static final List<Rule> RULES = rules();

  /** Pairs of types or formats, of which the second allows more values. */
  private static final Set<String> WIDER = Set.of("integer number", "int32 int64", "float double");

  static Rule of(String key) {
    var kind = key.startsWith("x-") ? "x-" : key.split(" ")[0];
    var rule = RULES.stream().filter(r -> r.kinds.contains(kind)).findFirst();
    return rule.orElseGet(() -> of("other"));
  }

  static String name(String key) {
    return key.substring(key.indexOf(' ') + 1);
  }

  boolean isDefault(JsonNode value) {
    return defaults != null && defaults.contains(value);
  }

  /** {@return whether a part is compared as a whole instead of part by part} */
  boolean isWhole() {
    return changed != null;
  }

  /** {@return the effect of a difference; a missing node stands for an absent part} */
  String effect(JsonNode was, JsonNode is, boolean text) {
    if (was.isMissingNode() || is.isMissingNode()) {
      return was.isMissingNode() ? added : removed;
    }
    return switch (changed) {
      case "minimum" -> effect(was.asDouble() <= is.asDouble(), is.asDouble() <= was.asDouble());
      case "maximum" -> effect(was.asDouble() >= is.asDouble(), is.asDouble() >= was.asDouble());
      case "values" -> effect(includes(was, is, text), includes(is, was, text));
      default -> changed;
    };
  }

  private static String effect(boolean narrower, boolean wider) {
    if (narrower) {
      return wider ? "none" : "narrower";
    }
    return wider ? "wider" : "replaced";
  }

  private static boolean includes(JsonNode all, JsonNode some, boolean text) {
    return values(some).stream()
        .allMatch(value -> values(all).stream().anyMatch(other -> fits(value, other, text)));
  }

  static List<JsonNode> values(JsonNode value) {
    return value.isArray() ? value.valueStream().toList() : List.of(value);
  }

  private static boolean fits(JsonNode value, JsonNode other, boolean text) {
    var pair = value.asText() + " " + other.asText();
    return value.equals(other)
        || WIDER.contains(pair)
        || text && pair.matches("(boolean|integer|number) string");
  }

  /** {@return a difference in words, to be appended to the words of its place} */
  String words(String key, JsonNode was, JsonNode is, String sender) {
    boolean added = was.isMissingNode();
    if (words != null && (added || is.isMissingNode())) {
      return " " + words.get(added ? 0 : 1).formatted(name(key), sender);
    }
    if (is.isMissingNode()) {
      return ": %s was removed".formatted(key);
    }
    var summary = added ? "was added" : "changed";
    var details = added ? "is now " + is : "changed from %s to %s".formatted(was, is);
    return ": %s %s".formatted(key, details.length() > LONGEST ? summary : details);
  }

  private static List<Rule> rules() {
    try (var rows = Rule.class.getResourceAsStream("rules.yaml")) {
      return List.of(new YAMLMapper().readValue(rows, Rule[].class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
