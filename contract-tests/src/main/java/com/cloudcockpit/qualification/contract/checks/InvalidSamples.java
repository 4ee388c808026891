package com.cloudcockpit.qualification.contract.checks;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.models.media.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Derives values that a schema does not allow. */
final class InvalidSamples {

  private static final Set<String> FORMATS = Set.of("date", "date-time", "email", "uri", "uuid");

  private final List<Sample> samples = new ArrayList<>();

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
    boolean string = type.equals("string");
    boolean number = type.equals("number") || type.equals("integer");
    var invalid = new InvalidSamples();
    invalid.addIf(string, "type.number", "a number", 42);
    invalid.addIf(!string, "type.string", "a string", "text");
    invalid.addIf(!string, "type.json-text", "a string containing valid JSON", valid.toString());
    invalid.addIf(!string, "type.empty-string", "an empty string", "");
    invalid.addIf(!type.equals("boolean"), "type.boolean", "a boolean", true);
    invalid.addIf(!type.equals("boolean"), "type.false", "false", false);
    invalid.addIf(!number, "type.zero", "zero", 0);
    invalid.addIf(type.equals("integer"), "type.fraction", "a fraction", 42.5);
    invalid.addIf(!string && !number, "type.number", "a number", 42);
    invalid.addIf(!type.equals("array"), "type.array", "an empty array", List.of());
    invalid.addIf(
        !type.equals("array"), "type.wrapped", "a valid value in an array", List.of(valid));
    invalid.addIf(!type.equals("object"), "type.object", "an object", Map.of());
    return invalid.samples;
  }

  /** {@return values of the right type that violate a constraint} */
  static List<Sample> ofConstraints(Schema<?> schema, String valid) {
    var invalid = new InvalidSamples();
    if (schema.getMinLength() != null && schema.getMinLength() > 0) {
      int length = schema.getMinLength() - 1;
      var words = length == 0 ? "an empty value" : "a value that is too short";
      invalid.add("min-length", words, "x".repeat(length));
    }
    if (schema.getMaxLength() != null) {
      invalid.add("max-length", "a value that is too long", "x".repeat(schema.getMaxLength() + 1));
    }
    if (schema.getPattern() != null) {
      Stream.of("", "!", "x", "0", "x!".repeat(100))
          .filter(text -> !text.matches(schema.getPattern()))
          .limit(1)
          .forEach(text -> invalid.add("pattern", "a value that does not match the pattern", text));
    }
    var format = schema.getFormat();
    boolean checked = format != null && FORMATS.contains(format);
    invalid.addIf(checked, "format", "the value \"malformed\"", "malformed");
    if ("uuid".equals(format)) {
      invalid.addUuids(valid == null ? UUID.randomUUID().toString() : valid);
    }
    invalid.addIf(
        schema.getEnum() != null, "enum", "a value that is not in the enum", "none-of-these");
    if (schema.getMinimum() != null) {
      invalid.add(
          "minimum", "a number that is too small", schema.getMinimum().subtract(BigDecimal.ONE));
    }
    if (schema.getMaximum() != null) {
      invalid.add("maximum", "a number that is too large", schema.getMaximum().add(BigDecimal.ONE));
    }
    boolean nonEmpty = schema.getMinItems() != null && schema.getMinItems() > 0;
    invalid.addIf(nonEmpty, "min-items", "an array with too few items", List.of());
    return invalid.samples;
  }

  /** Adds malformed UUIDs. Notations that widely used parsers accept only cause a warning. */
  private void addUuids(String valid) {
    add("format.before", "a UUID preceded by text", "x" + valid);
    add("format.after", "a UUID followed by text", valid + "x");
    add("format.letter", "a UUID with a non-hexadecimal digit", "g" + valid.substring(1));
    addLenient("format.braces", "a UUID in braces", "{%s}".formatted(valid));
    addLenient("format.no-dashes", "a UUID without dashes", valid.replace("-", ""));
    addLenient("format.urn", "a UUID with the prefix urn:uuid", "urn:uuid:" + valid);
    addLenient("format.short-groups", "the UUID 1-1-1-1-1", "1-1-1-1-1");
  }

  private void addIf(boolean applies, String name, String words, Object value) {
    if (applies) {
      add(name, words, value);
    }
  }

  /**
   * @param name the keyword that the value violates, with a suffix if there are several such values
   */
  private void add(String name, String words, Object value) {
    samples.add(Sample.of(name.split("\\.")[0], name, words, value));
  }

  private void addLenient(String name, String words, Object value) {
    samples.add(Sample.of(name.split("\\.")[0], name, words, value).lenient());
  }
}
