package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.cases.Case.Kind;
import com.cloudcockpit.qualification.contract.cases.Case.Place;
import com.cloudcockpit.qualification.contract.cases.Case.Stage;
import com.cloudcockpit.qualification.contract.cases.Catalog.Sample;
import com.cloudcockpit.qualification.contract.cases.Rule.Severity;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.spec.Field;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.cloudcockpit.qualification.contract.spec.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.lang3.StringUtils;

/** Cases about a field: values that its schema does not allow, and unusual ones that it allows. */
final class FieldCases {

  /** A property that no contract names. */
  private static final String UNNAMED = "notInTheContract";

  /** The statuses with which an API may respond to an ID that it looks up. */
  private static final String UNKNOWN_ID = "403|404";

  private static final Catalog CATALOG = Catalog.INSTANCE;
  private static final int LONG = 2_000;
  private static final int LARGE = 64 * 1024;

  private final Template template;
  private final Field field;
  private final JsonNode schema;
  private final String type;
  private final String format;
  private final boolean inBody;

  /** A value that the schema allows. */
  private final JsonNode usual;

  private final List<Case> cases = new ArrayList<>();

  /** The stage in which an API rejects the values that are added, or null if they are valid. */
  private Stage stage;

  private FieldCases(Template template, Field field) {
    this.template = template;
    this.field = field;
    schema = field.schema();
    type = field.type();
    format = schema.path("format").asText();
    inBody = field.isIn("body");
    usual = template.valid(field);
  }

  /** {@return the cases about a field and its parts} */
  static Stream<Case> of(Template template, Field field) {
    var children = field.children().stream().flatMap(child -> of(template, child));
    return Stream.concat(new FieldCases(template, field).all().stream(), children);
  }

  private List<Case> all() {
    boolean open = schema.path("additionalProperties").asBoolean(true);
    stage = field.required() ? field.isBody() ? Stage.SYNTAX : Stage.VALUE : null;
    addAbsence();
    stage = field.isBody() ? Stage.SYNTAX : Stage.TYPE;
    addOtherTypes();
    stage = Stage.VALUE;
    addInvalid(open);
    stage = null;
    if (!field.name().equals(Operation.TENANT)) {
      addValid(open);
    }
    return cases;
  }

  private void addAbsence() {
    if (!field.isIn("path") && !field.isItem()) {
      var parent = field.isBody() || !inBody ? "request" : "body";
      var words = "A %s without %s".formatted(parent, field.isBody() ? "a body" : field.name());
      add(field.required() ? "required" : "optional", words, null, null);
    }
  }

  private void addOtherTypes() {
    var listed = inBody ? CATALOG.wrongTypes() : CATALOG.wrongTexts();
    add(inBody && !isNullable(), field.isBody() ? "type.null" : "null", "null", null);
    listed.stream()
        .filter(one -> !type.isEmpty() && !one.types().contains(type))
        .forEach(one -> add(one, one.value()));
    boolean text = inBody && !type.matches("string|");
    add(text, "type.json-text", "a string containing valid JSON", usual.toString());
    boolean array = inBody && !type.matches("array|");
    add(array, "type.wrapped", "a valid value in an array", List.of(usual));
  }

  private void addInvalid(boolean open) {
    int shortest = schema.path("minLength").asInt();
    add(field.isBody() && schema.has("required"), "empty-object", "An empty object", Map.of());
    add(shortest == 1, "min-length", "an empty value", "");
    add(shortest > 1, "min-length", "a value that is too short", text(shortest - 1));
    add(schema.has("maxLength"), "max-length", "a value that is too long", text(longest() + 1));
    Stream.of("", "!", "x", "0", "x!".repeat(100))
        .filter(Pattern.compile(schema.path("pattern").asText()).asPredicate().negate())
        .limit(1)
        .forEach(text -> add(true, "pattern", "a value that does not match the pattern", text));
    if (field.isUuid()) {
      CATALOG.invalidUuids().forEach(this::addUuid);
    } else if (CATALOG.formats().containsKey(format)) {
      add(true, "format", "the value \"malformed\"", "malformed");
    }
    add(schema.has("minimum"), "minimum", "a number that is too small", limit("minimum") - 1);
    add(schema.has("maximum"), "maximum", "a number that is too large", limit("maximum") + 1);
    add(schema.has("enum"), "enum", "a value that is not in the enum", "none-of-these");
    add(limit("minItems") > 0, "min-items", "an array with too few items", List.of());
    var items = Collections.nCopies((int) limit("maxItems") + 1, usual.path(0));
    add(schema.has("maxItems"), "max-items", "an array with too many items", items);
    var words = "an object with a property that the contract does not allow";
    var object = copy().put(UNNAMED, "text");
    add(!open && usual.isObject(), "additional-properties", words, object);
  }

