package com.cloudcockpit.qualification.contract.result;

import static com.google.common.base.Preconditions.checkArgument;

import com.cloudcockpit.qualification.contract.cases.Outcome;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

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
      var problem = "Cannot read %s: pass a file with lines of the form rule = reason.";
      throw new IllegalArgumentException(problem.formatted(file), e);
    }
    checkArgument(!properties.containsValue(""), "%s lacks a reason: write rule = reason.", file);
    return new KnownDeviations(ImmutableSortedMap.copyOf(Maps.fromProperties(properties)));
  }

  /** {@return the result, marked as known if it is a known deviation} */
  public Result mark(Result result) {
    var rule = result.rule();
    boolean violated = result.outcome() == Outcome.FAIL || result.outcome() == Outcome.WARN;
    return Maps.filterKeys(reasons, pattern -> violated && rule.matches(pattern)).values().stream()
        .map(reason -> "%s (known: %s)".formatted(result.reason(), reason))
        .map(known -> new Result(rule, result.of(), Outcome.KNOWN, known, result.exchange()))
        .findFirst()
        .orElse(result);
  }

  /** {@return a sentence for each pattern that matches checked rules but no violated rule} */
  public List<String> notes(List<Result> results) {
    return reasons.keySet().stream()
        .filter(rule -> has(Outcome.PASS, rule, results) && !has(Outcome.KNOWN, rule, results))
        .map("The known deviation %s no longer occurs. Remove it from the file."::formatted)
        .toList();
  }

  private static boolean has(Outcome outcome, String pattern, List<Result> results) {
    return results.stream()
        .anyMatch(result -> result.outcome() == outcome && result.rule().matches(pattern));
  }
}
