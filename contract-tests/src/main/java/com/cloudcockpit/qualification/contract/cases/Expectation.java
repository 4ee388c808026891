package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.spec.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;

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

  static final Expectation UNKNOWN = status("404", "gets 404 for an unknown ID", "404");
  static final Expectation UNAUTHORIZED = status("401", "gets 401", "401");
  static final Expectation FORBIDDEN = status("403", "gets 403", "403");
  static final Expectation BAD_REQUEST = status("400", "gets 400", "400");

  /** Only tolerates 404, which does not show that the request was rejected. */
  static final Expectation REFUSAL = status("a 4xx", "gets a 4xx", "4(?!04)..").tolerating("404");

  /** Tolerates 400, which RFC 6750 specifies for a malformed request. */
  static final Expectation MALFORMED_AUTHORIZATION = UNAUTHORIZED.tolerating("400");

  /** Accepts 404 as well, since a malformed ID identifies nothing. */
  static final Expectation BAD_PATH =
      status("400 or 404", "gets 400 or 404", "400|404").tolerating("405");

  /** {@return the expectation of a success} */
  static Expectation success(Operation operation) {
    var statuses = operation.successes();
    var text = String.join(" or ", statuses).replace("2XX", "a 2xx");
    var pattern =
        statuses.stream().map(s -> s.replace("XX", "..")).collect(Collectors.joining("|"));
    return status(text, "is accepted", pattern.isEmpty() ? "2.." : pattern);
  }

  private static Expectation status(String text, String end, String expected) {
    return new Expectation(text, end, expected, "", null);
  }

  Expectation tolerating(String pattern) {
    return new Expectation(text, end, expected, pattern, body);
  }

  /** {@return an expectation that other statuses comply with as well} */
  Expectation or(String pattern) {
    return new Expectation(text, end, "%s|%s".formatted(expected, pattern), tolerated, body);
  }

  static Expectation example(String status, JsonNode body) {
    return new Expectation("the example of a " + status, "", status, "", body);
  }

  /** {@return whether a status complies with the rule} */
  public boolean allows(int status) {
    return Integer.toString(status).matches(expected);
  }

  /** {@return whether a status only causes a warning} */
  public boolean tolerates(int status) {
    return Integer.toString(status).matches(tolerated);
  }

  /** {@return whether the rule requires a success} */
  public boolean isSuccess() {
    return expected.startsWith("2");
  }

  /** {@return the sentence that a request gets the expected response} */
  String sentence(String subject) {
    return "%s %s.".formatted(subject, end);
  }
}
