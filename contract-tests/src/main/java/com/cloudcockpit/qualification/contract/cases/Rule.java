package com.cloudcockpit.qualification.contract.cases;

/**
 * A rule of the contract.
 *
 * @param name the name, as in reports
 * @param otherName the name with the operation ID if {@code name} lacks it, or without it
 * @param sentence the rule in a sentence
 * @param severity what it means to violate the rule
 */
public record Rule(String name, String otherName, String sentence, Severity severity) {

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

  /** {@return the part of the specification that the rule comes from} */
  public String source() {
    var parts = (name.length() < otherName.length() ? name : otherName).split("\\.");
    return switch (parts[0]) {
      case "path", "query", "header" -> "parameters";
      case "body", "content-type" -> "requestBody";
      case "authentication" -> "security";
      default -> "responses";
    };
  }
}
