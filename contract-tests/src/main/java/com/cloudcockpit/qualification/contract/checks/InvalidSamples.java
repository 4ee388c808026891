package com.cloudcockpit.qualification.contract.checks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.swagger.v3.oas.models.media.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Derives values that a schema does not allow. */
final class InvalidSamples {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Set<String> TEXT_FORMATS = Set.of("date", "date-time", "email", "uri");

  private InvalidSamples() {}

  /**
   * {@return values of other JSON types}
   *
   * @param valid a value that the schema allows
   */
  static List<Sample> ofType(Schema<?> schema, JsonNode valid) {
    var type = schema.getType();
    if (type == null) {
      return List.of();
    }
    var samples = new ArrayList<Sample>();
    if (type.equals("string")) {
      samples.add(type("number", "a number", NODES.numberNode(42)));
    } else {
      samples.add(type("string", "a string", NODES.textNode("text")));
      samples.add(
          type("json-text", "a string containing valid JSON", NODES.textNode(valid.toString())));
    }
    if (!type.equals("string")) {
      samples.add(type("empty-string", "an empty string", NODES.textNode("")));
    }
    if (!type.equals("boolean")) {
      samples.add(type("boolean", "a boolean", NODES.booleanNode(true)));
      samples.add(type("false", "false", NODES.booleanNode(false)));
    }
    if (!type.equals("integer") && !type.equals("number")) {
      samples.add(type("zero", "zero", NODES.numberNode(0)));
    }
    if (type.equals("integer")) {
      samples.add(type("fraction", "a fraction", NODES.numberNode(42.5)));
    }
    if (Set.of("object", "array", "boolean").contains(type)) {
      samples.add(type("number", "a number", NODES.numberNode(42)));
    }
    if (!type.equals("array")) {
      samples.add(type("array", "an empty array", NODES.arrayNode()));
      samples.add(type("wrapped", "a valid value in an array", NODES.arrayNode().add(valid)));
    }
    if (!type.equals("object")) {
      samples.add(type("object", "an object", NODES.objectNode()));
    }
    return samples;
  }

  /** {@return values of the right type that violate a constraint} */
  static List<Sample> ofConstraints(Schema<?> schema, String valid) {
    var samples = new ArrayList<Sample>();
    if (schema.getMinLength() != null && schema.getMinLength() > 0) {
      var text = "x".repeat(schema.getMinLength() - 1);
      samples.add(
          text(
              "min-length", text.isEmpty() ? "an empty value" : "a value that is too short", text));
    }
    if (schema.getMaxLength() != null) {
      samples.add(
          text("max-length", "a value that is too long", "x".repeat(schema.getMaxLength() + 1)));
    }
    if (schema.getPattern() != null) {
      Stream.of("", "!", "x", "0", "x!".repeat(100))
          .filter(text -> !text.matches(schema.getPattern()))
          .findFirst()
          .ifPresent(
              text ->
                  samples.add(text("pattern", "a value that does not match the pattern", text)));
    }
    if ("uuid".equals(schema.getFormat())) {
      addUuids(samples, valid);
    } else if (schema.getFormat() != null && TEXT_FORMATS.contains(schema.getFormat())) {
      samples.add(text("format", "the value \"malformed\"", "malformed"));
    }
    if (schema.getEnum() != null) {
      samples.add(text("enum", "a value that is not in the enum", "none-of-these"));
    }
    if (schema.getMinimum() != null) {
      samples.add(number("minimum", "a number that is too small", schema.getMinimum(), -1));
    }
    if (schema.getMaximum() != null) {
      samples.add(number("maximum", "a number that is too large", schema.getMaximum(), 1));
    }
    if (schema.getMinItems() != null && schema.getMinItems() > 0) {
      samples.add(new Sample("min-items", "too few items", NODES.arrayNode(), "min-items"));
    }
    return samples;
  }

  /** Widely used parsers accept other notations of a UUID, which only causes a warning. */
  private static void addUuids(List<Sample> samples, String example) {
    var valid = example == null ? UUID.randomUUID().toString() : example;
    samples.add(text("format", "the value \"malformed\"", "malformed"));
    samples.add(uuid("before", "a UUID preceded by text", "x" + valid, false));
    samples.add(uuid("after", "a UUID followed by text", valid + "x", false));
    samples.add(
        uuid("letter", "a UUID with a non-hexadecimal digit", "g" + valid.substring(1), false));
    samples.add(uuid("braces", "a UUID in braces", "{%s}".formatted(valid), true));
    samples.add(uuid("no-dashes", "a UUID without dashes", valid.replace("-", ""), true));
    samples.add(uuid("urn", "a UUID with the prefix urn:uuid", "urn:uuid:" + valid, true));
    samples.add(uuid("short-groups", "the UUID 1-1-1-1-1", "1-1-1-1-1", true));
  }

  private static Sample type(String name, String words, JsonNode value) {
    return new Sample("type." + name, words, value, "type");
  }

  private static Sample text(String keyword, String words, String value) {
    return new Sample(keyword, words, NODES.textNode(value), keyword);
  }

  private static Sample uuid(String name, String words, String value, boolean lenient) {
    return new Sample("format." + name, words, NODES.textNode(value), "format", lenient);
  }

  private static Sample number(String keyword, String words, BigDecimal bound, int step) {
    return new Sample(
        keyword, words, NODES.numberNode(bound.add(BigDecimal.valueOf(step))), keyword);
  }
}
