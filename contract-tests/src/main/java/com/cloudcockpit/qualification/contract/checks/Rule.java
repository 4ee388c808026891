package com.cloudcockpit.qualification.contract.checks;

import java.util.List;

/**
 * A rule of the contract.
 *
 * @param name its name, as reports and {@code contract-tests/README.md} have it
 * @param sentence the rule in a sentence
 * @param severity what it means if the rule is broken
 * @param statements the statements of the specification that are judged by it
 */
public record Rule(String name, String sentence, Severity severity, List<String> statements) {

  /** What a broken rule means. */
  public enum Severity {
    /** The contract is broken. */
    FAILURE,
    /** The rule is our reading of the contract, or breaking it harms nobody. */
    WARNING
  }

  static Rule failure(String name, String sentence, String... statements) {
    return new Rule(name, sentence, Severity.FAILURE, List.of(statements));
  }

  static Rule warning(String name, String sentence, String... statements) {
    return new Rule(name, sentence, Severity.WARNING, List.of(statements));
  }
}
