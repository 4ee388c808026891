package com.cloudcockpit.qualification.contract.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.swagger.v3.oas.models.media.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Derives values that a schema does not allow. */
final class InvalidSamples {

  private static final Set<String> FORMATS = Set.of("date", "date-time", "email", "uri");

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
    var invalid = new InvalidSamples();
    for (var value : Catalog.INSTANCE.wrongTypes()) {
      invalid.addIf(!value.types().contains(type), value.sample(value.value()));
    }
    if (!type.equals("string")) {
      invalid.add("type.json-text", "a string containing valid JSON", valid.toString());
    }
    if (!type.equals("array")) {
      invalid.add("type.wrapped", "a valid value in an array", List.of(valid));
    }
    return invalid.samples;
  }

  /** {@return texts that are no value of a parameter's type} */
  static List<Sample> ofText(Schema<?> schema) {
    var invalid = new InvalidSamples();
    if (!"string".equals(schema.getType())) {
      invalid.add("type", "the value \"text\"", "text");
    }
    if ("integer".equals(schema.getType())) {
      invalid.add("type.fraction", "a fraction", "1.5");
    }
    return invalid.samples;
  }

  /** {@return values of the right type that violate a constraint} */
  static List<Sample> ofConstraints(Schema<?> schema, JsonNode valid) {
    var invalid = new InvalidSamples();
    invalid.addLengths(schema);
    invalid.addFormat(schema, valid);
    invalid.addBounds(schema);
    if (schema.getEnum() != null && "string".equals(schema.getType())) {
      invalid.add("enum", "a value that is not in the enum", "none-of-these");
    }
    if (schema.getMinItems() != null && schema.getMinItems() > 0) {
      invalid.add("min-items", "an array with too few items", List.of());
    }
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
    if (schema.getFormat() != null && FORMATS.contains(schema.getFormat())) {
      add("format", "the value \"malformed\"", "malformed");
    }
    if ("uuid".equals(schema.getFormat())) {
      var uuid = valid.asText(UUID.randomUUID().toString());
      for (var value : Catalog.INSTANCE.invalidUuids()) {
        var text =
            value
                .value()
                .asText()
                .replace("{valid}", uuid)
                .replace("{rest}", uuid.substring(1))
                .replace("{dashless}", uuid.replace("-", ""));
        samples.add(value.sample(TextNode.valueOf(text)));
      }
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

  private void addIf(boolean applies, Sample sample) {
    if (applies) {
      samples.add(sample);
    }
  }

  private void add(String name, String words, Object value) {
    samples.add(Sample.of(name, words, value));
  }
}
