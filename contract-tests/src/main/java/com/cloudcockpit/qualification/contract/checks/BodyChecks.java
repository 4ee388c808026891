package com.cloudcockpit.qualification.contract.checks;

import com.cloudcockpit.qualification.contract.checks.Check.Place;
import com.cloudcockpit.qualification.contract.checks.Rule.Severity;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.swagger.v3.oas.models.media.Schema;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Checks of the request body and the headers that describe it. */
final class BodyChecks {

  private static final String CONTENT_TYPE = "body.content-type";

  private final CheckList list;
  private final Schema<?> schema;
  private final ObjectNode example;

  private BodyChecks(CheckList list) {
    this.list = list;
    schema = list.contract().requestSchema();
    example = list.deployment().update(list.contract());
  }

  static void addTo(CheckList list) {
    var checks = new BodyChecks(list);
    checks.addSyntax();
    checks.addContentTypes();
    checks.addBodies();
    checks.addProperties("body", checks.schema, JsonPointer.empty());
    checks.addExamples();
    checks.addVariants();
  }

  private void addSyntax() {
    addInvalid(
        Rule.failure("body.required", "A request without a body gets 400.", "body.required"),
        Stage.SYNTAX,
        request -> request.withBody((byte[]) null));
    addJson(Severity.FAILURE, "truncated", "Truncated JSON", BodyChecks::open);
    addJson(Severity.FAILURE, "words", "A body that is not JSON", json -> "not JSON");
    // RFC 8259 allows a parser to accept extensions of JSON
    var lenient = Severity.WARNING;
    addJson(lenient, "trailing-text", "JSON followed by text", json -> json + " more");
    addJson(lenient, "comment", "JSON with a comment", json -> "/* a comment */ " + json);
    addJson(lenient, "single-quotes", "JSON with single quotes", json -> json.replace('"', '\''));
    addJson(lenient, "trailing-comma", "JSON with a trailing comma", json -> open(json) + ",}");
    addJson(lenient, "nan", "JSON with NaN", json -> open(json) + ",\"number\":NaN}");
    addInvalid(
        Rule.warning("body.json.encoding", "A body that is not UTF-8 gets 400.", CONTENT_TYPE),
        Stage.SYNTAX,
        request ->
            request.withBody(
                (open(request.bodyText()) + ",\"text\":\"é\"}")
                    .getBytes(StandardCharsets.ISO_8859_1)));
  }

  private void addJson(
      Severity severity, String name, String subject, UnaryOperator<String> change) {
    addInvalid(
        severity.rule("body.json." + name, subject + " gets 400.", CONTENT_TYPE),
        Stage.SYNTAX,
        request -> request.withBody(change.apply(request.bodyText())));
  }

  private void addInvalid(Rule rule, Stage stage, UnaryOperator<Request> change) {
    list.addInvalid(rule, Expectation.BAD_REQUEST, new Place(stage, "body"), change);
  }

  private void addContentTypes() {
    addContentType(
        Rule.failure(
            "body.content-type.text", "The content type text/plain gets a 4xx.", CONTENT_TYPE),
        request -> request.withHeader("Content-Type", "text/plain"));
    addContentType(
        Rule.failure("body.content-type.form", "A form gets a 4xx.", CONTENT_TYPE),
        request ->
            request
                .withHeader("Content-Type", "application/x-www-form-urlencoded")
                .withBody(form(request.bodyText())));
    addContentType(
        Rule.warning(
            "body.content-type.missing", "A body without a content type gets a 4xx.", CONTENT_TYPE),
        request -> request.withoutHeader("Content-Type"));
  }

  private void addContentType(Rule rule, UnaryOperator<Request> change) {
    list.addInvalid(rule, Expectation.REFUSAL, new Place(Stage.SYNTAX, "body"), change);
  }

  private void addBodies() {
    var samples = new ArrayList<Sample>();
    if (!Boolean.TRUE.equals(schema.getNullable())) {
      samples.add(Sample.of("type", "type.null", "null", null));
    }
    samples.addAll(InvalidSamples.ofType(schema, example));
    for (var sample : samples) {
      var sentence = "A body that is %s gets 400.".formatted(sample.words());
      addInvalid(
          Rule.failure("body." + sample.name(), sentence, "body.type"),
          Stage.BODY,
          request -> request.withBody(sample.value().toString()));
    }
    if (schema.getRequired() != null) {
      var statements = schema.getRequired().stream().map("body.%s.required"::formatted);
      addInvalid(
          Rule.failure(
              "body.empty-object", "An empty object gets 400.", statements.toArray(String[]::new)),
          Stage.VALUE,
          request -> request.withBody("{}"));
    }
  }

