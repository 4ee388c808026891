package com.cloudcockpit.qualification.contract.cases;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A rule of the contract.
 *
 * @param name the name, as in reports
 * @param otherName the name with the operation ID if {@code name} lacks it, or without it
 * @param sentence the rule in a sentence
 * @param severity the outcome of a violation: {@code FAIL}, the default, or {@code WARN}
 */
public record Rule(String name, String otherName, String sentence, Outcome severity) {

  public Rule {
    severity = Objects.requireNonNullElse(severity, Outcome.FAIL);
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
