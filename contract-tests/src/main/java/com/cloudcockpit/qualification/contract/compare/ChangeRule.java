package com.cloudcockpit.qualification.contract.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A row of {@code rules.yaml}, which explains the columns. */
record ChangeRule(
    Set<String> kinds,
    String added,
    String removed,
    String changed,
    Set<JsonNode> defaults,
    List<String> words,
    String place) {

  private static final List<String> WORDS =
      List.of(": %3$s is now %5$s", ": %3$s was removed", ": %3$s changed from %4$s to %5$s");
  private static final Map<String, ChangeRule> RULES = rules();

  /** Pairs of types or formats, of which the second allows more values. */
  private static final Set<String> WIDER = Set.of("integer number", "int32 int64", "float double");

  static ChangeRule of(String key) {
    var kind = key.startsWith("x-") ? "x-" : key.replaceFirst(" .*", "");
    return RULES.getOrDefault(kind, RULES.get("other"));
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
    if (!changed.matches("minimum|maximum|multiple|values")) {
      return changed;
    }
    if (includes(was, is, text)) {
      return includes(is, was, text) ? "Compatible" : "narrower";
    }
    return includes(is, was, text) ? "wider" : "narrower and wider";
  }

  private boolean includes(JsonNode all, JsonNode some, boolean text) {
    if (changed.equals("values")) {
      return values(some).stream()
          .allMatch(value -> values(all).stream().anyMatch(other -> fits(value, other, text)));
    }
    var limit = new BigDecimal(all.asText().replaceFirst(".* ", ""));
    var number = new BigDecimal(some.asText().replaceFirst(".* ", ""));
    if (changed.equals("multiple")) {
      return limit.signum() != 0 && number.remainder(limit).signum() == 0;
    }
    int order = changed.equals("minimum") ? number.compareTo(limit) : limit.compareTo(number);
    return order > 0 || order == 0 && (some.isTextual() || !all.isTextual()); // text: exclusive
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
    int form = was.isMissingNode() ? 0 : is.isMissingNode() ? 1 : 2;
    var text = (words == null ? WORDS : words).get(form);
    return text.formatted(shortened(name(key)), sender, key, shortened(was), shortened(is));
  }

  private static String shortened(Object value) {
    return value.toString().replaceFirst("(?<=.{60}).+", "...");
  }

  private static Map<String, ChangeRule> rules() {
    var yaml = new Load(LoadSettings.builder().build());
    var rows = yaml.loadFromInputStream(ChangeRule.class.getResourceAsStream("rules.yaml"));
    var rules = new HashMap<String, ChangeRule>();
    for (var rule : new ObjectMapper().convertValue(rows, ChangeRule[].class)) {
      rule.kinds.forEach(kind -> rules.put(kind, rule));
    }
    return rules;
  }
}
