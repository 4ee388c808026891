package com.cloudcockpit.qualification.contract.cases;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A rule of the contract.
 *
 * @param name the name, as in reports
 * @param otherName the name with the operation ID if {@code name} lacks it, or without it
 * @param sentence the rule in a sentence
 * @param severity the severity of a violation, by default a failure
 */
public record Rule(String name, String otherName, String sentence, Severity severity) {

  public Rule {
    severity = Objects.requireNonNullElse(severity, Severity.FAIL);
  }

  /** What it means to violate a rule. */
  public enum Severity {
    /** Violates the contract. */
    FAIL,
    /** Violates our interpretation of the contract, or harms no client. */
    WARN
  }

  /** {@return whether one of the names matches a pattern, in which {@code *} matches any text} */
  public boolean matches(String pattern) {
    var regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
    return name.matches(regex) || otherName.matches(regex);
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
