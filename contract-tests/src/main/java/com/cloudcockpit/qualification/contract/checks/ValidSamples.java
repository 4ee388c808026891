package com.cloudcockpit.qualification.contract.checks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.oas.models.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Derives unusual values that a schema allows. */
final class ValidSamples {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int LONG = 2_000;
  private static final int LARGE = 64 * 1024;
  private static final String PUNCTUATION = "O'Neil & Sons <\"50%\">; --";
  private static final String NON_ASCII = "Škola «Žižkov» 学校 🎓";

  private static final String UUID_VERSION_1 = "c232ab00-9414-11ec-b3c8-9f6bdeced846";
  private static final String NIL_UUID = "00000000-0000-0000-0000-000000000000";
  private static final String OTHER_VARIANT = "a1b2c3d4-e5f6-4a1b-c2d3-e4f5a6b7c8d9";
  private static final String UUID_VERSION_7 = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";

  private ValidSamples() {}

  /** {@return values for a parameter} */
  static List<Sample> ofParameter(Schema<?> schema, String valid) {
    return "uuid".equals(schema.getFormat()) ? uuids(valid) : List.of();
  }

  /** {@return values for a property} */
  static List<Sample> ofProperty(Schema<?> schema, JsonNode valid) {
    var samples = new ArrayList<Sample>();
    if (Boolean.TRUE.equals(schema.getNullable())) {
      samples.add(new Sample("null", "null", NODES.nullNode(), "null"));
    }
    if (schema.getEnum() != null) {
      schema
          .getEnum()
          .forEach(
              value ->
                  samples.add(
                      new Sample(
                          "enum-" + value, value.toString(), text(value.toString()), "enum")));
    } else if ("uuid".equals(schema.getFormat())) {
      samples.addAll(uuids(valid.asText()));
    } else if ("string".equals(schema.getType()) && schema.getFormat() == null) {
      addTexts(samples, schema);
    } else if ("object".equals(schema.getType()) && isFree(schema)) {
      addObjects(samples, valid);
    }
    if (schema.getMinimum() != null) {
      samples.add(
          new Sample(
              "minimum",
              "the smallest allowed number",
              NODES.numberNode(schema.getMinimum()),
              "minimum"));
    }
    if (schema.getMaximum() != null) {
      samples.add(
          new Sample(
              "maximum",
              "the largest allowed number",
              NODES.numberNode(schema.getMaximum()),
              "maximum"));
    }
    return samples;
  }

  static boolean isFree(Schema<?> schema) {
    return !Boolean.FALSE.equals(schema.getAdditionalProperties());
  }

  private static List<Sample> uuids(String valid) {
    return List.of(
        uuid("upper-case", "a UUID in upper case", valid.toUpperCase(Locale.ROOT)),
        uuid("version-1", "a UUID of version 1", UUID_VERSION_1),
        uuid("version-7", "a UUID of version 7", UUID_VERSION_7),
        new Sample("variant", "a UUID of Microsoft's variant", text(OTHER_VARIANT), "format", true),
        new Sample("nil", "the nil UUID", text(NIL_UUID), "format", true));
  }

  private static void addTexts(List<Sample> samples, Schema<?> schema) {
    if (schema.getPattern() != null) {
      return;
    }
    int shortest = schema.getMinLength() == null ? 0 : schema.getMinLength();
    int longest = schema.getMaxLength() == null ? LONG : schema.getMaxLength();
    samples.add(
        new Sample(
            "shortest", "the shortest allowed value", text("x".repeat(shortest)), "min-length"));
    samples.add(
        new Sample(
            "long",
            "a value of %d characters".formatted(longest),
            text("x".repeat(longest)),
            schema.getMaxLength() == null ? "type" : "max-length"));
    if (shortest <= 1) {
      samples.add(new Sample("blank", "a blank value", text(" "), "min-length", true));
    }
    if (shortest <= 2) {
      samples.add(new Sample("digits", "digits", text("42"), "type"));
    }
    if (longest >= PUNCTUATION.length()) {
      samples.add(new Sample("punctuation", "a value with punctuation", text(PUNCTUATION), "type"));
      samples.add(
          new Sample("non-ascii", "a value with non-ASCII characters", text(NON_ASCII), "type"));
    }
  }

  private static void addObjects(List<Sample> samples, JsonNode valid) {
    samples.add(object("empty", "an empty object", NODES.objectNode()));
    var nested = more(valid);
    var inner = nested.putObject("nested");
    for (int depth = 0; depth < 10; depth++) {
      inner = inner.putArray("list").addObject().putObject("nested");
    }
    samples.add(object("nested", "an object with nested objects and arrays", nested));
    var kinds = more(valid);
    kinds.putNull("null").put("boolean", false).put("integer", 9_007_199_254_740_993L);
    kinds.put("fraction", 0.1).put("negative", -1).put("empty", "").putArray("array").addNull();
    samples.add(object("kinds", "an object with a value of each JSON type", kinds));
    samples.add(
        object(
            "non-ascii",
            "an object with non-ASCII characters",
            more(valid).put(NON_ASCII, NON_ASCII)));
    samples.add(
        object(
            "punctuation",
            "an object with punctuation",
            more(valid).put("punctuation", PUNCTUATION)));
    var names = more(valid).put("$name", 1).put("a.b", 2).put("", 3);
    samples.add(object("names", "an object with special names", names));
    var large = more(valid).put("large", "x".repeat(LARGE));
    for (int i = 0; i < 100; i++) {
      large.put("property" + i, i);
    }
    samples.add(object("large", "an object of 64 KiB with 100 properties", large));
  }

  private static ObjectNode more(JsonNode valid) {
    return valid.deepCopy();
  }

  private static JsonNode text(String value) {
    return NODES.textNode(value);
  }

  private static Sample uuid(String name, String words, String value) {
    return new Sample(name, words, text(value), "format");
  }

  private static Sample object(String name, String words, JsonNode value) {
    return new Sample(name, words, value, "additional-properties");
  }
}
