package com.cloudcockpit.qualification.contract.checks;

import com.cloudcockpit.qualification.contract.http.Exchange;

/**
 * What a check found.
 *
 * @param outcome whether the rule is kept
 * @param reason what is wrong, or why the rule was not judged; empty for PASS
 * @param expected what the contract says; empty for PASS and SKIP
 * @param exchange the exchange that shows it, or null
 */
public record Verdict(Outcome outcome, String reason, String expected, Exchange exchange) {

  /** Whether a rule is kept. */
  public enum Outcome {
    PASS,
    FAIL,
    /** The rule is broken, which is no breach of the contract's words. */
    WARN,
    /** The rule is broken, which is known. */
    KNOWN,
    /** The rule was not judged. */
    SKIP
  }

  static Verdict pass(Exchange exchange) {
    return new Verdict(Outcome.PASS, "", "", exchange);
  }

  static Verdict fail(String problem, String expected, Exchange exchange) {
    return new Verdict(Outcome.FAIL, problem, expected, exchange);
  }

  static Verdict warn(String problem, String expected, Exchange exchange) {
    return new Verdict(Outcome.WARN, problem, expected, exchange);
  }

  static Verdict skip(String reason, Exchange exchange) {
    return new Verdict(Outcome.SKIP, reason, "", exchange);
  }

  Verdict known(String deviation) {
    return new Verdict(
        Outcome.KNOWN, "%s (known: %s)".formatted(reason, deviation), expected, exchange);
  }

  public boolean isJudged() {
    return outcome != Outcome.SKIP;
  }
}
