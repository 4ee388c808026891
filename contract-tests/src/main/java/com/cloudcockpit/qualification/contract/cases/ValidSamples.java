package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.swagger.v3.oas.models.media.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Derives unusual values that a schema allows. */
final class ValidSamples {

  /** A property that no contract names. */
  static final String UNNAMED = "notInTheContract";

  private static final int LONG = 2_000;
  private static final int LARGE = 64 * 1024;

  private final List<Sample> samples = new ArrayList<>();

  private ValidSamples() {}

  /** {@return values for a parameter} */
  static List<Sample> ofParameter(Schema<?> schema, String valid) {
    if ("array".equals(schema.getType())) {
      var items = new ArrayList<Sample>();
      items.add(Sample.of("item", "an item", Samples.example(schema.getItems())));
      items.addAll(ofParameter(schema.getItems(), valid));
      return items.stream().map(Sample::inArray).toList();
    }
    var all = new ValidSamples();
    all.addEnumAndBounds(schema);
    if ("uuid".equals(schema.getFormat())) {
      all.addUuids(valid);
    } else if ("boolean".equals(schema.getType())) {
      all.add("true", "true", true);
      all.add("false", "false", false);
    } else if (isText(schema) && schema.getMaxLength() != null) {
      all.addLengths(schema);
    }
    return all.samples;
  }

  /** {@return values for a property} */
  static List<Sample> ofProperty(Schema<?> schema, JsonNode valid) {
    var all = new ValidSamples();
    if (Boolean.TRUE.equals(schema.getNullable())) {
      all.add("null", "null", null);
    }
    all.addEnumAndBounds(schema);
    if (schema.getEnum() == null && "uuid".equals(schema.getFormat())) {
      all.addUuids(valid.asText());
    } else if (isText(schema)) {
      all.addLengths(schema);
      all.addTexts(schema);
    } else if ("object".equals(schema.getType()) && schema.getProperties() == null) {
      all.addObjects(schema, valid);
    } else if ("array".equals(schema.getType())
        && Objects.requireNonNullElse(schema.getMinItems(), 0) == 0) {
      all.add("empty", "an empty array", List.of());
    }
    return all.samples;
  }

  static boolean isFree(Schema<?> schema) {
    return !Boolean.FALSE.equals(schema.getAdditionalProperties());
  }

  private static boolean isText(Schema<?> schema) {
    return "string".equals(schema.getType())
        && schema.getFormat() == null
        && schema.getEnum() == null
        && schema.getPattern() == null;
  }

  private void add(String name, String words, Object value) {
    samples.add(Sample.of(name, words, value));
  }

  private void addEnumAndBounds(Schema<?> schema) {
    if (schema.getEnum() != null) {
      schema.getEnum().forEach(value -> add("enum-" + value, "the value " + value, value));
    }
    if (!Boolean.TRUE.equals(schema.getExclusiveMinimum())) {
      addBound("minimum", "the smallest allowed number", schema.getMinimum());
    }
    if (!Boolean.TRUE.equals(schema.getExclusiveMaximum())) {
      addBound("maximum", "the largest allowed number", schema.getMaximum());
    }
  }

  private void addBound(String name, String words, BigDecimal bound) {
    if (bound != null) {
      add(name, words, bound);
    }
  }

  private void addUuids(String valid) {
    for (var value : Catalog.INSTANCE.validUuids()) {
      var text = value.value().asText().replace("{upper}", valid.toUpperCase(Locale.ROOT));
      samples.add(value.sample(TextNode.valueOf(text)));
    }
  }

  private void addLengths(Schema<?> schema) {
    if (schema.getMinLength() != null) {
      add("shortest", "the shortest allowed value", "x".repeat(schema.getMinLength()));
    }
    int longest = Objects.requireNonNullElse(schema.getMaxLength(), LONG);
    add("long", "a value of %d characters".formatted(longest), "x".repeat(longest));
  }

  private void addTexts(Schema<?> schema) {
    int shortest = Objects.requireNonNullElse(schema.getMinLength(), 0);
    int longest = Objects.requireNonNullElse(schema.getMaxLength(), LONG);
    for (var value : Catalog.INSTANCE.texts()) {
      int length = value.value().asText().length();
      if (shortest <= length && length <= longest) {
        samples.add(value.sample(value.value()));
      }
    }
  }

  private void addObjects(Schema<?> schema, JsonNode valid) {
    var other = object(valid);
    valid
        .properties()
        .forEach(
            one -> {
              if (one.getValue().isTextual()) {
                other.put(one.getKey(), Bodies.similar(one.getValue().asText()));
              }
            });
    add("values", "an object with other values for its properties", other);
    add("empty", "an empty object", Json.MAPPER.createObjectNode());
    if (isFree(schema)) {
      for (var value : Catalog.INSTANCE.objects()) {
        samples.add(value.sample(object(valid).setAll((ObjectNode) value.value())));
      }
      var large = object(valid).put("large", "x".repeat(LARGE));
      for (int i = 0; i < 100; i++) {
        large.put("property" + i, i);
      }
      add("large", "an object of 64 KiB with 100 properties", large);
    }
  }

  private static ObjectNode object(JsonNode valid) {
    return valid.isObject() ? valid.deepCopy() : Json.MAPPER.createObjectNode();
  }
}
