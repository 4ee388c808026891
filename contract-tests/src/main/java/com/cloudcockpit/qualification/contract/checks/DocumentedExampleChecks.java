package com.cloudcockpit.qualification.contract.checks;

import static com.cloudcockpit.qualification.contract.checks.Rule.Severity.FAILURE;

import com.cloudcockpit.qualification.contract.http.Exchange;
import com.fasterxml.jackson.databind.JsonNode;

/** Checks that the mock returns the examples of the documentation page on request. */
final class DocumentedExampleChecks {

  private DocumentedExampleChecks() {}

  static void addTo(CheckList list) {
    if (list.deployment().mock()) {
      list.contract().documentedErrors().forEach((status, body) -> add(list, status, body));
    }
  }

  private static void add(CheckList list, String status, JsonNode body) {
    var rule =
        FAILURE.rule(
            "documented." + status,
            "On request, the mock returns the documentation page's example of a %s."
                .formatted(status),
            "response.%s.example.documented".formatted(status),
            "response." + status);
    var preference = "code=%s, example=documented".formatted(status);
    list.add(
        rule,
        (documented, exchange) -> judge(status, body, exchange),
        request -> request.withHeader("Prefer", preference));
  }

  private static Verdict judge(String status, JsonNode body, Exchange exchange) {
    var response = exchange.response();
    return status.equals(Integer.toString(response.status()))
            && response.json().filter(body::equals).isPresent()
        ? Verdict.pass(exchange)
        : Verdict.fail(
            "the response differs from the example", "%s %s".formatted(status, body), exchange);
  }
}
