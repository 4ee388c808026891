package com.cloudcockpit.qualification.contract.result;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The rules that a deployment is known to violate.
 *
 * @param reasons the reasons, by rule name or pattern
 */
public record KnownDeviations(Map<String, String> reasons) {

  /**
   * Reads a properties file that maps rules, or patterns of rules, to reasons.
   *
   * @param file the file, or null for no deviations
   * @throws IllegalArgumentException if the file cannot be read or lacks a reason
   */
  public static KnownDeviations read(Path file) {
    var properties = new Properties();
    try {
      if (file != null) {
        properties.load(new StringReader(Files.readString(file).replace("\uFEFF", "")));
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          Files.exists(file)
              ? "Cannot read %s: each line must have the form rule = reason.".formatted(file)
              : "The known deviations file %s does not exist.".formatted(file),
          e);
    }
    var reasons = new TreeMap<String, String>();
    for (var rule : properties.stringPropertyNames()) {
      reasons.put(rule, properties.getProperty(rule));
      checkArgument(
          !reasons.get(rule).isBlank(),
          "%s has no reason for %s: add one after an equals sign.",
          file,
          rule);
    }
    return new KnownDeviations(reasons);
  }

  /** {@return the result, marked as known if it is a known deviation} */
  public Result mark(Result result) {
    var rule = result.rule();
    boolean violated = result.outcome() == Outcome.FAIL || result.outcome() == Outcome.WARN;
    return reasons.entrySet().stream()
        .filter(deviation -> violated && rule.matches(deviation.getKey()))
        .map(deviation -> "%s (known: %s)".formatted(result.reason(), deviation.getValue()))
        .map(known -> new Result(rule, result.of(), Outcome.KNOWN, known, result.exchange()))
        .findFirst()
        .orElse(result);
  }

  /** {@return a sentence for each pattern that matches checked rules but no violated rule} */
  public List<String> notes(List<Result> results) {
    return reasons.keySet().stream()
        .filter(
            pattern -> {
              var outcomes =
                  results.stream()
                      .filter(result -> result.rule().matches(pattern))
                      .map(Result::outcome)
                      .filter(outcome -> outcome != Outcome.SKIP)
                      .toList();
              return !outcomes.isEmpty() && !outcomes.contains(Outcome.KNOWN);
            })
        .map("The known deviation %s no longer occurs. Remove it from the file."::formatted)
        .toList();
  }
}
