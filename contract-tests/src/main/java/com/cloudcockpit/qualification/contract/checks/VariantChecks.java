package com.cloudcockpit.qualification.contract.checks;

import com.cloudcockpit.qualification.contract.http.Request;
import com.fasterxml.jackson.databind.node.TextNode;
import io.swagger.v3.oas.models.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Checks of valid requests that differ from the usual one. Those that change the value of the
 * update come first, so that a customer ends up with what the caller gave.
 */
final class VariantChecks {

  private final CheckList list;

  private VariantChecks(CheckList list) {
    this.list = list;
  }

  static void addTo(CheckList list) {
    var checks = new VariantChecks(list);
    checks.addExamples();
    checks.addProperties("body", list.contract().requestSchema(), List.of());
    checks.addEncodings();
    checks.addHeaders();
  }

  /** The first example is what the other checks send. */
  private void addExamples() {
    list.contract().requestExamples().entrySet().stream()
        .skip(1)
        .forEach(
            example ->
                add(
                    Rule.failure(
                        "body.accepts.example-" + example.getKey(),
                        "The contract's example %s %s."
                            .formatted(example.getKey(), list.accepted()),
                        "body.example." + example.getKey()),
                    request -> request.withBody(example.getValue().toString())));
  }

  private void addProperties(String at, Schema<?> schema, List<String> parents) {
    if (schema.getProperties() == null) {
      return;
    }
    if (ValidSamples.isFree(schema)) {
      var path = new ArrayList<>(parents);
      path.add("notInTheContract");
      add(
          Rule.warning(
              at + ".accepts.unknown-property",
              "A property that the contract does not name %s.".formatted(list.accepted())),
          request -> Bodies.with(request, path, TextNode.valueOf("text")));
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
    if (!required) {
      add(
          Rule.failure(at + ".optional", "A body without %s %s.".formatted(name, list.accepted())),
          request -> Bodies.with(request, path, null));
    }
    var example =
        list.contract()
            .requestExamples()
            .values()
            .iterator()
            .next()
            .at("/" + String.join("/", path));
    for (var sample : ValidSamples.ofProperty(schema, example)) {
      add(
          Rule.failure(
              "%s.accepts.%s".formatted(at, sample.name()),
              "%s for %s %s.".formatted(Sample.capitalised(sample.words()), name, list.accepted()),
              at + "." + sample.keyword(),
              at + ".type"),
          request -> Bodies.with(request, path, sample.value()));
    }
  }

  private void addEncodings() {
    addBody("whitespace", "A body with white space", Bodies::withWhitespace);
    addBody("escapes", "A body with escaped characters", Bodies::withEscapes);
    addBody("reversed", "A body with its properties in reverse order", Bodies::reversed);
  }

  private void addHeaders() {
    addHeader("content-type", "charset", "Content-Type", "application/json; charset=utf-8");
    add(
        Rule.warning(
            "content-type.accepts.upper-case",
            "The content type in upper case %s.".formatted(list.accepted()),
            "body.content-type"),
        request -> request.withHeader("Content-Type", "APPLICATION/JSON"));
    addHeader("accept", "list", "Accept", "application/json, text/plain;q=0.9, */*;q=0.5");
    add(
        Rule.failure(
            "accept.accepts.none", "A request without Accept %s.".formatted(list.accepted())),
        request -> request.withoutHeader("Accept"));
  }

  private void addHeader(String prefix, String name, String header, String value) {
    add(
        Rule.failure(
            "%s.accepts.%s".formatted(prefix, name),
            "%s: %s %s.".formatted(header, value, list.accepted()),
            "body.content-type"),
        request -> request.withHeader(header, value));
  }

  private void addBody(String name, String words, UnaryOperator<Request> change) {
    add(
        Rule.failure(
            "body.accepts." + name,
            "%s %s.".formatted(words, list.accepted()),
            "body.content-type"),
        change);
  }

  private void add(Rule rule, UnaryOperator<Request> change) {
    list.addValid(rule, change);
  }
}
