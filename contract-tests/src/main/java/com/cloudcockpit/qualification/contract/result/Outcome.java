package com.cloudcockpit.qualification.contract.result;

import com.cloudcockpit.qualification.contract.cases.Rule.Severity;

/** The outcome of checking a rule, the worst first. */
public enum Outcome {
  FAIL,
  /** The API deviates from a rule without violating the contract. */
  WARN,
  /** The API violates the rule, which is a known deviation. */
  KNOWN,
  /** The rule could not be checked. */
  SKIP,
  PASS;

  static Outcome violated(Severity severity) {
    return severity == Severity.WARN ? WARN : FAIL;
  }
}
