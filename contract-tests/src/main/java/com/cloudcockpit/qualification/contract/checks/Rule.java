package com.cloudcockpit.qualification.contract.checks;

import java.util.List;
import java.util.stream.Stream;

/**
 * A rule of the contract.
 *
 * @param name the name, as in reports and {@code contract-tests/README.md}
 * @param sentence the rule in a sentence
 * @param severity what it means to violate the rule
 * @param statements patterns of the statements of the specification that the rule covers
 */
public record Rule(String name, String sentence, Severity severity, List<String> statements) {

  /** What it means to violate a rule. */
  public enum Severity {
    /** Violates the contract. */
    FAILURE,
    /** Violates our interpretation of the contract, or harms no client. */
    WARNING;

    /** {@return a rule of this severity} */
    Rule rule(String name, String sentence, String... statements) {
      return new Rule(name, sentence, this, List.of(statements));
    }
  }

  /** {@return a rule that also covers another statement} */
  Rule covering(String statement) {
    var all = Stream.concat(statements.stream(), Stream.of(statement)).toList();
    return new Rule(name, sentence, severity, all);
  }
}
