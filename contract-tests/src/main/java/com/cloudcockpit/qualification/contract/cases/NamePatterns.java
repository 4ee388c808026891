package com.cloudcockpit.qualification.contract.cases;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Patterns of names, in which {@code *} matches any text. */
public final class NamePatterns {

  /** A cache, since reports match each rule with each statement of the contract. */
  private static final Map<String, Pattern> COMPILED = new ConcurrentHashMap<>();

  private NamePatterns() {}

  /** {@return whether a name matches a pattern} */
  public static boolean matches(String pattern, String name) {
    return COMPILED.computeIfAbsent(pattern, NamePatterns::compile).matcher(name).matches();
  }

  /** {@return the value of the first pattern that matches a name} */
  public static Optional<String> find(Map<String, String> values, String name) {
    return values.keySet().stream()
        .filter(pattern -> matches(pattern, name))
        .findFirst()
        .map(values::get);
  }

  private static Pattern compile(String pattern) {
    return Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
  }
}
