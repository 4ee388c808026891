package com.cloudcockpit.qualification.contract.compare;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A row of {@code rules.yaml}, which explains the columns. */
record ChangeRule(List<String> effects, List<String> words, Set<JsonNode> defaults, String place) {

  private static final Map<String, ChangeRule> RULES = new HashMap<>();

  /** Pairs of types, constants or formats, of which the second allows at least the first. */
  private static final String WIDER =
      "(any .*) \\1|any integer any number|int32 int64|float double";

  static {
    var yaml = new Load(LoadSettings.builder().build());
    var rows = yaml.loadFromInputStream(ChangeRule.class.getResourceAsStream("rules.yaml"));
    new ObjectMapper()
        .convertValue(rows, new TypeReference<Map<String, ChangeRule>>() {})
        .forEach((kinds, rule) -> Set.of(kinds.split(", ")).forEach(k -> RULES.put(k, rule)));
  }

  static ChangeRule of(String key) {
    return RULES.getOrDefault(key.replaceFirst("(?<=^x-).*| .*", ""), RULES.get("other"));
  }

  static String name(String key) {
    return key.substring(key.indexOf(' ') + 1);
  }

  boolean isDefault(JsonNode value) {
    return defaults != null && defaults.contains(value);
  }

  /** {@return whether a part is compared as a whole instead of part by part} */
  boolean isWhole() {
    return effects.size() > 2;
  }

  /** {@return the effect of a difference; a missing node stands for an absent part} */
  String effect(JsonNode was, JsonNode is, boolean text) {
    var effect = effects.get(form(was, is));
    if (!effect.matches("minimum|maximum|values")) {
      return effect;
    }
    if (includes(effect, was, is, text)) {
      return includes(effect, is, was, text) ? "" : "narrower";
    }
    return includes(effect, is, was, text) ? "wider" : "narrower and wider";
  }

  private static int form(JsonNode was, JsonNode is) {
    return was.isMissingNode() ? 0 : is.isMissingNode() ? 1 : 2;
  }

  private static boolean includes(String order, JsonNode all, JsonNode some, boolean text) {
    if (order.equals("values")) {
      return values(some)
          .allMatch(value -> values(all).anyMatch(other -> fits(value, other, text)));
    }
    var limit = new BigDecimal(all.asText().replaceFirst(".* ", ""));
    var number = new BigDecimal(some.asText().replaceFirst(".* ", ""));
    int sign = order.equals("minimum") ? number.compareTo(limit) : limit.compareTo(number);
    return sign > 0 || sign == 0 && (some.isTextual() || !all.isTextual()); // text: exclusive
  }

  static Stream<JsonNode> values(JsonNode value) {
    return value.isArray() ? value.valueStream() : Stream.of(value);
  }

  private static boolean fits(JsonNode value, JsonNode other, boolean text) {
    var type =
        value.isIntegralNumber() ? "integer" : value.getNodeType().name().toLowerCase(Locale.ROOT);
    var any = value.asText().replaceFirst("(?s)^(?!any ).*", "any " + type);
    var wider = text ? WIDER + "|any (boolean|integer|number) any string" : WIDER;
    return value.equals(other)
        || (any + " " + other.asText()).matches(wider)
        || (value.asText() + " " + other.asText()).matches(wider);
  }

  /** {@return a difference in words, to be appended to the words of its place} */
  String words(String key, JsonNode was, JsonNode is, String sender) {
    var text = (words == null ? RULES.get("other").words : words).get(form(was, is));
    return text.formatted(shortened(name(key)), sender, key, shortened(was), shortened(is));
  }

  private static String shortened(Object value) {
    return value.toString().replaceFirst("(?<=.{60}).+", "...");
  }
}
