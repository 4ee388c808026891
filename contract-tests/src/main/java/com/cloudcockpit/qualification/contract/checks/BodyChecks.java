package com.cloudcockpit.qualification.contract.checks;

import static com.cloudcockpit.qualification.contract.checks.Rule.Severity.FAILURE;
import static com.cloudcockpit.qualification.contract.checks.Rule.Severity.WARNING;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

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
  private static final String FORM = "application/x-www-form-urlencoded";

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
        FAILURE.rule("body.required", "A request without a body gets 400.", "body.required"),
        Stage.SYNTAX,
        request -> request.withBody((byte[]) null));
    addJson(FAILURE, "truncated", "Truncated JSON", BodyChecks::open);
    addJson(FAILURE, "words", "A body that is not JSON", json -> "not JSON");
    // RFC 8259 allows parsers to accept extensions to JSON
    addJson(WARNING, "trailing-text", "JSON followed by text", json -> json + " more");
    addJson(WARNING, "comment", "JSON with a comment", json -> "/* a comment */ " + json);
    addJson(WARNING, "single-quotes", "JSON with single quotes", json -> json.replace('"', '\''));
    addJson(WARNING, "trailing-comma", "JSON with a trailing comma", json -> open(json) + ",}");
    addJson(WARNING, "nan", "JSON with NaN", json -> open(json) + ",\"number\":NaN}");
    addInvalid(
        WARNING.rule("body.json.encoding", "A body that is not UTF-8 gets 400.", CONTENT_TYPE),
        Stage.SYNTAX,
        request ->
            request.withBody((open(request.bodyText()) + ",\"text\":\"é\"}").getBytes(ISO_8859_1)));
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
    addContentType(FAILURE, "text", "The content type text/plain", contentType("text/plain"));
    addContentType(FAILURE, "form", "A form", BodyChecks::asForm);
    addContentType(FAILURE, "json-as-form", "JSON that is sent as a form", contentType(FORM));
    addContentType(WARNING, "missing", "A body without a content type", contentType(null));
  }

  private void addContentType(
      Severity severity, String name, String subject, UnaryOperator<Request> change) {
    list.addInvalid(
        severity.rule("body.content-type." + name, subject + " gets a 4xx.", CONTENT_TYPE),
        Expectation.REFUSAL,
        new Place(Stage.SYNTAX, "body"),
        change);
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
          FAILURE.rule("body." + sample.name(), sentence, "body.type"),
          Stage.BODY,
          request -> request.withBody(sample.value().toString()));
    }
    if (schema.getRequired() != null) {
      var statements = schema.getRequired().stream().map("body.%s.required"::formatted);
      addInvalid(
          FAILURE.rule(
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
          WARNING,
          at + ".accepts.unknown-property",
          "A property that the contract does not name",
          at + ".additional-properties",
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
              field.addPresence(required, "body", Stage.VALUE);
              addValues(field, property, example.at(inner));
              addProperties(field.at(), property, inner);
            });
  }

  private void addValues(Field field, Schema<?> property, JsonNode valid) {
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
    for (var sample : ValidSamples.ofProperty(property, valid)) {
      var rule = field.accepts(sample, list.accepted()).covering(field.at() + ".type");
      if (sample.value().isTextual()) {
        list.addValidTexts(rule, field.with(sample));
      } else {
        list.add(rule, list.accepted()::judge, field.with(sample));
      }
    }
  }

  /** Adds the contract's examples except the first, which the other checks send. */
  private void addExamples() {
    var examples = list.contract().requestExamples();
    for (var name : examples.keySet().stream().skip(1).toList()) {
      var sentence = list.accepted().sentence("The contract's example \"%s\"".formatted(name));
      list.addValidTexts(
          FAILURE.rule("body.accepts.example-" + name, sentence, "body.example." + name),
          request -> request.withBody(examples.get(name).toString()));
    }
  }

  /** Adds valid requests that are equivalent to the usual one, but written differently. */
  private void addVariants() {
    addVariant("body.accepts.whitespace", "A body with whitespace", Bodies::withWhitespace);
    addVariant("body.accepts.escapes", "A body with escaped characters", Bodies::withEscapes);
    addVariant(
        "body.accepts.reversed", "A body with its properties in reverse order", Bodies::reversed);
    addVariant(
        "content-type.accepts.charset",
        "A content type with a charset",
        contentType("application/json; charset=utf-8"));
    addVariant(
        "content-type.accepts.compact",
        "A content type with an upper-case charset and no space",
        contentType("application/json;charset=UTF-8"));
    addRareVariant(
        "content-type.accepts.upper-case",
        "A content type in upper case",
        contentType("APPLICATION/JSON"));
    addRareVariant(
        "content-type.accepts.quoted",
        "A content type with a quoted charset",
        contentType("application/json; charset=\"utf-8\""));
    addVariant(
        "accept.accepts.list",
        "An Accept header with several media types",
        accept("application/json, text/plain;q=0.9, */*;q=0.5"));
    addVariant("accept.accepts.any", "The Accept header */*", accept("*/*"));
    addVariant("accept.accepts.none", "A request without Accept", accept(null));
    list.addValid(
        FAILURE,
        "header.accepts.lower-case",
        "A request with all header names in lower case",
        "operation",
        Request::withLowerCaseHeaders);
  }

  private void addVariant(String name, String subject, UnaryOperator<Request> change) {
    list.addValid(FAILURE, name, subject, CONTENT_TYPE, change);
  }

  /** Adds a check that only warns, since few clients send such requests. */
  private void addRareVariant(String name, String subject, UnaryOperator<Request> change) {
    list.addValid(WARNING, name, subject, CONTENT_TYPE, change);
  }

  private static UnaryOperator<Request> contentType(String value) {
    return request -> request.withHeader("Content-Type", value);
  }

  private static UnaryOperator<Request> accept(String value) {
    return request -> request.withHeader("Accept", value);
  }

  /** {@return a JSON object without its closing brace} */
  private static String open(String json) {
    return json.substring(0, json.length() - 1);
  }

  private static Request asForm(Request request) {
    var form =
        Json.read(request.bodyText()).orElseThrow().properties().stream()
            .map(property -> "%s=%s".formatted(property.getKey(), encode(property.getValue())))
            .collect(Collectors.joining("&"));
    return contentType(FORM).apply(request.withBody(form));
  }

  private static String encode(JsonNode value) {
    var text = value.isTextual() ? value.asText() : value.toString();
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
