package com.cloudcockpit.qualification.contract.checks;

import com.cloudcockpit.qualification.contract.http.Exchange;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.http.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Determines whether a target complies with a rule. */
public sealed interface Check {

  Rule rule();

  /** {@return whether the name of the rule matches a pattern} */
  default boolean matches(String pattern) {
    return NamePatterns.matches(pattern, rule().name());
  }

  /**
   * Sends one request and judges the response.
   *
   * @param change turns a valid request into the request to send
   * @param judge judges the exchange
   * @param place where the request is invalid, or null if it is valid
   * @param controls turn a valid request into others that the API may reject for the same reason
   *     without violating the contract; if it rejects them all, the check proves nothing
   */
  record OfRequest(
      Rule rule,
      UnaryOperator<Request> change,
      BiFunction<Rule, Exchange, Verdict> judge,
      Place place,
      List<UnaryOperator<Request>> controls)
      implements Check {

    Verdict judge(Target target) {
      var verdict = judge.apply(rule, send(target, change));
      return verdict.isViolated() && isRejectedAlike(target, verdict.exchange().response().status())
          ? Verdict.skip(
              "the API also rejects ordinary values, so it may accept only values that it knows",
              verdict.exchange())
          : verdict;
    }

    private boolean isRejectedAlike(Target target, int status) {
      return !controls.isEmpty()
          && status / 100 == 4
          && controls.stream()
              .allMatch(control -> send(target, control).response().status() == status);
    }

    private static Exchange send(Target target, UnaryOperator<Request> change) {
      return target.send(change.apply(target.requestForCustomer()));
    }
  }

  /**
   * The place where a request is invalid.
   *
   * @param stage the stage in which an API detects the fault
   * @param name the parameter or property, or {@code body}
   */
  record Place(Stage stage, String name) {}

  /**
   * Judges the error responses to all requests.
   *
   * @param concerned selects the exchanges that the rule applies to
   * @param problem returns the problem of an exchange, or an empty string if it complies
   */
  record OfErrors(Rule rule, Predicate<Exchange> concerned, Function<Exchange, String> problem)
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
                  problem.apply(first),
                  violating.size(),
                  judged.size(),
                  violating.keySet().stream().limit(NAMED).collect(Collectors.joining(", ")),
                  violating.size() > NAMED ? ", …" : "");
      return Verdict.violated(rule.severity(), reason, rule.sentence(), first);
    }
  }

  /** A check that cannot run against this target. */
  record Skipped(Rule rule, String reason) implements Check {}
}
