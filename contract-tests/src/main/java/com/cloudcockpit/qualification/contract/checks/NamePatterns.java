package com.cloudcockpit.qualification.contract.checks;

import java.util.List;
import java.util.regex.Pattern;

/** Patterns of names, in which {@code *} matches any text. */
public record NamePatterns(List<String> patterns) {

  public boolean matches(String name) {
    return patterns.stream().anyMatch(pattern -> matches(pattern, name));
  }

  /** {@return whether a name matches a pattern} */
  public static boolean matches(String pattern, String name) {
    return name.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
  }
}
