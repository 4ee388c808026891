package com.cloudcockpit.qualification.contract.cases;

import static com.cloudcockpit.qualification.contract.cases.Rule.Severity.FAILURE;

import com.cloudcockpit.qualification.contract.cases.Case.Kind;
import com.cloudcockpit.qualification.contract.cases.Case.Place;
import com.cloudcockpit.qualification.contract.http.Request;
import java.util.ArrayList;
import java.util.List;

/** Cases of requests for an existing resource and for one that does not exist. */
final class ResourceCases {

  private ResourceCases() {}

  static List<Case> of(Template template) {
    var cases = new ArrayList<Case>();
    var operation = template.operation();
    var resource = template.resource();
    if (operation.resourceId().isPresent() && operation.responses().has("404")) {
      // the mock has no resources, so it returns 404 only on request
      var preference = template.deployment().mock() ? "code=404" : null;
      var unknown = template.unknownRequest();
      var name = resource + ".unknown";
      cases.add(
          unknown(
              template,
              name,
              "A valid",
              Expectation.of("404"),
              unknown.withHeader("Prefer", preference)));
      if (operation.body().isPresent()) {
        var body = operation.requiredProperties().isEmpty() ? "[]" : "{}";
        cases.add(
            unknown(
                template,
                name + ".invalid-body",
                "An invalid",
                Expectation.BAD_PATH,
                unknown.withBody(body)));
      }
    }
    cases.add(accepted(template));
    return cases;
  }

  private static Case unknown(
      Template template, String name, String adjective, Expectation expectation, Request request) {
    var subject = "%s request for an unknown %s".formatted(adjective, template.resource());
    return template.create(Kind.UNKNOWN, FAILURE, name, subject, Place.NONE, expectation, request);
  }

  private static Case accepted(Template template) {
    var operation = template.operation();
    var created =
        template.create(
            Kind.VALID,
            FAILURE,
            operation.verb() + Case.ACCEPTED,
            "A valid request",
            Place.NONE,
            Expectation.of(Expectation.success(operation).text()),
            template.requestWithValues());
    return template.isComplete()
        ? created.controlledBy(List.of())
        : created.skippedBecause("this rule requires " + Values.options(operation));
  }
}
