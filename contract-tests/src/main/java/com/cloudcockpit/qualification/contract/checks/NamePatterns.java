package com.cloudcockpit.qualification.contract.checks;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Patterns of names, in which {@code *} matches any text. */
public record NamePatterns(List<String> patterns) {

  /** Reports match each rule with each statement of the contract. */
  private static final Map<String, Pattern> COMPILED = new ConcurrentHashMap<>();

  public boolean matches(String name) {
    return patterns.stream().anyMatch(pattern -> matches(pattern, name));
  }

  /** {@return whether a name matches a pattern} */
  public static boolean matches(String pattern, String name) {
    return COMPILED.computeIfAbsent(pattern, NamePatterns::compile).matcher(name).matches();
  }

  private static Pattern compile(String pattern) {
    return Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
  }
}
