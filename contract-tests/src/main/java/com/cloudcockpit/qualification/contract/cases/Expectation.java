package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.spec.Operation;

/**
 * The response that a rule requires.
 *
 * @param text the expected response as text, for reports
 * @param expected a pattern of the statuses that comply with the rule
 * @param tolerated a pattern of the statuses that only cause a warning
 */
public record Expectation(String text, String expected, String tolerated) {

  static final Expectation BAD_REQUEST = of("400", "");

  /** Accepts 404 as well, since a malformed ID identifies nothing. */
  static final Expectation BAD_PATH = of("400 or 404", "405");

  /** What a valid request for an unknown ID gets. */
  static final Expectation UNKNOWN = new Expectation("404 for an unknown ID", "404", "");

  /**
   * {@return an expectation of statuses}
   *
   * @param text the statuses, such as {@code 400 or 404} or {@code a 2xx}
   */
  static Expectation of(String text, String tolerated) {
    // 404 does not show that the request was rejected
    var pattern = text.replace("a 4xx", "4(?!04)..").replace("a 2xx", "2..").replace(" or ", "|");
    return new Expectation(text, pattern, tolerated);
  }

  /** {@return the expectation of a success} */
  static Expectation success(Operation operation) {
    var text = String.join(" or ", operation.successes()).replace("2XX", "a 2xx");
    // such as a duplicate
    return of(text.isEmpty() ? "a 2xx" : text, operation.responses().has("409") ? "409" : "");
  }

  /** {@return this expectation with further statuses allowed} */
  Expectation or(String pattern) {
    return new Expectation(text, "%s|%s".formatted(expected, pattern), tolerated);
  }

  /** {@return a sentence that states this expectation} */
  String sentence(String request) {
    return "%s %s.".formatted(request, expected.startsWith("2") ? "is accepted" : "gets " + text);
  }

  /** {@return whether a status complies with the rule} */
  public boolean allows(int status) {
    return Integer.toString(status).matches(expected);
  }

  /** {@return whether a status only causes a warning} */
  public boolean tolerates(int status) {
    return Integer.toString(status).matches(tolerated);
  }
}
