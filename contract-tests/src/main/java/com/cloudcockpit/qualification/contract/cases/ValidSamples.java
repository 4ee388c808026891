package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.oas.models.media.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Derives unusual values that a schema allows. */
final class ValidSamples {

  /** A property that no contract names. */
  static final String UNNAMED = "notInTheContract";

  private static final int LONG = 2_000;
  private static final int LARGE = 64 * 1024;
  private static final String PUNCTUATION = "O'Neil & Sons <\"50%\">; --";
  private static final String NON_ASCII = "Škola «Žižkov» 学校 🎓";
  private static final String JSON_TYPES =
      """
      {"null": null, "boolean": false, "integer": 9007199254740993, "fraction": 0.1,
       "negative": -1, "empty": "", "array": [null]}
      """;

  private ValidSamples() {}

  /** {@return values for a parameter} */
  static List<Sample> ofParameter(Schema<?> schema, String valid) {
    if ("array".equals(schema.getType())) {
      return ofItems(schema.getItems(), valid);
    }
    var samples = new ArrayList<>(ofEnumAndBounds(schema));
    if ("uuid".equals(schema.getFormat())) {
      samples.addAll(uuids(valid));
    } else if ("boolean".equals(schema.getType())) {
      samples.add(Sample.of("type", "true", "true", true));
      samples.add(Sample.of("type", "false", "false", false));
    } else if (isText(schema) && schema.getMaxLength() != null) {
      samples.addAll(lengths(schema));
    }
    return samples;
  }

  private static List<Sample> ofItems(Schema<?> item, String valid) {
    var samples = new ArrayList<Sample>();
    samples.add(Sample.of("type", "item", "an item", Samples.example(item)).inArray());
    ofParameter(item, valid).forEach(sample -> samples.add(sample.inArray()));
    return samples;
  }

  /** {@return values for a property} */
  static List<Sample> ofProperty(Schema<?> schema, JsonNode valid) {
    var samples = new ArrayList<Sample>();
    if (Boolean.TRUE.equals(schema.getNullable())) {
      samples.add(Sample.of("null", "null", "null", null));
    }
    samples.addAll(ofEnumAndBounds(schema));
    if (schema.getEnum() == null && "uuid".equals(schema.getFormat())) {
      samples.addAll(uuids(valid.asText()));
    } else if (isText(schema)) {
      samples.addAll(lengths(schema));
      samples.addAll(texts(schema));
    } else if ("object".equals(schema.getType())
        && isFree(schema)
        && schema.getProperties() == null) {
      samples.addAll(objects(valid));
    } else if ("array".equals(schema.getType())
        && Objects.requireNonNullElse(schema.getMinItems(), 0) == 0) {
      samples.add(Sample.of("type", "empty", "an empty array", List.of()));
    }
    return samples;
  }

  private static boolean isText(Schema<?> schema) {
    return "string".equals(schema.getType())
        && schema.getFormat() == null
        && schema.getEnum() == null
        && schema.getPattern() == null;
  }

  private static List<Sample> ofEnumAndBounds(Schema<?> schema) {
    var samples = new ArrayList<Sample>();
    if (schema.getEnum() != null) {
      for (var value : schema.getEnum()) {
        samples.add(Sample.of("enum", "enum-" + value, "the value " + value, value));
      }
    }
    if (!Boolean.TRUE.equals(schema.getExclusiveMinimum())) {
      addBound(samples, "minimum", "the smallest allowed number", schema.getMinimum());
    }
    if (!Boolean.TRUE.equals(schema.getExclusiveMaximum())) {
      addBound(samples, "maximum", "the largest allowed number", schema.getMaximum());
    }
    return samples;
  }

  private static void addBound(List<Sample> samples, String name, String words, BigDecimal bound) {
    if (bound != null) {
      samples.add(Sample.of(name, name, words, bound));
    }
  }

  static boolean isFree(Schema<?> schema) {
    return !Boolean.FALSE.equals(schema.getAdditionalProperties());
  }

