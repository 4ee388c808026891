package com.cloudcockpit.qualification.contract.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.oas.models.media.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
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

  /** {@return texts that are no value of a parameter's type} */
  static List<Sample> ofText(Schema<?> schema) {
    var invalid = new InvalidSamples();
    var type = schema.getType();
    boolean number = type.equals("number") || type.equals("integer");
    invalid.addIf(number || type.equals("boolean"), "type", "the value \"text\"", "text");
    invalid.addIf(type.equals("integer"), "type.fraction", "a fraction", "1.5");
    return invalid.samples;
  }

  /** {@return values of the right type that violate a constraint} */
  static List<Sample> ofConstraints(Schema<?> schema, JsonNode valid) {
    var invalid = new InvalidSamples();
    invalid.addLengths(schema);
    invalid.addFormat(schema, valid);
    invalid.addBounds(schema);
    invalid.addIf(
        schema.getEnum() != null && "string".equals(schema.getType()),
        "enum",
        "a value that is not in the enum",
        "none-of-these");
    boolean nonEmpty = schema.getMinItems() != null && schema.getMinItems() > 0;
    invalid.addIf(nonEmpty, "min-items", "an array with too few items", List.of());
    if (schema.getMaxItems() != null) {
      var item = Samples.example(schema.getItems());
      var items = Collections.nCopies(schema.getMaxItems() + 1, item);
      invalid.add("max-items", "an array with too many items", items);
    }
    if (Boolean.FALSE.equals(schema.getAdditionalProperties()) && valid.isObject()) {
      invalid.add(
          "additional-properties",
          "an object with a property that the contract does not allow",
          ((ObjectNode) valid.deepCopy()).put(ValidSamples.UNNAMED, "text"));
    }
    return invalid.samples;
  }

  private void addLengths(Schema<?> schema) {
    if (schema.getMinLength() != null && schema.getMinLength() > 0) {
      int length = schema.getMinLength() - 1;
      var words = length == 0 ? "an empty value" : "a value that is too short";
      add("min-length", words, "x".repeat(length));
    }
    if (schema.getMaxLength() != null) {
      add("max-length", "a value that is too long", "x".repeat(schema.getMaxLength() + 1));
    }
  }

  private void addFormat(Schema<?> schema, JsonNode valid) {
    if (schema.getPattern() != null) {
      Stream.of("", "!", "x", "0", "x!".repeat(100))
          .filter(text -> !Pattern.compile(schema.getPattern()).matcher(text).find())
          .limit(1)
          .forEach(text -> add("pattern", "a value that does not match the pattern", text));
    }
    var format = schema.getFormat();
    boolean checked = format != null && FORMATS.contains(format);
    addIf(checked, "format", "the value \"malformed\"", "malformed");
    if ("uuid".equals(format)) {
      addUuids(valid.asText(UUID.randomUUID().toString()));
    }
  }

  private void addBounds(Schema<?> schema) {
    if (schema.getMinimum() != null) {
      boolean exclusive = Boolean.TRUE.equals(schema.getExclusiveMinimum());
      var value = exclusive ? schema.getMinimum() : schema.getMinimum().subtract(BigDecimal.ONE);
      add("minimum", "a number that is too small", value);
    }
    if (schema.getMaximum() != null) {
      boolean exclusive = Boolean.TRUE.equals(schema.getExclusiveMaximum());
      var value = exclusive ? schema.getMaximum() : schema.getMaximum().add(BigDecimal.ONE);
      add("maximum", "a number that is too large", value);
    }
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