  /** Adds checks of the properties of an object, and of the properties of nested objects. */
  private void addProperties(String at, Schema<?> object, JsonPointer pointer) {
    if (object.getProperties() == null) {
      return;
    }
    if (ValidSamples.isFree(object)) {
      var unknown = pointer.appendProperty("notInTheContract");
      list.addValid(
          Rule.warning(
              at + ".accepts.unknown-property",
              "A property that the contract does not name %s.".formatted(list.accepted())),
          request -> Bodies.with(request, unknown, TextNode.valueOf("text")));
    }
    object
        .getProperties()
        .forEach(
            (name, property) -> {
              var inner = pointer.appendProperty(name);
              boolean required =
                  object.getRequired() != null && object.getRequired().contains(name);
              var field =
                  new Field(
                      list,
                      "%s.%s".formatted(at, name),
                      name,
                      (request, value) -> Bodies.with(request, inner, value));
              addInvalid(field, property, required, example.at(inner));
              addValid(field, property, required, example.at(inner));
              addProperties(field.at(), property, inner);
            });
  }

  private void addInvalid(Field field, Schema<?> property, boolean required, JsonNode valid) {
    if (required) {
      field.addPresence(required, "body", Stage.VALUE);
    }
    if (!Boolean.TRUE.equals(property.getNullable())) {
      var sample = Sample.of("null", "null", "null", null);
      field.addInvalid(sample, Expectation.BAD_REQUEST, Stage.VALUE);
    }
    for (var sample : InvalidSamples.ofType(property, valid)) {
      field.addInvalid(sample, Expectation.BAD_REQUEST, Stage.TYPE);
    }
    for (var sample : InvalidSamples.ofConstraints(property, valid.asText(null))) {
      field.addInvalid(sample, Expectation.BAD_REQUEST, Stage.VALUE);
    }
  }

  private void addValid(Field field, Schema<?> property, boolean required, JsonNode valid) {
    if (!required) {
      field.addPresence(required, "body", Stage.VALUE);
    }
    for (var sample : ValidSamples.ofProperty(property, valid)) {
      var rule = field.accepts(sample, list.accepted()).covering(field.at() + ".type");
      if (sample.value().isTextual()) {
        list.addValidTexts(rule, field.with(sample));
      } else {
        list.addValid(rule, field.with(sample));
      }
    }
  }

  /** Adds the contract's examples except the first, which the other checks send. */
  private void addExamples() {
    list.contract().requestExamples().entrySet().stream()
        .skip(1)
        .forEach(
            example ->
                list.addValidTexts(
                    Rule.failure(
                        "body.accepts.example-" + example.getKey(),
                        "The contract's example \"%s\" %s."
                            .formatted(example.getKey(), list.accepted()),
                        "body.example." + example.getKey()),
                    request -> request.withBody(example.getValue().toString())));
  }

  /** Adds valid requests that say the same as the usual one in another way. */
  private void addVariants() {
    addVariant("body.accepts.whitespace", "A body with whitespace", Bodies::withWhitespace);
    addVariant("body.accepts.escapes", "A body with escaped characters", Bodies::withEscapes);
    addVariant(
        "body.accepts.reversed", "A body with its properties in reverse order", Bodies::reversed);
    addContentType(
        Severity.FAILURE,
        "charset",
        "A content type with a charset",
        "application/json; charset=utf-8");
    addContentType(
        Severity.FAILURE,
        "compact",
        "A content type with an upper-case charset and without a space",
        "application/json;charset=UTF-8");
    // few clients send such content types
    addContentType(
        Severity.WARNING, "upper-case", "A content type in upper case", "APPLICATION/JSON");
    addContentType(
        Severity.WARNING,
        "quoted",
        "A content type with a quoted charset",
        "application/json; charset=\"utf-8\"");
    addVariant(
        "accept.accepts.list",
        "An Accept header with several media types",
        request -> request.withHeader("Accept", "application/json, text/plain;q=0.9, */*;q=0.5"));
    addVariant(
        "accept.accepts.any",
        "A request that accepts any media type",
        request -> request.withHeader("Accept", "*/*"));
    addVariant(
        "accept.accepts.none",
        "A request without Accept",
        request -> request.withoutHeader("Accept"));
    var lowerCase = "A request with all header names in lower case %s.".formatted(list.accepted());
    list.addValid(
        Rule.failure("header.accepts.lower-case", lowerCase, "header.*"),
        Request::withLowerCaseHeaders);
  }

  private void addVariant(String name, String subject, UnaryOperator<Request> change) {
    var sentence = "%s %s.".formatted(subject, list.accepted());
    list.addValid(Rule.failure(name, sentence, CONTENT_TYPE), change);
  }

  private void addContentType(Severity severity, String name, String subject, String value) {
    var sentence = "%s %s.".formatted(subject, list.accepted());
    list.addValid(
        severity.rule("content-type.accepts." + name, sentence, CONTENT_TYPE),
        request -> request.withHeader("Content-Type", value));
  }

  /** {@return a JSON object without its closing brace} */
  private static String open(String json) {
    return json.substring(0, json.length() - 1);
  }

  private static String form(String json) {
    return Json.read(json).orElseThrow().properties().stream()
        .map(property -> "%s=%s".formatted(property.getKey(), encode(property.getValue())))
        .collect(Collectors.joining("&"));
  }

  private static String encode(JsonNode value) {
    var text = value.isTextual() ? value.asText() : value.toString();
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
