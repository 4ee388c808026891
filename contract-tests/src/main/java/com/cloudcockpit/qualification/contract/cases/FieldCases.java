package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.cases.Case.Stage;
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
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.lang3.StringUtils;

/**
 * Cases about a field: values that its schema does not allow, and unusual ones that it allows.
 *
 * @param usual a value that the schema allows
 * @param stage the stage in which an API rejects the values that are added, or null if it must
 *     accept them
 */
record FieldCases(
    Template template,
    Field field,
    JsonNode schema,
    JsonNode usual,
    List<Case> cases,
    Stage stage) {

  /** A property that no contract names. */
  private static final String UNNAMED = "notInTheContract";

  /** The statuses with which an API may respond to an ID that it looks up. */
  private static final String UNKNOWN_ID = "403|404";

  private static final Catalog CATALOG = Catalog.INSTANCE;

  /** {@return the cases about a field and its parts} */
  static Stream<Case> of(Template template, Field field) {
    var cases = new ArrayList<Case>();
    new FieldCases(template, field, field.schema(), template.valid(field), cases, null).addAll();
    return Stream.concat(
        cases.stream(), field.children().stream().flatMap(child -> of(template, child)));
  }

  private void addAll() {
    boolean nullable = schema.path("nullable").asBoolean();
    var first = field.isBody() ? Stage.SYNTAX : Stage.VALUE;
    var type = field.isBody() ? Stage.SYNTAX : Stage.TYPE;
    if (!field.isIn("path") && !field.isItem()) {
      var parent = field.isBody() || !inBody() ? "request" : "body";
      var words = "A %s without %s".formatted(parent, field.isBody() ? "a body" : field.name());
      var name = field.required() ? "required" : "optional";
      at(field.required() ? first : null).add(name, words, null, null);
    }
    at(nullable ? null : type).add(inBody(), field.isBody() ? "type.null" : "null", "null", null);
    at(type).addOtherTypes();
    at(Stage.VALUE).addInvalid();
    if (!field.name().equals(Operation.TENANT)) {
      addValid();
    }
  }

  private FieldCases at(Stage other) {
    return new FieldCases(template, field, schema, usual, cases, other);
  }

  private boolean inBody() {
    return field.isIn("body");
  }

  private boolean is(String type) {
    return field.type().equals(type);
  }

  private void addOtherTypes() {
    boolean typed = inBody() && !is("");
    var listed = inBody() ? CATALOG.wrongTypes() : CATALOG.wrongTexts();
    listed.stream()
        .filter(one -> !is("") && !one.types().contains(field.type()))
        .forEach(one -> add(one, one.value()));
    var text = usual.toString();
    add(typed && !is("string"), "type.json-text", "a string containing valid JSON", text);
    add(typed && !is("array"), "type.wrapped", "a valid value wrapped in an array", List.of(usual));
  }

  private void addInvalid() {
    add(field.isBody() && has("required"), "empty-object", "An empty object", Map.of());
    add(limit("minLength") == 1, "min-length", "an empty value", "");
    add(limit("minLength") > 1, "min-length", "a value that is too short", text("minLength", -1));
    add(has("maxLength"), "max-length", "a value that is too long", text("maxLength", 1));
    Stream.of("!", "x", "0", "", "x!".repeat(100))
        .filter(Pattern.compile(schema.path("pattern").asText()).asPredicate().negate())
        .limit(1)
        .forEach(text -> add(true, "pattern", "a value that does not match the pattern", text));
    if (field.isUuid()) {
      CATALOG.invalidUuids().forEach(this::addUuid);
    } else if (CATALOG.formats().containsKey(schema.path("format").asText())) {
      add(true, "format", "the value \"malformed\"", "malformed");
    }
    add(has("minimum"), "minimum", "a number that is too small", limit("minimum") - 1);
    add(has("maximum"), "maximum", "a number that is too large", limit("maximum") + 1);
    add(has("enum"), "enum", "a value that is not in the enum", "none-of-these");
    add(limit("minItems") > 0, "min-items", "an array with too few items", List.of());
    var items = Collections.nCopies((int) limit("maxItems") + 1, usual.path(0));
    add(has("maxItems"), "max-items", "an array with too many items", items);
    var words = "an object with a property that the contract does not allow";
    var object = copy().put(UNNAMED, "text");
    add(!isOpen() && usual.isObject(), "additional-properties", words, object);
  }

  private void addValid() {
    for (var value : schema.path("enum")) {
      add(true, "enum-" + value.asText(), "the value " + value.asText(), value);
    }
    add(has("minimum"), "minimum", "the smallest allowed number", schema.path("minimum"));
    add(has("maximum"), "maximum", "the largest allowed number", schema.path("maximum"));
    add(is("boolean"), "true", "true", true);
    add(is("boolean"), "false", "false", false);
    boolean free = !has("enum") && !has("pattern") && !has("format");
    if (field.isUuid()) {
      CATALOG.validUuids().forEach(this::addUuid);
    } else if (is("string") && free && (inBody() || has("maxLength"))) {
      addTexts();
    } else if (is("object") && !has("properties")) {
      addObjects();
    }
    var two = List.of(usual.path(0), usual.path(0));
    add(field.isIn("query") && is("array"), "several", "an array of two values", two);
    add(inBody() && is("array") && limit("minItems") == 0, "empty", "an empty array", List.of());
    if (has("properties") && isOpen()) {
      var words = "A property that is not in the contract";
      add("unknown-property", words, copy().put(UNNAMED, "text"), Outcome.WARN);
    }
  }

  private boolean has(String keyword) {
    return schema.has(keyword);
  }

  private long limit(String keyword) {
    return schema.path(keyword).asLong();
  }

  private String text(String limit, int beyond) {
    return "x".repeat((int) Math.max(0, limit(limit) + beyond));
  }

  private boolean isOpen() {
    return schema.path("additionalProperties").asBoolean(true);
  }

  private ObjectNode copy() {
    return usual.isObject() ? usual.deepCopy() : Json.MAPPER.createObjectNode();
  }

  /** Adds a UUID from the catalog, whose value is a format string for a valid UUID. */
  private void addUuid(Catalog.Sample listed) {
    var uuid = usual.asText();
    Object[] variants = {
      uuid, uuid.toUpperCase(Locale.ROOT), uuid.replace("-", ""), uuid.substring(1)
    };
    add(listed, TextNode.valueOf(listed.value().asText().formatted(variants)));
  }

  private void addTexts() {
    int longest = schema.path("maxLength").asInt(2_000);
    add(has("minLength"), "shortest", "the shortest allowed value", text("minLength", 0));
    add(true, "long", "a value of %d characters".formatted(longest), "x".repeat(longest));
    CATALOG.texts().stream()
        .filter(one -> inBody() && one.value().asText().length() >= limit("minLength"))
        .filter(one -> one.value().asText().length() <= longest)
        .forEach(one -> add(one, one.value()));
  }

  private void addObjects() {
    var other = copy();
    usual
        .propertyStream()
        .filter(one -> one.getValue().isTextual())
        .forEach(one -> other.put(one.getKey(), Template.similar(one.getValue().asText())));
    add(true, "values", "an object with other property values", other);
    add(true, "empty", "an empty object", Map.of());
    if (isOpen()) {
      for (var listed : CATALOG.objects()) {
        add(listed, copy().setAll((ObjectNode) listed.value()));
      }
      var large = copy().put("large", "x".repeat(64 * 1024));
      IntStream.range(0, 100).forEach(i -> large.put("property" + i, i));
      add(true, "large", "an object of 64 KiB with 100 properties", large);
    }
  }

  private void add(boolean applies, String name, String words, Object value) {
    if (applies) {
      add(name, words, Json.MAPPER.valueToTree(value), null);
    }
  }

  private void add(Catalog.Sample listed, JsonNode value) {
    add(listed.name(), listed.words(), value, listed.severity());
  }

  /** Adds a case about a value, or about omitting the field if the value is null. */
  private void add(String lastName, String words, JsonNode value, Outcome severity) {
    boolean lookedUp = field.isIn("query") && field.isUuid() && value != null;
    boolean valid = stage == null;
    // an empty value changes a path, and query parsers disagree about it
    if (field.in().matches("path|query") && String.valueOf(value).matches("\"\"|\\[]")) {
      return;
    }
    var rejected = field.isIn("path") ? Expectation.BAD_PATH : Expectation.BAD_REQUEST;
    var expectation = valid ? accepted(value, lookedUp) : rejected;
    var name = field.at() + (valid && value != null ? ".accepts." : ".") + lastName;
    var rule = template.rule(name, severity, expectation.sentence(subject(words)));
    var parameter = field.isIn("path") ? Stage.PATH : Stage.PARAMETER;
    var place = new Case.Place(inBody() ? stage : parameter, field.at(), field.name());
    var request = template.with(field, value);
    var kind = valid ? Case.Kind.VALID : Case.Kind.INVALID;
    var created = template.create(kind, rule, place, expectation, request);
    if (valid && lookedUp) {
      var other = TextNode.valueOf(Template.similar(usual.asText()));
      created = created.controlledBy(List.of(template.with(field, other)));
    } else if (valid && inBody() && value != null && value.isTextual()) {
      created = created.controlledBy(template.requestsWithOtherTexts());
    }
    cases.add(created);
  }

  private String subject(String words) {
    var start = StringUtils.capitalize(words);
    if (words.equals(start)) {
      return words;
    }
    return field.isBody() ? "A body that is " + words : "%s for %s".formatted(start, field.name());
  }

  private Expectation accepted(JsonNode value, boolean lookedUp) {
    boolean known = field.isId() && template.isKnown() && !template.deployment().mock();
    if (known && !value.asText().equalsIgnoreCase(usual.asText())) {
      return Expectation.UNKNOWN;
    }
    return lookedUp ? template.accepted().or(UNKNOWN_ID) : template.accepted();
  }
}
