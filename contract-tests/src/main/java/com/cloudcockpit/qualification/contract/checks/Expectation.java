package com.cloudcockpit.qualification.contract.checks;

import com.cloudcockpit.qualification.contract.checks.Rule.Severity;
import com.cloudcockpit.qualification.contract.http.Exchange;
import com.cloudcockpit.qualification.contract.http.Response;
import com.cloudcockpit.qualification.contract.spec.Json;
import java.util.function.IntPredicate;

/**
 * The statuses that comply with a rule. The bodies of error responses have checks of their own.
 *
 * @param text the expected response, for reports
 * @param right the statuses that comply with the rule
 * @param tolerated the statuses that violate the rule but cause only a warning
 * @param undecided the statuses that do not show whether the API complies with the rule
 */
record Expectation(
    String text, IntPredicate right, IntPredicate tolerated, IntPredicate undecided) {

  private static final IntPredicate NONE = status -> false;

  static Expectation success() {
    return new Expectation("a 2xx", status -> status / 100 == 2, NONE, NONE);
  }

  static Expectation unknownCustomer() {
    return new Expectation("404", is(404), NONE, NONE);
  }

  /** The expectation for a valid request: without a customer, it goes to an unknown one. */
  static Expectation accepted(boolean hasCustomer) {
    return hasCustomer ? success() : unknownCustomer();
  }

  /** Tolerates 400, which RFC 6750 allows for a malformed header. */
  static Expectation unauthorized() {
    return new Expectation("401", is(401), is(400), NONE);
  }

  /** Without a customer, 404 is undecided: an API may look up the customer first. */
  static Expectation badRequest(boolean hasCustomer) {
    return new Expectation("400", is(400), NONE, hasCustomer ? NONE : is(404));
  }

  /** Accepts 404 as well, since a malformed ID identifies no customer. */
  static Expectation badPath(boolean hasCustomer) {
    return new Expectation(
        "400 or 404",
        hasCustomer ? is(400).or(is(404)) : is(400),
        is(405),
        hasCustomer ? NONE : is(404));
  }

  static Expectation refusal(boolean hasCustomer) {
    IntPredicate undecided = hasCustomer ? NONE : is(404);
    return new Expectation(
        "a 4xx", status -> status / 100 == 4 && !undecided.test(status), NONE, undecided);
  }

  Verdict judge(Severity severity, Exchange exchange) {
    var response = exchange.response();
    if (response.fault() != null) {
      return Verdict.fail("no response: " + response.fault(), text, exchange);
    }
    if (right.test(response.status())) {
      var problem = problemOfSuccess(response);
      return problem.isEmpty()
          ? Verdict.pass(exchange)
          : Verdict.fail(problem, "a response from the API", exchange);
    }
    if (undecided.test(response.status())) {
      return Verdict.skip(
          "the unknown customer got %d, which does not show whether the API validates this"
              .formatted(response.status()),
          exchange);
    }
    boolean warning = severity == Severity.WARNING && response.status() < 500;
    return warning || tolerated.test(response.status())
        ? Verdict.warn(problem(response), text, exchange)
        : Verdict.fail(problem(response), text, exchange);
  }

  private static String problem(Response response) {
    return "the response is " + response.summary();
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

  private static IntPredicate is(int expected) {
    return status -> status == expected;
  }
}
