package com.cloudcockpit.qualification.contract.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A row of {@code rules.yaml}: what it means that a part is added, removed or changed. */
record Rule(
    List<String> kinds,
    String added,
    String removed,
    String changed,
    JsonNode absent,
    List<String> words,
    String place) {

  private static final Rule UNCLEAR =
      new Rule(null, "unclear", "unclear", "unclear", null, null, null);
  private static final Map<String, Rule> RULES = rules();

  /** Types and formats, each followed by one that allows more. */
  private static final Set<String> WIDER = Set.of("integer number", "int32 int64", "float double");

  static Rule of(String kind) {
    return RULES.getOrDefault(kind.startsWith("x-") ? "x-" : kind, UNCLEAR);
  }

  /** {@return whether a part is compared as a whole, not by its own parts} */
  boolean isWhole() {
    return changed != null;
  }

  /** {@return what another value means, for one that is sent as {@code text} or as JSON} */
  String change(JsonNode was, JsonNode is, boolean text) {
    return switch (changed) {
      case "minimum" -> is.asDouble() > was.asDouble() ? "narrower" : "wider";
      case "maximum" -> is.asDouble() < was.asDouble() ? "narrower" : "wider";
      case "multiple" -> effect(isMultiple(is, was), isMultiple(was, is));
      case "values" -> effect(covers(was, is, text), covers(is, was, text));
      default -> changed;
    };
  }

  private static String effect(boolean narrower, boolean wider) {
    if (narrower) {
      return wider ? "none" : "narrower";
    }
    return wider ? "wider" : "replaced";
  }

  private static boolean isMultiple(JsonNode one, JsonNode other) {
    return one.asDouble() % other.asDouble() == 0;
  }

  private static boolean covers(JsonNode all, JsonNode some, boolean text) {
    for (var value : some.isArray() ? some : List.of(some)) {
      boolean covered = text && value.asText().matches("boolean|integer|number");
      covered &= all.asText().equals("string");
      for (var other : all.isArray() ? all : List.of(all)) {
        covered |= value.equals(other) || WIDER.contains(value.asText() + " " + other.asText());
      }
      if (!covered) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, Rule> rules() {
    try (var stream = Rule.class.getResourceAsStream("rules.yaml")) {
      var rules = new HashMap<String, Rule>();
      for (var rule : new YAMLMapper().readValue(stream, Rule[].class)) {
        rule.kinds.forEach(kind -> rules.put(kind, rule));
      }
      return rules;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
