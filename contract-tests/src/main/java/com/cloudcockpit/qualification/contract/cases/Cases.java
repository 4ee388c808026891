package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.cases.Case.Kind;
import com.cloudcockpit.qualification.contract.cases.Case.Place;
import com.cloudcockpit.qualification.contract.cases.Case.Stage;
import com.cloudcockpit.qualification.contract.cases.Catalog.Listed;
import com.cloudcockpit.qualification.contract.cases.Rule.Severity;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.spec.Contract;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Cases about whole requests, together with those about fields. */
public final class Cases {

  private final Template template;
  private final Placeholders placeholders;
  private final boolean mock;
  private final List<Case> cases = new ArrayList<>();

  private Cases(Template template) {
    this.template = template;
    placeholders = new Placeholders(template);
    mock = template.deployment().mock();
  }

  /** {@return the valid request of each operation} */
  public static List<Template> templates(Contract contract, Deployment deployment) {
    boolean several = contract.operations().size() > 1;
    return contract.operations().stream()
        .map(operation -> new Template(operation, deployment, several))
        .toList();
  }

  /** {@return the cases of operations, in the order in which they run} */
  public static List<Case> of(List<Template> templates) {
    // what the user named for that is deleted last
    return templates.stream()
        .flatMap(template -> new Cases(template).all().stream())
        .sorted(Comparator.comparing(Case::isDeletion))
        .toList();
  }

  private List<Case> all() {
    var operation = template.operation();
    if (operation.resourceId().isPresent() && operation.responses().has("404")) {
      addUnknown();
    }
    addUsual();
    Stream.concat(operation.parameters().stream(), operation.body().stream())
        .flatMap(field -> FieldCases.of(template, field))
        .forEach(cases::add);
    // the other cases send the first example
    operation.bodyExamples().entrySet().stream()
        .skip(1)
        .forEach(example -> addExample(example.getKey(), example.getValue()));
    Catalog.INSTANCE.requests().stream()
        .filter(one -> operation.requiresToken() || !one.name().startsWith("authentication."))
        .filter(one -> operation.body().isPresent() || !one.name().matches("(body|content-type).*"))
        .forEach(this::add);
    return cases;
  }

  private void addUnknown() {
    var operation = template.operation();
    var name = template.resource() + ".unknown";
    var subject = "request for an unknown " + template.resource();
    var request = template.unknownRequest();
    // the mock has no resources, so it returns 404 only on request
    var asked = request.withHeader("Prefer", mock ? "code=404" : null);
    var expected = Expectation.of("404", "");
    cases.add(create(Kind.UNKNOWN, name, "A valid " + subject, expected, asked));
    if (operation.body().isPresent()) {
      name += ".invalid-body";
      var invalid = request.withBody("{}");
      var either = Expectation.BAD_PATH;
      cases.add(create(Kind.UNKNOWN, name, "An invalid " + subject, either, invalid));
    }
  }

  private void addUsual() {
    var operation = template.operation();
    var name = operation.verb() + Case.ACCEPTED;
    var success = Expectation.success(operation);
    var request = template.requestWithValues();
    var usual = create(Kind.VALID, name, "A valid request", success, request);
    cases.add(
        template.isComplete()
            ? usual.controlledBy(List.of())
            : usual.skippedBecause("this rule requires " + template.missing()));
  }

  private void addExample(String name, JsonNode body) {
    var subject = "The contract's example \"%s\"".formatted(name);
    var request = template.request().withBody(body.toString());
    var rule = "body" + Case.EXAMPLE + name;
    var example = create(Kind.VALID, rule, subject, template.accepted(), request);
    cases.add(example.controlledBy(template.requestsWithOtherTexts()));
  }

  private Case create(
      Kind kind, String name, String subject, Expectation expectation, Request request) {
    var rule = template.rule(name, Severity.FAILURE, expectation.sentence(subject));
    return template.create(kind, rule, Place.NONE, expectation, request);
  }

  private void add(Listed listed) {
    boolean valid = listed.expected().isEmpty();
    var expectation =
        valid ? template.accepted() : Expectation.of(listed.expected(), listed.tolerated());
    var sentence = expectation.sentence(listed.subject());
    var rule = template.rule(listed.name(), listed.severity(), sentence);
    var place = new Place(Stage.SYNTAX, "body", String.join(", ", listed.headers().keySet()));
    var invalid = listed.expected().matches("401|403") ? Kind.UNAUTHENTICATED : Kind.INVALID;
    var kind = valid ? Kind.VALID : invalid;
    var created = template.create(kind, rule, place, expectation, request(listed));
    var reason =
        mock && listed.name().startsWith("authentication.token.")
            ? "Prism accepts any token"
            : placeholders.missing(listed.headers().toString());
    cases.add(reason.isEmpty() ? created : created.skippedBecause(reason));
  }

  private Request request(Listed listed) {
    var request = template.request();
    for (var header : listed.headers().entrySet()) {
      request = request.withHeader(header.getKey(), placeholders.fill(header.getValue()));
    }
    if (listed.body() != null) {
      var charset = Charset.forName(listed.charset());
      request = request.withBody(placeholders.fill(listed.body()).getBytes(charset));
    }
    return listed.lowerCase() ? request.withLowerCaseHeaders() : request;
  }
}
