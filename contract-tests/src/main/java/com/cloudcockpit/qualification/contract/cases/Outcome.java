package com.cloudcockpit.qualification.contract.cases;

/** The outcome of checking a rule, the worst first. */
public enum Outcome {
  /** The API violates the contract. */
  FAIL,
  /** The API violates our interpretation of the contract, or a rule that harms no client. */
  WARN,
  /** The API violates the rule, which is a known deviation. */
  KNOWN,
  /** The rule could not be checked. */
  SKIP,
  PASS
}
