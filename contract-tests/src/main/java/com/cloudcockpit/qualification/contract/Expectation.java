package com.cloudcockpit.qualification.contract;

import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * Which answers keep a rule.
 *
 * @param text the answers in words, for a report
 * @param status whether a status is right
 */
record Expectation(String text, IntPredicate status) {

  static final Expectation SUCCESS =
      new Expectation(
          "a status from 200 to 299, with no body or with JSON", status -> status / 100 == 2);
  static final Expectation UNAUTHORIZED = of(401);
  static final Expectation BAD_REQUEST = of(400);
  static final Expectation NOT_FOUND = of(404);
  static final Expectation BAD_REQUEST_OR_NOT_FOUND =
      new Expectation(
          "400, or 404 for the customer, with an ErrorResponse",
          status -> status == 400 || status == 404);
  static final Expectation ANY_REFUSAL =
      new Expectation("a status from 400 to 499", status -> status / 100 == 4);

  private static Expectation of(int expected) {
    var content = Contract.OPERATION.getResponses().get(Integer.toString(expected)).getContent();
    return new Expectation(
        expected + (content == null ? "" : " with an ErrorResponse"), status -> status == expected);
  }

  /** What is wrong with an answer, if anything. */
  Optional<String> problem(Answer answer) {
    if (answer.fault() != null) {
      return Optional.of("there is no answer: " + answer.fault());
    }
    if (!status.test(answer.status())) {
      var redirect = answer.location().isEmpty() ? "" : ", a redirect to " + answer.location();
      return Optional.of("the status is " + answer.status() + redirect);
    }
    if (answer.isHtml()) {
      return Optional.of("the answer is a web page and not the API's");
    }
    if (answer.isSuccess() && !answer.body().isBlank() && answer.json().isEmpty()) {
      return Optional.of("the body is not JSON");
    }
    if (answer.isDescribedError()) {
      return describedErrorProblem(answer);
    }
    return Optional.empty();
  }

  private static Optional<String> describedErrorProblem(Answer answer) {
    if (answer.body().isBlank()) {
      return Optional.of("the body is empty");
    }
    if (answer.json().isEmpty()) {
      return Optional.of("the body is not JSON, or breaks off");
    }
    return answer.violations().isEmpty()
        ? Optional.empty()
        : Optional.of(
            answer.violations().stream()
                .map(Answer.Violation::message)
                .collect(Collectors.joining(" ")));
  }
}
