package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.spec.Operation;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * The response that a rule requires.
 *
 * @param text the expected status as text, for reports
 * @param end the end of a sentence about a request that gets this response
 * @param expected a pattern of the statuses that comply with the rule
 * @param tolerated a pattern of the statuses that only cause a warning
 * @param body the expected body, or null if the rule does not specify it
 */
public record Expectation(
    String text, String end, String expected, String tolerated, JsonNode body) {

  static final Expectation UNKNOWN = of("404").ending("gets 404 for an unknown ID");
  static final Expectation BAD_REQUEST = of("400");

  /** Accepts 404 as well, since a malformed ID identifies nothing. */
  static final Expectation BAD_PATH = of("400 or 404").tolerating("405");

  /** {@return an expectation of statuses, such as {@code 400 or 404} or {@code a 2xx}} */
  static Expectation of(String text) {
    // 404 does not show that the request was rejected
    var pattern =
        text.equals("a 4xx")
            ? "4(?!04).."
            : text.replaceFirst("a (.)xx", "$1..").replace(" or ", "|");
    return new Expectation(text, "gets " + text, pattern, "", null);
  }

  /** {@return the expectation of a success} */
  static Expectation success(Operation operation) {
    var text = String.join(" or ", operation.successes()).replace("2XX", "a 2xx");
    return of(text.isEmpty() ? "a 2xx" : text).ending("is accepted");
  }

  static Expectation example(String status, JsonNode body) {
    var text = "the example of a " + status;
    return new Expectation(text, "gets this example", status, "", body);
  }

  Expectation tolerating(String pattern) {
    return new Expectation(text, end, expected, pattern, body);
  }

  Expectation ending(String words) {
    return new Expectation(text, words, expected, tolerated, body);
  }

  /** {@return an expectation that other statuses comply with as well} */
  Expectation or(String pattern) {
    return new Expectation(text, end, "%s|%s".formatted(expected, pattern), tolerated, body);
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
