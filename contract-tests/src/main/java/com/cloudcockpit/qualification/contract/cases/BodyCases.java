package com.cloudcockpit.qualification.contract.cases;

import static com.cloudcockpit.qualification.contract.cases.Rule.Severity.FAILURE;
import static com.cloudcockpit.qualification.contract.cases.Rule.Severity.WARNING;

import com.cloudcockpit.qualification.contract.cases.Case.Place;
import com.cloudcockpit.qualification.contract.cases.Rule.Severity;
import com.cloudcockpit.qualification.contract.http.Request;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.TextNode;
import io.swagger.v3.oas.models.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Cases about the request body and the headers that describe it. */
final class BodyCases {

  private final Template template;
  private final Schema<?> schema;
  private final List<Case> cases = new ArrayList<>();

  private BodyCases(Template template) {
    this.template = template;
    schema = template.operation().body().orElseThrow().getSchema();
  }

  static List<Case> of(Template template) {
    if (template.operation().body().isEmpty()) {
      return List.of();
    }
    var all = new BodyCases(template);
    all.addPresence();
    all.addBodies();
    all.addProperties("body", all.schema, JsonPointer.empty());
    all.addExamples();
    return all.cases;
  }

  private void addPresence() {
    var none = template.request().withBody((byte[]) null);
    var subject = "A request without a body";
    if (template.operation().requiresBody()) {
      addInvalid(FAILURE, "body.required", subject, Stage.SYNTAX, none);
    } else {
      var withoutType = none.withoutHeader("Content-Type");
      cases.add(template.valid(FAILURE, "body.optional", subject, withoutType));
    }
  }

  private void addInvalid(
      Severity severity, String name, String subject, Stage stage, Request request) {
    var place = new Place(stage, "body");
    cases.add(template.invalid(severity, name, subject, Expectation.BAD_REQUEST, place, request));
  }

  private void addBodies() {
    var samples = new ArrayList<Sample>();
    if (!Boolean.TRUE.equals(schema.getNullable())) {
      samples.add(Sample.of("type.null", "null", null));
    }
    samples.addAll(InvalidSamples.ofType(schema, template.body()));
    for (var sample : samples) {
      var subject = "A body that is " + sample.words();
      var request = template.request().withBody(sample.value().toString());
      addInvalid(FAILURE, "body." + sample.name(), subject, Stage.BODY, request);
    }
    if (schema.getRequired() != null) {
      var request = template.request().withBody("{}");
      addInvalid(FAILURE, "body.empty-object", "An empty object", Stage.VALUE, request);
    }
  }

  /** Adds cases about the properties of an object, and about those of nested objects. */
  private void addProperties(String at, Schema<?> object, JsonPointer pointer) {
    if (object.getProperties() == null) {
      return;
    }
    if (ValidSamples.isFree(object)) {
      var unknown = pointer.appendProperty(ValidSamples.UNNAMED);
      cases.add(
          template.valid(
              WARNING,
              at + ".accepts.unknown-property",
              "A property that is not in the contract",
              Bodies.with(template.request(), unknown, TextNode.valueOf("text"))));
    }
    object
        .getProperties()
        .forEach(
            (name, property) -> {
              var inner = pointer.appendProperty(name);
              boolean required =
                  object.getRequired() != null && object.getRequired().contains(name);
              var field = field("%s.%s".formatted(at, name), name, inner);
              cases.add(field.presence(required, "body", Stage.VALUE));
              addValues(field, property, inner);
              addProperties(field.at(), property, inner);
            });
  }

  private Field field(String at, String name, JsonPointer pointer) {
    return new Field(template, at, name, (request, value) -> Bodies.with(request, pointer, value));
  }

  private void addValues(Field field, Schema<?> property, JsonPointer pointer) {
    var given = template.body().at(pointer);
    var valid = given.isMissingNode() ? Samples.example(property) : given;
    if (!Boolean.TRUE.equals(property.getNullable())) {
      var none = Sample.of("null", "null", null);
      cases.add(field.invalid(none, Expectation.BAD_REQUEST, Stage.TYPE));
    }
    InvalidSamples.ofType(property, valid)
        .forEach(sample -> cases.add(field.invalid(sample, Expectation.BAD_REQUEST, Stage.TYPE)));
    InvalidSamples.ofConstraints(property, valid)
        .forEach(sample -> cases.add(field.invalid(sample, Expectation.BAD_REQUEST, Stage.VALUE)));
    for (var sample : ValidSamples.ofProperty(property, valid)) {
      var created = field.valid(sample, template.accepted());
      cases.add(sample.value().isTextual() ? withOtherTexts(created) : created);
    }
    if ("array".equals(property.getType())) {
      var items = field(field.at() + ".items", field.name() + "[0]", pointer.appendIndex(0));
      var item = property.getItems();
      addValues(items, item, pointer.appendIndex(0));
      addProperties(items.at(), item, pointer.appendIndex(0));
    }
  }

  /** {@return a case whose strings the API may look up, for example {@code providerInstanceId}} */
  private Case withOtherTexts(Case created) {
    var properties = template.operation().bodyProperties();
    return created.withControls(
        List.of(
            Bodies.withTexts(template.request(), properties, Bodies::similar),
            Bodies.withTexts(
                template.request(), properties, text -> UUID.randomUUID().toString())));
  }

  /** Adds the contract's examples except the first, which the other cases send. */
  private void addExamples() {
    var examples = template.operation().bodyExamples();
    for (var name : examples.keySet().stream().skip(1).toList()) {
      var subject = "The contract's example \"%s\"".formatted(name);
      var rule =
          template.rule(
              "body" + Case.EXAMPLE + name, FAILURE, template.accepted().sentence(subject));
      var request = template.request().withBody(examples.get(name).toString());
      cases.add(withOtherTexts(template.valid(rule, subject, request)));
    }
  }
}
