package com.cloudcockpit.qualification.contract.result;

import com.cloudcockpit.qualification.contract.cases.Case;
import com.cloudcockpit.qualification.contract.cases.Rule;
import com.cloudcockpit.qualification.contract.cases.Rule.Severity;
import com.cloudcockpit.qualification.contract.http.Exchange;

/**
 * The result of checking a rule.
 *
 * @param of the case that checked it, or null if the rule is about all responses
 * @param reason the problem, or why the rule was not checked; empty for PASS
 * @param expected what the contract expects; empty for PASS and SKIP
 * @param exchange the exchange that shows it, or null
 */
public record Result(
    Rule rule, Case of, Outcome outcome, String reason, String expected, Exchange exchange) {

  static Result pass(Rule rule, Case of, Exchange exchange) {
    return new Result(rule, of, Outcome.PASS, "", "", exchange);
  }

  static Result skip(Rule rule, Case of, String reason, Exchange exchange) {
    return new Result(rule, of, Outcome.SKIP, reason, "", exchange);
  }

  static Result violated(
      Severity severity, Rule rule, Case of, String problem, String expected, Exchange exchange) {
    var outcome = severity == Severity.WARNING ? Outcome.WARN : Outcome.FAIL;
    return new Result(rule, of, outcome, problem, expected, exchange);
  }

  Result known(String deviation) {
    var both = "%s (known: %s)".formatted(reason, deviation);
    return new Result(rule, of, Outcome.KNOWN, both, expected, exchange);
  }

  boolean isViolated() {
    return outcome == Outcome.FAIL || outcome == Outcome.WARN;
  }

  /** {@return the duration of the exchange in milliseconds, or 0} */
  public long millis() {
    return exchange == null ? 0 : exchange.millis();
  }
}
