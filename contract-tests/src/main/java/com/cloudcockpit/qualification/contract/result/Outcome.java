package com.cloudcockpit.qualification.contract.result;

/** The outcome of checking a rule. */
public enum Outcome {
  PASS("Passed"),
  FAIL("Failed"),
  /** The API deviates from a rule without violating the contract. */
  WARN("Warnings"),
  /** The API violates the rule, which is a known deviation. */
  KNOWN("Known deviations"),
  /** The rule could not be checked. */
  SKIP("Not checked");

  private final String title;

  Outcome(String title) {
    this.title = title;
  }

  /** {@return the title of a list of such results} */
  public String title() {
    return title;
  }
}
