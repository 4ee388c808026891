package com.cloudcockpit.qualification.contract.cases;

import java.util.List;
import java.util.stream.Stream;

/**
 * A rule of the contract.
 *
 * @param name the name, as in reports
 * @param otherName the name with the operation ID if {@code name} lacks it, or without it
 * @param sentence the rule in a sentence
 * @param severity what it means to violate the rule
 * @param statements patterns of the statements of the specification that the rule covers
 */
public record Rule(
    String name, String otherName, String sentence, Severity severity, List<String> statements) {

  /** What it means to violate a rule. */
  public enum Severity {
    /** Violates the contract. */
    FAILURE,
    /** Violates our interpretation of the contract, or harms no client. */
    WARNING
  }

  /** {@return whether one of the names matches a pattern} */
  public boolean matches(String pattern) {
    return NamePatterns.matches(pattern, name) || NamePatterns.matches(pattern, otherName);
  }

  /** {@return a rule that also covers other statements} */
  Rule covering(String... more) {
    var all = Stream.concat(statements.stream(), Stream.of(more)).toList();
    return new Rule(name, otherName, sentence, severity, all);
  }
}
