package com.cloudcockpit.qualification.contract.checks;

import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.swagger.v3.oas.models.media.Schema;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
    example =
        list.hasCustomer()
            ? list.deployment().customer().update()
            : list.contract().requestExamples().values().iterator().next();
  }

  static void addTo(CheckList list) {
    var checks = new BodyChecks(list);
    checks.addSyntax();
    checks.addContentTypes();
    checks.addBodies();
    checks.addProperties("body", checks.schema, List.of());
    checks.addVariants();
  }

  private void addSyntax() {
    list.addInvalid(
        invalid("body.required", "A request without a body gets 400.", "body.required"),
        Stage.SYNTAX,
        "body",
        request -> request.withBody((byte[]) null));
    addJson(false, "truncated", "Truncated JSON", json -> shortened(json, ""));
    addJson(false, "words", "A body that is not JSON", json -> "not JSON");
    // RFC 8259 allows a parser to accept extensions of JSON
    addJson(true, "trailing-text", "JSON followed by text", json -> json + " more");
    addJson(true, "comment", "JSON with a comment", json -> "/* a comment */ " + json);
    addJson(true, "single-quotes", "JSON with single quotes", json -> json.replace('"', '\''));
    addJson(true, "trailing-comma", "JSON with a trailing comma", json -> shortened(json, ",}"));
    addJson(true, "nan", "JSON with NaN", json -> shortened(json, ",\"number\":NaN}"));
    list.addInvalid(
        Rule.warning("body.json.encoding", "A body that is not UTF-8 gets 400.", CONTENT_TYPE),
        Stage.SYNTAX,
        "body",
        request ->
            request.withBody(
                shortened(request.bodyText(), ",\"text\":\"é\"}")
                    .getBytes(StandardCharsets.ISO_8859_1)));
  }

  private void addJson(boolean lenient, String name, String subject, UnaryOperator<String> change) {
    var sentence = "%s gets 400.".formatted(subject);
    var rule =
        lenient
            ? Rule.warning("body.json." + name, sentence, CONTENT_TYPE)
            : invalid("body.json." + name, sentence, CONTENT_TYPE);
    list.addInvalid(
        rule, Stage.SYNTAX, "body", request -> request.withBody(change.apply(request.bodyText())));
  }

  private void addContentTypes() {
    addContentType(
        invalid("body.content-type.text", "The content type text/plain gets a 4xx.", CONTENT_TYPE),
        request -> request.withHeader("Content-Type", "text/plain"));
    addContentType(
        invalid("body.content-type.form", "A form gets a 4xx.", CONTENT_TYPE),
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
    list.addInvalid(rule, Expectation.refusal(list.hasCustomer()), Stage.SYNTAX, "body", change);
  }

  private void addBodies() {
    var samples = new ArrayList<Sample>();
    if (!Boolean.TRUE.equals(schema.getNullable())) {
      samples.add(new Sample("type.null", "null", NullNode.instance, "type"));
    }
    samples.addAll(InvalidSamples.ofType(schema, example));
    for (var sample : samples) {
      list.addInvalid(
          invalid(
              "body." + sample.name(),
              "A body that is %s gets 400.".formatted(sample.words()),
              "body.type"),
          Stage.BODY,
          "body",
          request -> request.withBody(sample.value().toString()));
    }
    if (schema.getRequired() != null) {
      list.addInvalid(
          invalid(
              "body.empty-object",
              "An empty object gets 400.",
              schema.getRequired().stream()
                  .map("body.%s.required"::formatted)
                  .toArray(String[]::new)),
          Stage.VALUE,
          "body",
          request -> request.withBody("{}"));
    }
  }

  /** Adds checks of the properties of an object, and of the properties of nested objects. */
  private void addProperties(String at, Schema<?> object, List<String> parents) {
    if (object.getProperties() == null) {
      return;
    }
    if (ValidSamples.isFree(object)) {
      list.addValid(
          Rule.warning(
              at + ".accepts.unknown-property",
              "A property that the contract does not name %s.".formatted(list.accepted())),
          request ->
              Bodies.with(request, path(parents, "notInTheContract"), TextNode.valueOf("text")));
    }
    for (var name : object.getProperties().keySet()) {
      Schema<?> property = object.getProperties().get(name);
      var path = path(parents, name);
      boolean required = object.getRequired() != null && object.getRequired().contains(name);
      addInvalid("%s.%s".formatted(at, name), property, path, required);
      addValid("%s.%s".formatted(at, name), property, path, required);
      addProperties("%s.%s".formatted(at, name), property, path);
    }
  }

  private void addInvalid(String at, Schema<?> property, List<String> path, boolean required) {
    var name = path.get(path.size() - 1);
    var valid = valid(path);
    if (required) {
      var missing = new Sample("required", name + " missing", null, "required");
      addSample(at, "A body without %s".formatted(name), missing, Stage.VALUE, path);
    }
    if (!Boolean.TRUE.equals(property.getNullable())) {
      var isNull = new Sample("null", "null", NullNode.instance, "null");
      addSample(at, "null for %s".formatted(name), isNull, Stage.VALUE, path);
    }
    for (var sample : InvalidSamples.ofType(property, valid)) {
      addSample(at, "%s for %s".formatted(sample.words(), name), sample, Stage.TYPE, path);
    }
    for (var sample : InvalidSamples.ofConstraints(property, valid.asText(null))) {
      addSample(at, "%s for %s".formatted(sample.words(), name), sample, Stage.VALUE, path);
    }
  }

  private void addSample(String at, String words, Sample sample, Stage stage, List<String> path) {
    var name = "%s.%s".formatted(at, sample.name());
    var sentence = "%s gets 400.".formatted(Sample.capitalised(words));
    var statement = "%s.%s".formatted(at, sample.keyword());
    list.addInvalid(
        sample.lenient()
            ? Rule.warning(name, sentence, statement)
            : invalid(name, sentence, statement),
        stage,
        at,
        request -> Bodies.with(request, path, sample.value()));
  }

  private void addValid(String at, Schema<?> property, List<String> path, boolean required) {
    var name = path.get(path.size() - 1);
    if (!required) {
      list.addValid(
          Rule.failure(at + ".optional", "A body without %s %s.".formatted(name, list.accepted())),
          request -> Bodies.with(request, path, null));
    }
    for (var sample : ValidSamples.ofProperty(property, valid(path))) {
      var rule =
          sample.validRule(
              "%s.accepts.%s".formatted(at, sample.name()),
              "%s for %s %s.".formatted(Sample.capitalised(sample.words()), name, list.accepted()),
              "%s.%s".formatted(at, sample.keyword()),
              at + ".type");
      UnaryOperator<Request> change = request -> Bodies.with(request, path, sample.value());
      if (sample.value().isTextual()) {
        list.addValidTexts(rule, change);
      } else {
        list.addValid(rule, change);
      }
    }
  }

  /** Adds valid requests that say the same as the usual one in another way. */
  private void addVariants() {
    // the other checks send the first example
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
    addVariant(
        "body.accepts.whitespace", "A body with whitespace", CONTENT_TYPE, Bodies::withWhitespace);
    addVariant(
        "body.accepts.escapes",
        "A body with escaped characters",
        CONTENT_TYPE,
        Bodies::withEscapes);
    addVariant(
        "body.accepts.reversed",
        "A body with its properties in reverse order",
        CONTENT_TYPE,
        Bodies::reversed);
    addVariant(
        "content-type.accepts.charset",
        "A content type with a charset",
        CONTENT_TYPE,
        request -> request.withHeader("Content-Type", "application/json; charset=utf-8"));
    addVariant(
        "content-type.accepts.compact",
        "A content type with an upper-case charset and without a space",
        CONTENT_TYPE,
        request -> request.withHeader("Content-Type", "application/json;charset=UTF-8"));
    addContentTypeVariant("upper-case", "A content type in upper case", "APPLICATION/JSON");
    addContentTypeVariant(
        "quoted", "A content type with a quoted charset", "application/json; charset=\"utf-8\"");
    addVariant(
        "accept.accepts.list",
        "An Accept header with several media types",
        CONTENT_TYPE,
        request -> request.withHeader("Accept", "application/json, text/plain;q=0.9, */*;q=0.5"));
    addVariant(
        "accept.accepts.any",
        "A request that accepts any media type",
        CONTENT_TYPE,
        request -> request.withHeader("Accept", "*/*"));
    addVariant(
        "accept.accepts.none",
        "A request without Accept",
        CONTENT_TYPE,
        request -> request.withoutHeader("Accept"));
    addVariant(
        "header.accepts.lower-case",
        "A request with all header names in lower case",
        "header.*",
        Request::withLowerCaseHeaders);
  }

  /** Adds a check that only warns, since few clients send such content types. */
  private void addContentTypeVariant(String name, String subject, String contentType) {
    list.addValid(
        Rule.warning(
            "content-type.accepts." + name,
            "%s %s.".formatted(subject, list.accepted()),
            CONTENT_TYPE),
        request -> request.withHeader("Content-Type", contentType));
  }

  private void addVariant(
      String name, String subject, String statement, UnaryOperator<Request> change) {
    var sentence = "%s %s.".formatted(subject, list.accepted());
    list.addValid(Rule.failure(name, sentence, statement), change);
  }

  private JsonNode valid(List<String> path) {
    return example.at("/" + String.join("/", path));
  }

  private static List<String> path(List<String> parents, String name) {
    var path = new ArrayList<>(parents);
    path.add(name);
    return path;
  }

  private static Rule invalid(String name, String sentence, String... statements) {
    var all = new ArrayList<>(List.of(statements));
    all.add("response.400");
    return Rule.failure(name, sentence, all.toArray(String[]::new));
  }

  private static String shortened(String json, String end) {
    return json.substring(0, json.length() - 1) + end;
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
