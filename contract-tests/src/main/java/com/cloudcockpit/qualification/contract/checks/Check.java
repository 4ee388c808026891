package com.cloudcockpit.qualification.contract.checks;

import com.cloudcockpit.qualification.contract.checks.Verdict.Outcome;
import com.cloudcockpit.qualification.contract.http.Exchange;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.http.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Determines whether a target complies with a rule. */
public sealed interface Check {

  Rule rule();

  /**
   * Sends one request and judges the response.
   *
   * @param request the request to send
   * @param judge judges the exchange
   * @param place the place of the fault in the request, or null if the request is valid
   * @param control a request that the API may reject for the same reason without breaking the
   *     contract, or null if there is none
   */
  record OfRequest(
      Rule rule,
      Function<Target, Request> request,
      Function<Exchange, Verdict> judge,
      Place place,
      Function<Target, Request> control)
      implements Check {

    static OfRequest of(Rule rule, Expectation expectation, Function<Target, Request> request) {
      return of(rule, expectation, null, request);
    }

    static OfRequest of(
        Rule rule, Expectation expectation, Place place, Function<Target, Request> request) {
      return new OfRequest(
          rule, request, exchange -> expectation.judge(rule.severity(), exchange), place, null);
    }

    OfRequest controlledBy(Function<Target, Request> control) {
      return new OfRequest(rule, request, judge, place, control);
    }

    Verdict judge(Target target) {
      var verdict = judge.apply(target.send(request.apply(target)));
      return isViolated(verdict) && isRejectedAlike(target, verdict.exchange().response().status())
          ? Verdict.skip(
              "the API also rejects a usual value, so it may accept only values that exist",
              verdict.exchange())
          : verdict;
    }

    private static boolean isViolated(Verdict verdict) {
      return verdict.outcome() == Outcome.FAIL || verdict.outcome() == Outcome.WARN;
    }

    private boolean isRejectedAlike(Target target, int status) {
      return control != null
          && status / 100 == 4
          && target.send(control.apply(target)).response().status() == status;
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
   * @param problem returns the problem of an exchange, or empty if it complies with the rule
   */
  record OfErrors(
      Rule rule, Predicate<Exchange> concerned, Function<Exchange, Optional<String>> problem)
      implements Check {

    private static final int NAMED = 5;

    /**
     * @param errors the error responses, by the name of the rule whose check received them
     */
    Verdict judge(Map<String, Exchange> errors) {
      var judged = new LinkedHashMap<>(errors);
      judged.values().removeIf(concerned.negate());
      if (judged.isEmpty()) {
        return Verdict.skip("no request got an error response that this rule applies to", null);
      }
      var violating = new LinkedHashMap<>(judged);
      violating.values().removeIf(error -> problem.apply(error).isEmpty());
      if (violating.isEmpty()) {
        return Verdict.pass(null);
      }
      var first = violating.values().iterator().next();
      var reason =
          "%s (in %d of %d error responses: %s%s)"
              .formatted(
                  problem.apply(first).orElseThrow(),
                  violating.size(),
                  judged.size(),
                  violating.keySet().stream().limit(NAMED).collect(Collectors.joining(", ")),
                  violating.size() > NAMED ? ", …" : "");
      return Verdict.violated(rule.severity(), reason, rule.sentence(), first);
    }
  }

  /** Cannot run against this target. */
  record Skipped(Rule rule, String reason) implements Check {}
}
