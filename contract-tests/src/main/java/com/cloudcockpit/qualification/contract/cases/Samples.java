package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.cases.Case.Stage;
import com.cloudcockpit.qualification.contract.cases.Rule.Severity;
import com.cloudcockpit.qualification.contract.spec.Field;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.cloudcockpit.qualification.contract.spec.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Values of a field: an example, and unusual ones that its schema allows or does not allow. */
final class Samples {

  /** A property that no contract names. */
  private static final String UNNAMED = "notInTheContract";

  private static final Catalog CATALOG = Catalog.INSTANCE;
  private static final int LONG = 2_000;
  private static final int LARGE = 64 * 1024;

  private final Field field;
  private final JsonNode schema;
  private final String type;
  private final JsonNode valid;
  private final boolean inBody;
  private final List<Sample> samples = new ArrayList<>();

  /** The stage in which an API rejects the values that are added, or null if they are valid. */
  private Stage stage;

  /**
   * @param valid a value that the schema allows
   */
  Samples(Field field, JsonNode valid) {
    this.field = field;
    this.valid = valid;
    schema = field.schema();
    type = field.type();
    inBody = field.isIn("body");
  }

  /** {@return the example of a parameter, content or schema, or a value that it allows} */
  static JsonNode example(JsonNode model) {
    var schema = model.path("schema").isObject() ? model.get("schema") : model;
    var examples = new ArrayList<JsonNode>();
    examples.add(model.get("example"));
    examples.add(model.path("examples").findValue("value"));
    examples.add(schema.get("example"));
    examples.add(schema.get("default"));
    examples.add(schema.path("enum").get(0));
    examples.removeIf(Objects::isNull);
    if (!examples.isEmpty()) {
      return examples.get(0);
    }
    return switch (schema.path("type").asText()) {
      case "string" -> TextNode.valueOf(text(schema));
      case "integer", "number" -> number(schema);
      case "boolean" -> BooleanNode.TRUE;
      case "array" -> Json.MAPPER.createArrayNode().add(example(schema.get("items")));
      default -> object(schema);
    };
  }

  private static String text(JsonNode schema) {
    int shortest = schema.path("minLength").asInt(1);
    int longest = schema.path("maxLength").asInt(4);
    var text = "x".repeat(Math.max(shortest, Math.min(4, longest)));
    return CATALOG.formats().getOrDefault(schema.path("format").asText(), text);
  }

  private static JsonNode number(JsonNode schema) {
    if (!schema.has("minimum") && schema.path("maximum").asInt(2) > 1) {
      return IntNode.valueOf(1);
    }
    int inwards = schema.has("minimum") ? 1 : -1;
    var bound = schema.has("minimum") ? "minimum" : "maximum";
    return number(schema, bound, isExclusive(schema, bound) ? inwards : 0);
  }

  private static boolean isExclusive(JsonNode schema, String bound) {
    return schema.path("exclusive" + bound.replaceFirst("m", "M")).asBoolean();
  }

  private static JsonNode number(JsonNode schema, String bound, int offset) {
    var number = schema.get(bound).decimalValue().add(BigDecimal.valueOf(offset));
    return Json.read(number.stripTrailingZeros().toPlainString()).orElseThrow();
  }

  private static JsonNode object(JsonNode schema) {
    var object = Json.MAPPER.createObjectNode();
    for (var property : schema.path("properties").properties()) {
      object.set(property.getKey(), example(property.getValue()));
    }
    return object;
  }

  /** {@return unusual values, and invalid ones} */
  List<Sample> all() {
    if (!field.isIn("path") && !field.isItem()) {
      addAbsence();
    }
    stage = field.isBody() ? Stage.BODY : Stage.TYPE;
    addOtherTypes();
    stage = Stage.VALUE;
    addInvalid();
    stage = null;
    if (!field.name().equals(Operation.TENANT)) {
      addValid();
    }
    if (field.isIn("path") || field.isIn("query")) {
      // without a value, a path is a different one, and readers of a query differ
      samples.removeIf(sample -> String.valueOf(sample.value()).matches("\"\"|\\[]"));
    }
    return samples;
  }

  private void addAbsence() {
    var parent = field.isBody() || !inBody ? "request" : "body";
    var subject = "A %s without %s".formatted(parent, field.isBody() ? "a body" : field.name());
    if (field.required()) {
      stage = field.isBody() ? Stage.SYNTAX : Stage.VALUE;
    }
    samples.add(
        new Sample(field.required() ? "required" : "optional", subject, null, null, null, stage));
  }

  private void addOtherTypes() {
    if (inBody && !isNullable()) {
      add(field.isBody() ? "type.null" : "null", "null", null);
    }
    var listed = inBody ? CATALOG.wrongTypes() : CATALOG.wrongTexts();
    listed.stream()
        .filter(sample -> !type.isEmpty() && !sample.types().contains(type))
        .forEach(sample -> add(sample, sample.value()));
    if (inBody && !type.matches("string|")) {
      add("type.json-text", "a string containing valid JSON", valid.toString());
    }
    if (inBody && !type.matches("array|")) {
      add("type.wrapped", "a valid value in an array", List.of(valid));
    }
  }

