package com.cloudcockpit.qualification.contract.checks;

import com.cloudcockpit.qualification.contract.checks.Check.OfRequest;
import com.cloudcockpit.qualification.contract.checks.Check.Place;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.oas.models.media.Schema;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Checks of bodies that must be refused. */
final class BodyChecks {

  private static final String JSON_STATEMENT = "body.content-type";

  private final CheckList list;

  private BodyChecks(CheckList list) {
    this.list = list;
  }

  static void addTo(CheckList list) {
    var checks = new BodyChecks(list);
    checks.addSyntax();
    checks.addLeniency();
    checks.addContentTypes();
    checks.addKinds();
    checks.addProperties("body", list.contract().requestSchema(), List.of());
  }

  private void addSyntax() {
    list.addInvalid(
        rule("body.required", "A request without a body gets 400.", "body.required"),
        Stage.SYNTAX,
        "body",
        request -> request.withBody((byte[]) null));
    addText("body.json.truncated", "A body that breaks off", json -> shortened(json, ""));
    addText("body.json.words", "A body that is no JSON", json -> "not JSON");
  }

  private void addText(String name, String words, UnaryOperator<String> change) {
    list.addInvalid(
        rule(name, words + " gets 400.", JSON_STATEMENT),
        Stage.SYNTAX,
        "body",
        request -> request.withBody(change.apply(request.bodyText())));
  }

  /** RFC 8259 lets a parser accept more than JSON. */
  private void addLeniency() {
    addLenient("trailing-text", "text after the object", json -> json + " more");
    addLenient("comment", "a comment", json -> "/* a comment */ " + json);
    addLenient("single-quotes", "single quotes", json -> json.replace('"', '\''));
    addLenient("trailing-comma", "a comma before the end", json -> shortened(json, ",}"));
    addLenient("nan", "the number NaN", json -> shortened(json, ",\"number\":NaN}"));
    addLenientBytes(
        "encoding",
        "a text that is not UTF-8",
        json -> shortened(json, ",\"text\":\"é\"}").getBytes(StandardCharsets.ISO_8859_1));
  }

  private void addLenient(String name, String words, UnaryOperator<String> change) {
    addLenientBytes(name, words, json -> change.apply(json).getBytes(StandardCharsets.UTF_8));
  }

  private void addLenientBytes(String name, String words, Function<String, byte[]> change) {
    list.addInvalid(
        Rule.warning(
            "body.json." + name, "A body with %s gets 400.".formatted(words), JSON_STATEMENT),
        Stage.SYNTAX,
        "body",
        request -> request.withBody(change.apply(request.bodyText())));
  }

  private void addContentTypes() {
    addContentType(
        rule(
            "body.content-type.text",
            "The content type text/plain gets a status from 400 to 499.",
            JSON_STATEMENT),
        request -> request.withHeader("Content-Type", "text/plain"));
    addContentType(
        rule("body.content-type.form", "A form gets a status from 400 to 499.", JSON_STATEMENT),
        request ->
            request
                .withHeader("Content-Type", "application/x-www-form-urlencoded")
                .withBody(form(request.bodyText())));
    addContentType(
        Rule.warning(
            "body.content-type.missing",
            "A body without a content type gets a status from 400 to 499.",
            JSON_STATEMENT),
        request -> request.withoutHeader("Content-Type"));
  }

  private void addContentType(Rule rule, UnaryOperator<Request> change) {
    list.add(
        OfRequest.of(
            rule,
            Expectation.refusal(list.hasCustomer()),
            new Place(Stage.SYNTAX, "body"),
            target -> change.apply(target.requestForCustomer())));
  }

  private void addKinds() {
    var schema = list.contract().requestSchema();
    if (!Boolean.TRUE.equals(schema.getNullable())) {
      addBody("body.type.null", "null", NullNode.instance);
    }
    for (var sample : InvalidSamples.ofType(schema, example())) {
      addBody("body." + sample.name(), sample.words(), sample.value());
    }
    if (schema.getRequired() != null) {
      list.addInvalid(
          rule("body.empty-object", "A body with no properties gets 400.", required(schema)),
          Stage.VALUE,
          "body",
          request -> request.withBody("{}"));
    }
  }

  private static String[] required(Schema<?> schema) {
    return schema.getRequired().stream().map("body.%s.required"::formatted).toArray(String[]::new);
  }

  private void addBody(String name, String words, JsonNode body) {
    list.addInvalid(
        rule(name, "A body that is %s gets 400.".formatted(words), "body.type"),
        Stage.BODY,
        "body",
        request -> request.withBody(body.toString()));
  }

  /** Checks of each property of an object, and of the properties of those that are objects. */
  private void addProperties(String at, Schema<?> schema, List<String> parents) {
    if (schema.getProperties() == null) {
      return;
    }
    schema
        .getProperties()
        .forEach(
            (name, property) -> {
              var path = new ArrayList<>(parents);
              path.add(name);
              var required = schema.getRequired();
              addProperty(
                  at + "." + name, property, path, required != null && required.contains(name));
              addProperties(at + "." + name, property, path);
            });
  }

  private void addProperty(String at, Schema<?> schema, List<String> path, boolean required) {
    var name = path.get(path.size() - 1);
    if (required) {
      addValue(at, "required", name + " missing", "required", Stage.VALUE, path, null);
    }
    if (!Boolean.TRUE.equals(schema.getNullable())) {
      addValue(at, "null", name + " null", "null", Stage.VALUE, path, NullNode.instance);
    }
    var valid = example().at("/" + String.join("/", path));
    InvalidSamples.ofType(schema, valid)
        .forEach(
            sample -> addSample(at, name + " that is " + sample.words(), sample, Stage.TYPE, path));
    InvalidSamples.ofConstraints(schema, valid.asText(null))
        .forEach(
            sample -> addSample(at, sample.words() + " for " + name, sample, Stage.VALUE, path));
  }

  private void addSample(String at, String words, Sample sample, Stage stage, List<String> path) {
    if (sample.lenient()) {
      list.addInvalid(
          Rule.warning(
              at + "." + sample.name(),
              "A body with %s gets 400.".formatted(words),
              at + "." + sample.keyword()),
          stage,
          at,
          request -> Bodies.with(request, path, sample.value()));
    } else {
      addValue(at, sample.name(), words, sample.keyword(), stage, path, sample.value());
    }
  }

  private void addValue(
      String at,
      String name,
      String words,
      String keyword,
      Stage stage,
      List<String> path,
      JsonNode value) {
    list.addInvalid(
        rule(at + "." + name, "A body with %s gets 400.".formatted(words), at + "." + keyword),
        stage,
        at,
        request -> Bodies.with(request, path, value));
  }

  private ObjectNode example() {
    return list.hasCustomer()
        ? list.deployment().customer().update()
        : list.contract().requestExamples().values().iterator().next();
  }

  private static Rule rule(String name, String sentence, String... statements) {
    var all = new ArrayList<>(List.of(statements));
    all.add("response.400");
    return Rule.failure(name, sentence, all.toArray(String[]::new));
  }

  private static String shortened(String json, String end) {
    return json.substring(0, json.length() - 1) + end;
  }

  private static String form(String json) {
    return Json.read(json).orElseThrow().properties().stream()
        .map(
            property ->
                "%s=%s"
                    .formatted(
                        property.getKey(),
                        URLEncoder.encode(
                            property.getValue().isTextual()
                                ? property.getValue().asText()
                                : property.getValue().toString(),
                            StandardCharsets.UTF_8)))
        .collect(Collectors.joining("&"));
  }
}
