package com.cloudcockpit.qualification.contract.checks;

import com.cloudcockpit.qualification.contract.checks.Rule.Severity;
import com.cloudcockpit.qualification.contract.http.Exchange;
import com.cloudcockpit.qualification.contract.http.Response;
import com.cloudcockpit.qualification.contract.spec.Json;

/** The statuses that comply with a rule. Separate checks judge the bodies of error responses. */
enum Expectation {
  SUCCESS("a 2xx", "is accepted", "2..", ""),
  UNKNOWN_CUSTOMER("404", "gets 404 for an unknown customer", "404", ""),
  UNAUTHORIZED("401", "gets 401", "401", ""),
  /** Tolerates 400, which RFC 6750 specifies for a malformed request. */
  MALFORMED_AUTHORIZATION("401", "gets 401", "401", "400"),
  BAD_REQUEST("400", "gets 400", "400", ""),
  /** Accepts 404 as well, since a malformed ID identifies no customer. */
  BAD_PATH("400 or 404", "gets 400 or 404", "400|404", "405"),
  REFUSAL("a 4xx", "gets a 4xx", "4..", "");

  private final String text;
  private final String end;
  private final String right;
  private final String tolerated;

  /**
   * @param text the expected response, for reports
   * @param end the end of a sentence about a request that gets this response
   * @param right a pattern of the statuses that comply with the rule
   * @param tolerated a pattern of the statuses that violate the rule but cause only a warning
   */
  Expectation(String text, String end, String right, String tolerated) {
    this.text = text;
    this.end = end;
    this.right = right;
    this.tolerated = tolerated;
  }

  /** {@return the expectation for a valid request, which may be for an unknown customer} */
  static Expectation accepted(boolean hasCustomer) {
    return hasCustomer ? SUCCESS : UNKNOWN_CUSTOMER;
  }

  /** {@return the sentence that a request gets the expected response} */
  String sentence(String subject) {
    return "%s %s.".formatted(subject, end);
  }

  Verdict judge(Rule rule, Exchange exchange) {
    var response = exchange.response();
    if (response.fault() != null) {
      return Verdict.fail("no response: " + response.fault(), text, exchange);
    }
    var status = Integer.toString(response.status());
    if (status.matches(right)) {
      var problem = problemOfSuccess(response);
      return problem.isEmpty()
          ? Verdict.pass(exchange)
          : Verdict.fail(problem, "a response from the API", exchange);
    }
    var problem = "the response is " + response.summary();
    boolean harmless = rule.severity() == Severity.WARNING && response.status() < 500;
    var severity = harmless || status.matches(tolerated) ? Severity.WARNING : Severity.FAILURE;
    return Verdict.violated(severity, problem, text, exchange);
  }

  /** Judges an invalid request for an unknown customer, whom an API may look up first. */
  Verdict judgeUnknown(Rule rule, Exchange exchange) {
    return exchange.response().status() == 404
        ? Verdict.skip(
            "the customer is unknown, so a 404 does not show whether the API validates this",
            exchange)
        : judge(rule, exchange);
  }

  /** The contract promises no body, so any body is fine except a web page or malformed JSON. */
  private static String problemOfSuccess(Response response) {
    if (!response.isSuccess() || response.body().isBlank()) {
      return "";
    }
    if (response.isWebPage()) {
      return "the response is a web page, such as a login page";
    }
    return response.mediaType().equals(Json.MEDIA_TYPE) && response.json().isEmpty()
        ? "the content type is JSON, but the body is not"
        : "";
  }
}
