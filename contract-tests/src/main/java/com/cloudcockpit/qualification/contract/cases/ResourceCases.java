package com.cloudcockpit.qualification.contract.cases;

import static com.cloudcockpit.qualification.contract.cases.Rule.Severity.FAILURE;

import com.cloudcockpit.qualification.contract.cases.Case.Kind;
import com.cloudcockpit.qualification.contract.http.Request;
import java.util.ArrayList;
import java.util.List;

/** Cases of requests for an existing resource and for one that does not exist. */
final class ResourceCases {

  private ResourceCases() {}

  static List<Case> of(Template template) {
    var cases = new ArrayList<Case>();
    template
        .operation()
        .resourceId()
        .filter(id -> template.operation().responses().containsKey("404"))
        .ifPresent(id -> addUnknown(template, cases));
    if (!template.operation().isDelete()) {
      cases.add(accepted(template, template.isKnown(), template.request()));
    }
    return cases;
  }

  private static void addUnknown(Template template, List<Case> cases) {
    var resource = template.resource();
    var subject = "A valid request for an unknown " + resource;
    // the mock has no resources, so it returns 404 only on request
    var preference = template.deployment().mock() ? "code=404" : null;
    cases.add(
        unknown(
            template,
            resource + ".unknown",
            subject,
            Expectation.UNKNOWN,
            template.unknownRequest().withHeader("Prefer", preference)));
    if (template.operation().body().isPresent()) {
      cases.add(
          unknown(
              template,
              resource + ".unknown.invalid-body",
              "An invalid request for an unknown " + resource,
              Expectation.BAD_PATH,
              template
                  .unknownRequest()
                  .withBody(template.operation().requiredProperties().isEmpty() ? "[]" : "{}")));
    }
  }

  private static Case unknown(
      Template template, String name, String subject, Expectation expectation, Request request) {
    var sentence = "%s gets %s.".formatted(subject, expectation.text());
    var rule = template.rule(name, FAILURE, sentence);
    return template.create(rule, Kind.UNKNOWN, subject, "", request, expectation, null);
  }

  /** {@return the case that deletes the resource that the user named for that} */
  static Case deleted(Template template) {
    var operation = template.operation();
    boolean named =
        template.deployment().mock() || template.deployment().values().areCompleteFor(operation);
    return accepted(template, named, template.requestToDelete());
  }

  private static Case accepted(Template template, boolean known, Request request) {
    var operation = template.operation();
    var subject = "A valid request";
    var success = Expectation.success(operation);
    var rule =
        template.rule(
            operation.verb() + Case.ACCEPTED,
            FAILURE,
            "%s gets %s.".formatted(subject, success.text()));
    return known
        ? template
            .create(rule, Kind.VALID, subject, "", request, success, null)
            .withControls(List.of())
        : template.skipped(
            rule,
            Kind.VALID,
            subject,
            "this rule requires %s".formatted(Values.options(operation)));
  }
}