  private void addValid(boolean open) {
    boolean free = !schema.has("enum") && !schema.has("pattern") && format.isEmpty();
    add(inBody && isNullable(), "null", "null", null);
    for (var value : schema.path("enum")) {
      add(true, "enum-" + value.asText(), "the value " + value.asText(), value);
    }
    add(schema.has("minimum"), "minimum", "the smallest allowed number", schema.path("minimum"));
    add(schema.has("maximum"), "maximum", "the largest allowed number", schema.path("maximum"));
    add(type.equals("boolean"), "true", "true", true);
    add(type.equals("boolean"), "false", "false", false);
    if (field.isUuid()) {
      CATALOG.validUuids().forEach(this::addUuid);
    } else if (type.equals("string") && free && (inBody || schema.has("maxLength"))) {
      addTexts();
    } else if (type.equals("object") && !schema.has("properties")) {
      addObjects(open);
    } else if (inBody && type.equals("array") && limit("minItems") == 0) {
      add(true, "empty", "an empty array", List.of());
    }
    if (schema.has("properties") && open) {
      var words = "A property that is not in the contract";
      var value = copy().put(UNNAMED, "text");
      add("unknown-property", words, value, Severity.WARNING);
    }
  }

  private long limit(String keyword) {
    return schema.path(keyword).asLong();
  }

  private int longest() {
    return schema.path("maxLength").asInt(LONG);
  }

  private boolean isNullable() {
    return schema.path("nullable").asBoolean();
  }

  private static String text(int length) {
    return "x".repeat(Math.max(0, length));
  }

  private ObjectNode copy() {
    return usual.isObject() ? usual.deepCopy() : Json.MAPPER.createObjectNode();
  }

  /** Adds a UUID from the catalog, which is a format for variants of a valid one. */
  private void addUuid(Sample listed) {
    var uuid = usual.asText();
    Object[] variants = {
      uuid, uuid.toUpperCase(Locale.ROOT), uuid.replace("-", ""), uuid.substring(1)
    };
    add(listed, TextNode.valueOf(listed.value().asText().formatted(variants)));
  }

  private void addTexts() {
    int shortest = schema.path("minLength").asInt();
    add(schema.has("minLength"), "shortest", "the shortest allowed value", text(shortest));
    add(true, "long", "a value of %d characters".formatted(longest()), text(longest()));
    CATALOG.texts().stream()
        .filter(one -> inBody && one.value().asText().length() >= shortest)
        .filter(one -> one.value().asText().length() <= longest())
        .forEach(one -> add(one, one.value()));
  }

  private void addObjects(boolean open) {
    var other = copy();
    usual
        .propertyStream()
        .filter(one -> one.getValue().isTextual())
        .forEach(one -> other.put(one.getKey(), Bodies.similar(one.getValue().asText())));
    add(true, "values", "an object with other values for its properties", other);
    add(true, "empty", "an empty object", Map.of());
    if (open) {
      for (var listed : CATALOG.objects()) {
        add(listed, copy().setAll((ObjectNode) listed.value()));
      }
      var large = copy().put("large", text(LARGE));
      IntStream.range(0, 100).forEach(i -> large.put("property" + i, i));
      add(true, "large", "an object of 64 KiB with 100 properties", large);
    }
  }

  private void add(boolean applies, String name, String words, Object value) {
    if (applies) {
      add(name, words, Json.MAPPER.valueToTree(value), null);
    }
  }

  private void add(Sample listed, JsonNode value) {
    add(listed.name(), listed.words(), value, listed.severity());
  }

  /** Adds a case about a value, or about leaving the field out if the value is null. */
  private void add(String lastName, String words, JsonNode value, Severity severity) {
    boolean lookedUp = field.isIn("query") && field.isUuid() && value != null;
    boolean valid = stage == null;
    // without a value, a path is a different one, and readers of a query differ
    if (field.in().matches("path|query") && String.valueOf(value).matches("\"\"|\\[]")) {
      return;
    }
    var expectation = valid ? accepted(value, lookedUp) : rejected();
    var name = field.at() + (valid && value != null ? ".accepts." : ".") + lastName;
    var sentence = expectation.sentence(subject(words));
    var rule = template.rule(name, severity, sentence);
    var place = new Place(inBody || valid ? stage : Stage.PARAMETER, field.at(), field.name());
    var kind = valid ? Kind.VALID : Kind.INVALID;
    var created = template.create(kind, rule, place, expectation, with(value));
    if (valid && lookedUp) {
      created = created.controlledBy(List.of(with(TextNode.valueOf(UUID.randomUUID().toString()))));
    } else if (valid && inBody && value != null && value.isTextual()) {
      created = created.controlledBy(template.requestsWithOtherTexts());
    }
    cases.add(created);
  }

  private Request with(JsonNode value) {
    return Bodies.with(template.request(), field, value);
  }

  private String subject(String words) {
    var start = StringUtils.capitalize(words);
    if (words.equals(start)) {
      return words;
    }
    return field.isBody() ? "A body that is " + words : "%s for %s".formatted(start, field.name());
  }

  private Expectation rejected() {
    return field.isIn("path") ? Expectation.BAD_PATH : Expectation.BAD_REQUEST;
  }

  private Expectation accepted(JsonNode value, boolean lookedUp) {
    if (template.identifiesKnown(field) && !value.asText().equalsIgnoreCase(usual.asText())) {
      return Expectation.UNKNOWN;
    }
    return lookedUp ? template.accepted().or(UNKNOWN_ID) : template.accepted();
  }
}
