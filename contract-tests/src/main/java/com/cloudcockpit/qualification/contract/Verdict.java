package com.cloudcockpit.qualification.contract;

/**
 * What a check found.
 *
 * @param outcome whether the rule is kept
 * @param reason for FAIL what is wrong, for SKIP why; empty for PASS
 * @param expected for FAIL what the contract says; empty otherwise
 * @param exchange the exchange that shows it, or null
 */
record Verdict(Outcome outcome, String reason, String expected, Exchange exchange) {

  enum Outcome {
    PASS,
    FAIL,
    SKIP
  }

  static Verdict pass(Exchange exchange) {
    return new Verdict(Outcome.PASS, "", "", exchange);
  }

  static Verdict fail(String problem, String expected, Exchange exchange) {
    return new Verdict(Outcome.FAIL, problem, expected, exchange);
  }

  static Verdict skip(String reason) {
    return new Verdict(Outcome.SKIP, reason, "", null);
  }
}
