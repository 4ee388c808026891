package com.cloudcockpit.qualification.contract.cases;

import static com.cloudcockpit.qualification.contract.cases.Rule.Severity.FAILURE;
import static com.cloudcockpit.qualification.contract.cases.Rule.Severity.WARNING;

import com.cloudcockpit.qualification.contract.cases.Case.Kind;
import com.cloudcockpit.qualification.contract.cases.Case.Place;
import com.cloudcockpit.qualification.contract.cases.Case.Stage;
import com.cloudcockpit.qualification.contract.cases.Rule.Severity;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.spec.Field;
import com.cloudcockpit.qualification.contract.spec.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Cases about the parameters, the body and its properties. */
final class FieldCases {

  /** The statuses with which an API may respond to an ID that it looks up. */
  private static final String UNKNOWN_ID = "403|404";

  private final Template template;
  private final List<Case> cases = new ArrayList<>();

  private FieldCases(Template template) {
    this.template = template;
  }

  static List<Case> of(Template template) {
    var all = new FieldCases(template);
    template.operation().parameters().forEach(all::add);
    template.operation().body().ifPresent(all::add);
    all.addExamples();
    return all.cases;
  }

  private void add(Field field) {
    if (!field.isIn("path") && !field.isItem()) {
      addPresence(field);
    }
    addValues(field);
    if (field.isBody() && !template.operation().requiredProperties().isEmpty()) {
      var request = template.request().withBody("{}");
      addInvalid(field, "empty-object", "An empty object", Stage.VALUE, request);
    }
    if (field.schema().has("properties") && field.isOpen()) {
      var pointer = field.pointer().appendProperty(Samples.UNNAMED);
      var unknown = new Field("body", Samples.UNNAMED, pointer, false, field.model());
      var request = Bodies.with(template.request(), unknown, TextNode.valueOf("text"));
      var name = field.at() + ".accepts.unknown-property";
      cases.add(valid(WARNING, name, "A property that is not in the contract", request));
    }
    field.children().forEach(this::add);
  }

  private void addPresence(Field field) {
    var parent = field.isBody() || !field.isIn("body") ? "request" : "body";
    var subject = "A %s without %s".formatted(parent, field.isBody() ? "a body" : field.name());
    var request = Bodies.with(template.request(), field, null);
    if (field.required()) {
      var stage = field.isBody() ? Stage.SYNTAX : Stage.VALUE;
      addInvalid(field, "required", subject, stage, request);
    } else {
      var without = field.isBody() ? request.withoutHeader("Content-Type") : request;
      cases.add(valid(FAILURE, field.at() + ".optional", subject, without));
    }
  }

  private void addInvalid(Field field, String name, String subject, Stage stage, Request request) {
    var at = "%s.%s".formatted(field.at(), name);
    var place = place(field, stage, "");
    var expectation = Expectation.BAD_REQUEST;
    cases.add(template.create(Kind.INVALID, FAILURE, at, subject, place, expectation, request));
  }

  private Case valid(Severity severity, String name, String subject, Request request) {
    var accepted = template.accepted();
    return template.create(Kind.VALID, severity, name, subject, Place.NONE, accepted, request);
  }

  private static Place place(Field field, Stage stage, String name) {
    return new Place(field.isIn("body") ? stage : Stage.PARAMETER, field.at(), name);
  }

  private void addValues(Field field) {
    var valid = template.valid(field);
    for (var sample : new Samples(field, valid).ofOtherTypes()) {
      addInvalid(field, sample, field.isBody() ? Stage.BODY : Stage.TYPE);
    }
    for (var sample : new Samples(field, valid).invalid()) {
      addInvalid(field, sample, Stage.VALUE);
    }
    if (!field.name().equals(Operation.TENANT)) {
      new Samples(field, valid).valid().forEach(sample -> addValid(field, sample, valid));
    }
  }

  private void addInvalid(Field field, Sample sample, Stage stage) {
    var expectation = field.isIn("path") ? Expectation.BAD_PATH : Expectation.BAD_REQUEST;
    cases.add(create(Kind.INVALID, field, sample, sample.name(), stage, expectation));
  }

  private void addValid(Field field, Sample sample, JsonNode usual) {
    boolean lookedUp = field.isIn("query") && field.isUuid();
    boolean same = sample.value().asText().equalsIgnoreCase(usual.asText());
    boolean isOther = template.identifiesKnown(field) && !same;
    var accepted = template.accepted();
    var expectation = isOther ? Expectation.UNKNOWN : lookedUp ? accepted.or(UNKNOWN_ID) : accepted;
    var name = "accepts." + sample.name();
    var created = create(Kind.VALID, field, sample, name, Stage.VALUE, expectation);
    if (lookedUp) {
      var other = TextNode.valueOf(UUID.randomUUID().toString());
      created = created.controlledBy(List.of(Bodies.with(template.request(), field, other)));
    } else if (field.isIn("body") && sample.value().isTextual()) {
      created = created.controlledBy(template.requestsWithOtherTexts());
    }
    cases.add(created);
  }

  private Case create(
      Kind kind, Field field, Sample sample, String name, Stage stage, Expectation expectation) {
    var words = sample.words();
    var subject =
        field.isBody()
            ? "A body that is " + words
            : "%s%s for %s"
                .formatted(
                    words.substring(0, 1).toUpperCase(Locale.ROOT),
                    words.substring(1),
                    field.name());
    return template.create(
        kind,
        sample.severity(),
        "%s.%s".formatted(field.at(), name),
        subject,
        place(field, stage, field.name()),
        expectation,
        Bodies.with(template.request(), field, sample.value()));
  }

  /** Adds the contract's examples except the first, which the other cases send. */
  private void addExamples() {
    var examples = template.operation().bodyExamples();
    for (var name : examples.keySet().stream().skip(1).toList()) {
      var subject = "The contract's example \"%s\"".formatted(name);
      var request = template.request().withBody(examples.get(name).toString());
      cases.add(
          valid(FAILURE, "body" + Case.EXAMPLE + name, subject, request)
              .controlledBy(template.requestsWithOtherTexts()));
    }
  }
}
