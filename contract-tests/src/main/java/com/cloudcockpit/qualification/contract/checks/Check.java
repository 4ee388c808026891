package com.cloudcockpit.qualification.contract.checks;

import com.cloudcockpit.qualification.contract.http.Exchange;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.http.Target;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Determines whether a target keeps a rule. */
public sealed interface Check {

  Rule rule();

  /**
   * Sends one request and judges the response.
   *
   * @param request the request to send
   * @param judge judges the exchange
   * @param place the place of the fault in the request, or null if the request is valid
   */
  record OfRequest(
      Rule rule, Function<Target, Request> request, Function<Exchange, Verdict> judge, Place place)
      implements Check {

    static OfRequest of(Rule rule, Expectation expectation, Function<Target, Request> request) {
      return of(rule, expectation, null, request);
    }

    static OfRequest of(
        Rule rule, Expectation expectation, Place place, Function<Target, Request> request) {
      return new OfRequest(
          rule, request, exchange -> expectation.judge(rule.severity(), exchange), place);
    }

    Verdict judge(Target target) {
      return judge.apply(target.send(request.apply(target)));
    }
  }

  /**
   * The place of a fault.
   *
   * @param stage the stage in which an API detects the fault
   * @param name the parameter or property, or {@code body}
   */
  record Place(Stage stage, String name) {}

  /**
   * Judges the error responses to all requests.
   *
   * @param concerned selects the exchanges that the rule applies to
   * @param problem returns the problem of an exchange, or empty if it keeps the rule
   */
  record OfErrors(
      Rule rule, Predicate<Exchange> concerned, Function<Exchange, Optional<String>> problem)
      implements Check {

    Verdict judge(List<Exchange> errors) {
      var judged = errors.stream().filter(concerned).toList();
      if (judged.isEmpty()) {
        return Verdict.skip("no request got an error response that this rule applies to", null);
      }
      var broken = judged.stream().filter(error -> problem.apply(error).isPresent()).toList();
      if (broken.isEmpty()) {
        return Verdict.pass(null);
      }
      var first = broken.get(0);
      var reason =
          "%s (in %d of %d error responses)"
              .formatted(problem.apply(first).orElseThrow(), broken.size(), judged.size());
      return Verdict.broken(rule.severity(), reason, rule.sentence(), first);
    }
  }

  /** Cannot run against this target. */
  record Skipped(Rule rule, String reason) implements Check {}
}