  private void addInvalid() {
    if (field.isBody() && schema.has("required")) {
      add("empty-object", "An empty object", Map.of());
    }
    int shortest = schema.path("minLength").asInt();
    if (shortest > 0) {
      var words = shortest == 1 ? "an empty value" : "a value that is too short";
      add("min-length", words, "x".repeat(shortest - 1));
    }
    if (schema.has("maxLength")) {
      var text = "x".repeat(schema.get("maxLength").asInt() + 1);
      add("max-length", "a value that is too long", text);
    }
    if (schema.has("pattern")) {
      Stream.of("", "!", "x", "0", "x!".repeat(100))
          .filter(text -> !Pattern.compile(schema.get("pattern").asText()).matcher(text).find())
          .limit(1)
          .forEach(text -> add("pattern", "a value that does not match the pattern", text));
    }
    if (field.isUuid()) {
      CATALOG.invalidUuids().forEach(this::addUuid);
    } else if (CATALOG.formats().containsKey(schema.path("format").asText())) {
      add("format", "the value \"malformed\"", "malformed");
    }
    addBound("minimum", "a number that is too small", -1);
    addBound("maximum", "a number that is too large", 1);
    if (schema.has("enum") && type.equals("string")) {
      add("enum", "a value that is not in the enum", "none-of-these");
    }
    if (schema.path("minItems").asInt() > 0) {
      add("min-items", "an array with too few items", List.of());
    }
    if (schema.has("maxItems")) {
      var item = example(schema.get("items"));
      var items = Collections.nCopies(schema.get("maxItems").asInt() + 1, item);
      add("max-items", "an array with too many items", items);
    }
    if (!field.isOpen() && valid.isObject()) {
      var words = "an object with a property that the contract does not allow";
      add("additional-properties", words, copy().put(UNNAMED, "text"));
    }
  }

  private void addValid() {
    if (inBody && isNullable()) {
      add("null", "null", null);
    }
    for (var value : schema.path("enum")) {
      add("enum-" + value.asText(), "the value " + value.asText(), value);
    }
    addBound("minimum", "the smallest allowed number", 0);
    addBound("maximum", "the largest allowed number", 0);
    boolean free = !schema.has("enum") && !schema.has("pattern") && !schema.has("format");
    if (field.isUuid()) {
      CATALOG.validUuids().forEach(this::addUuid);
    } else if (type.equals("boolean")) {
      add("true", "true", true);
      add("false", "false", false);
    } else if (type.equals("string") && free && (inBody || schema.has("maxLength"))) {
      addTexts();
    } else if (type.equals("object") && !schema.has("properties")) {
      addObjects();
    } else if (inBody && type.equals("array") && schema.path("minItems").asInt() == 0) {
      add("empty", "an empty array", List.of());
    }
    if (schema.has("properties") && field.isOpen()) {
      var words = "A property that is not in the contract";
      var value = copy().put(UNNAMED, "text");
      samples.add(new Sample("unknown-property", words, value, Severity.WARNING, null, null));
    }
  }

  private boolean isNullable() {
    return schema.path("nullable").asBoolean();
  }

  private void add(String name, String words, Object value) {
    var json = Json.MAPPER.<JsonNode>valueToTree(value);
    samples.add(new Sample(name, words, json, null, null, stage));
  }

  private void add(Sample listed, JsonNode value) {
    samples.add(new Sample(listed.name(), listed.words(), value, listed.severity(), null, stage));
  }

  /** Adds a number at a bound, or beyond it. */
  private void addBound(String bound, String words, int beyond) {
    boolean exclusive = isExclusive(schema, bound);
    if (schema.has(bound) && (beyond != 0 || !exclusive)) {
      add(bound, words, number(schema, bound, exclusive ? 0 : beyond));
    }
  }

  /** Adds a UUID from the catalog, whose placeholders stand for a valid one. */
  private void addUuid(Sample listed) {
    var uuid = valid.asText();
    var text =
        listed.value().asText().replace("{valid}", uuid).replace("{rest}", uuid.substring(1));
    var other = text.replace("{upper}", uuid.toUpperCase(Locale.ROOT));
    add(listed, TextNode.valueOf(other.replace("{dashless}", uuid.replace("-", ""))));
  }

  private void addTexts() {
    int shortest = schema.path("minLength").asInt();
    int longest = schema.path("maxLength").asInt(LONG);
    if (schema.has("minLength")) {
      add("shortest", "the shortest allowed value", "x".repeat(shortest));
    }
    add("long", "a value of %d characters".formatted(longest), "x".repeat(longest));
    CATALOG.texts().stream()
        .filter(text -> inBody && text.value().asText().length() >= shortest)
        .filter(text -> text.value().asText().length() <= longest)
        .forEach(text -> add(text, text.value()));
  }

  private void addObjects() {
    var other = copy();
    valid
        .propertyStream()
        .filter(one -> one.getValue().isTextual())
        .forEach(one -> other.put(one.getKey(), Bodies.similar(one.getValue().asText())));
    add("values", "an object with other values for its properties", other);
    add("empty", "an empty object", Json.MAPPER.createObjectNode());
    if (field.isOpen()) {
      for (var listed : CATALOG.objects()) {
        add(listed, copy().setAll((ObjectNode) listed.value()));
      }
      var large = copy().put("large", "x".repeat(LARGE));
      IntStream.range(0, 100).forEach(i -> large.put("property" + i, i));
      add("large", "an object of 64 KiB with 100 properties", large);
    }
  }

  private ObjectNode copy() {
    return valid.isObject() ? valid.deepCopy() : Json.MAPPER.createObjectNode();
  }
}