  private static List<Sample> uuids(String valid) {
    return List.of(
        uuid("upper-case", "a UUID in upper case", valid.toUpperCase(Locale.ROOT)),
        uuid("version-1", "a UUID of version 1", "c232ab00-9414-11ec-b3c8-9f6bdeced846"),
        uuid("version-7", "a UUID of version 7", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"),
        uuid("variant", "a UUID of Microsoft's variant", "a1b2c3d4-e5f6-4a1b-c2d3-e4f5a6b7c8d9")
            .lenient(),
        uuid("nil", "the nil UUID", "00000000-0000-0000-0000-000000000000").lenient());
  }

  private static List<Sample> lengths(Schema<?> schema) {
    int longest = Objects.requireNonNullElse(schema.getMaxLength(), LONG);
    var limit = schema.getMaxLength() == null ? "type" : "max-length";
    var shortText = "x".repeat(Objects.requireNonNullElse(schema.getMinLength(), 0));
    var words = "a value of %d characters".formatted(longest);
    var samples = new ArrayList<Sample>();
    samples.add(Sample.of(limit, "long", words, "x".repeat(longest)));
    if (schema.getMinLength() != null) {
      samples.add(0, Sample.of("min-length", "shortest", "the shortest allowed value", shortText));
    }
    return samples;
  }

  private static List<Sample> texts(Schema<?> schema) {
    int shortest = Objects.requireNonNullElse(schema.getMinLength(), 0);
    int longest = Objects.requireNonNullElse(schema.getMaxLength(), LONG);
    var samples = new ArrayList<Sample>();
    if (shortest <= 1) {
      samples.add(Sample.of("min-length", "blank", "a blank value", " ").lenient());
    }
    if (shortest <= 2) {
      samples.add(Sample.of("type", "digits", "a value that consists of digits", "42"));
    }
    if (longest >= PUNCTUATION.length()) {
      samples.add(Sample.of("type", "punctuation", "a value with punctuation", PUNCTUATION));
      samples.add(Sample.of("type", "non-ascii", "a value with non-ASCII characters", NON_ASCII));
    }
    return samples;
  }

  private static List<Sample> objects(JsonNode valid) {
    var nested = more(valid, Map.of());
    var inner = nested.putObject("nested");
    for (int depth = 0; depth < 10; depth++) {
      inner = inner.putArray("list").addObject().putObject("nested");
    }
    var large = more(valid, Map.of("large", "x".repeat(LARGE)));
    for (int i = 0; i < 100; i++) {
      large.put("property" + i, i);
    }
    var types = more(valid, Json.read(JSON_TYPES).orElseThrow());
    var names = more(valid, Map.of()).put("$name", 1).put("a.b", 2).put("", 3);
    var nonAscii = more(valid, Map.of(NON_ASCII, NON_ASCII));
    var punctuation = more(valid, Map.of("punctuation", PUNCTUATION));
    var others = more(valid, Map.of());
    valid.properties().stream()
        .filter(property -> property.getValue().isTextual())
        .forEach(one -> others.put(one.getKey(), Bodies.similar(one.getValue().asText())));
    return List.of(
        object("values", "an object with other values for its properties", others),
        object("empty", "an empty object", Map.of()),
        object("nested", "an object with nested objects and arrays", nested),
        object("kinds", "an object with a value of each JSON type", types),
        object("non-ascii", "an object with non-ASCII characters", nonAscii),
        object("punctuation", "an object with punctuation", punctuation),
        object("names", "an object with unusual property names", names),
        object("large", "an object of 64 KiB with 100 properties", large));
  }

  /** {@return a valid object with more properties} */
  private static ObjectNode more(JsonNode valid, Object properties) {
    ObjectNode object = valid.isObject() ? valid.deepCopy() : Json.MAPPER.createObjectNode();
    return object.setAll(Json.MAPPER.<ObjectNode>valueToTree(properties));
  }

  private static Sample uuid(String name, String words, String value) {
    return Sample.of("format", name, words, value);
  }

  private static Sample object(String name, String words, Object value) {
    return Sample.of("additional-properties", name, words, value);
  }
}
