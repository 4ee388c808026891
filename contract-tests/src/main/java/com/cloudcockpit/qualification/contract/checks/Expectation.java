package com.cloudcockpit.qualification.contract.checks;

import com.cloudcockpit.qualification.contract.checks.Rule.Severity;
import com.cloudcockpit.qualification.contract.http.Exchange;
import com.cloudcockpit.qualification.contract.http.Response;
import com.cloudcockpit.qualification.contract.spec.Json;
import java.util.function.IntPredicate;

/**
 * Which statuses keep a rule. The bodies of errors are judged afterwards, all together.
 *
 * @param text the right responses in words, for a report
 * @param right the statuses that keep the rule
 * @param tolerated statuses that break the rule, but not the contract's words
 * @param undecided statuses that say nothing about the rule
 */
record Expectation(
    String text, IntPredicate right, IntPredicate tolerated, IntPredicate undecided) {

  private static final IntPredicate NONE = status -> false;

  static Expectation success() {
    return new Expectation("a status from 200 to 299", status -> status / 100 == 2, NONE, NONE);
  }

  static Expectation unknownCustomer() {
    return new Expectation("404", is(404), NONE, NONE);
  }

  /** A valid request: what a customer gets, or what an unknown one gets if none may be changed. */
  static Expectation accepted(boolean hasCustomer) {
    return hasCustomer ? success() : unknownCustomer();
  }

  /** RFC 6750 also knows 400, for a header that is malformed. */
  static Expectation unauthorized() {
    return new Expectation("401", is(401), is(400), NONE);
  }

  /** An API may look an unknown customer up before it reads the rest of the request. */
  static Expectation badRequest(boolean hasCustomer) {
    return new Expectation("400", is(400), NONE, hasCustomer ? NONE : is(404));
  }

  /** A router may not find an operation for such a path; or an unknown customer was looked for. */
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
        "a status from 400 to 499",
        status -> status / 100 == 4 && !undecided.test(status),
        NONE,
        undecided);
  }

  Verdict judge(Severity severity, Exchange exchange) {
    var response = exchange.response();
    if (response.fault() != null) {
      return Verdict.fail("there was no response: " + response.fault(), text, exchange);
    }
    if (right.test(response.status())) {
      var problem = problemOfSuccess(response);
      return problem.isEmpty()
          ? Verdict.pass(exchange)
          : Verdict.fail(problem, "a response of the API", exchange);
    }
    if (undecided.test(response.status())) {
      return Verdict.skip(
          "%d says that the customer is unknown, and nothing about this rule"
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

  /** No body is promised, so any will do that a caller can ignore. */
  private static String problemOfSuccess(Response response) {
    if (!response.isSuccess() || response.body().isBlank()) {
      return "";
    }
    if (response.isWebPage()) {
      return "the response is a web page, such as a login, and not the API's";
    }
    return response.mediaType().equals(Json.MEDIA_TYPE) && response.json().isEmpty()
        ? "the body claims to be JSON and is not"
        : "";
  }

  private static IntPredicate is(int expected) {
    return status -> status == expected;
  }
}
