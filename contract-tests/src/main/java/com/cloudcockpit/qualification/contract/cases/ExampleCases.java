package com.cloudcockpit.qualification.contract.cases;

import static com.cloudcockpit.qualification.contract.cases.Rule.Severity.FAILURE;

import com.cloudcockpit.qualification.contract.cases.Case.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Cases that request the examples of the documentation page from the mock. */
final class ExampleCases {

  private ExampleCases() {}

  static List<Case> of(Template template) {
    return template.deployment().mock()
        ? template.operation().documentedErrors().entrySet().stream()
            .map(example -> of(template, example.getKey(), example.getValue()))
            .toList()
        : List.of();
  }

  private static Case of(Template template, String status, JsonNode body) {
    var subject = "A request for the documentation page's example of a " + status;
    var rule = template.rule("documented." + status, FAILURE, subject + " gets this example.");
    var request =
        template.request().withHeader("Prefer", "code=%s, example=documented".formatted(status));
    var expectation = Expectation.example(status, body);
    return template.create(rule, Kind.VALID, subject, "", request, expectation, null);
  }
}
