package com.cloudcockpit.qualification.contract.checks;

import com.cloudcockpit.qualification.contract.checks.Rule.Severity;
import com.cloudcockpit.qualification.contract.http.Exchange;

/**
 * The verdict of a check.
 *
 * @param outcome whether the target complies with the rule
 * @param reason the problem, or why the check was skipped; empty for PASS
 * @param expected what the contract expects; empty for PASS and SKIP
 * @param exchange the exchange that was judged, or null
 */
public record Verdict(Outcome outcome, String reason, String expected, Exchange exchange) {

  /** The outcome of a check. */
  public enum Outcome {
    PASS("Passed"),
    FAIL("Failures"),
    /** The target deviates from a rule without violating the contract. */
    WARN("Warnings"),
    /** The target violates the rule, which is a known deviation. */
    KNOWN("Known deviations"),
    /** The check could not judge the rule. */
    SKIP("Not judged");

    private final String title;

    Outcome(String title) {
      this.title = title;
    }

    /** {@return the title of a list of such results} */
    public String title() {
      return title;
    }
  }

  static Verdict pass(Exchange exchange) {
    return new Verdict(Outcome.PASS, "", "", exchange);
  }

  static Verdict fail(String problem, String expected, Exchange exchange) {
    return new Verdict(Outcome.FAIL, problem, expected, exchange);
  }

  /** {@return the verdict for a violated rule} */
  static Verdict violated(Severity severity, String problem, String expected, Exchange exchange) {
    var outcome = severity == Severity.WARNING ? Outcome.WARN : Outcome.FAIL;
    return new Verdict(outcome, problem, expected, exchange);
  }

  static Verdict skip(String reason, Exchange exchange) {
    return new Verdict(Outcome.SKIP, reason, "", exchange);
  }

  Verdict known(String deviation) {
    return new Verdict(
        Outcome.KNOWN, "%s (known: %s)".formatted(reason, deviation), expected, exchange);
  }

  boolean isViolated() {
    return outcome == Outcome.FAIL || outcome == Outcome.WARN;
  }

  public boolean isJudged() {
    return outcome != Outcome.SKIP;
  }
}
