package com.cloudcockpit.qualification.contract.result;

import com.cloudcockpit.qualification.contract.cases.Rule;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The rules that a deployment is known to violate.
 *
 * @param reasons the reasons, by rule name or pattern
 */
public record KnownDeviations(Map<String, String> reasons) {

  public static final KnownDeviations NONE = new KnownDeviations(Map.of());

  /**
   * Reads a properties file that maps rules, or patterns of rules, to reasons.
   *
   * @throws IllegalArgumentException if the file cannot be read or lacks a reason
   */
  public static KnownDeviations read(Path file) {
    var properties = new Properties();
    try {
      properties.load(new StringReader(Files.readString(file).replace("\uFEFF", "")));
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "The known deviations file %s does not exist.".formatted(file), e);
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Cannot read the known deviations in %s: each line must have the form rule = reason."
              .formatted(file),
          e);
    }
    var reasons = new TreeMap<String, String>();
    for (var rule : properties.stringPropertyNames()) {
      reasons.put(rule, properties.getProperty(rule));
      if (reasons.get(rule).isBlank()) {
        throw new IllegalArgumentException(
            "%s has no reason for %s: add one after an equals sign.".formatted(file, rule));
      }
    }
    return new KnownDeviations(reasons);
  }

  /** {@return the result, marked as known if it is a known deviation} */
  public Result mark(Result result) {
    return result.isViolated() ? reason(result.rule()).map(result::known).orElse(result) : result;
  }

  private Optional<String> reason(Rule rule) {
    return reasons.keySet().stream().filter(rule::matches).findFirst().map(reasons::get);
  }

  /** {@return a sentence for each pattern that matches checked rules but no violated rule} */
  public List<String> notes(List<Result> results) {
    return reasons.keySet().stream()
        .filter(pattern -> noLongerOccurs(pattern, results))
        .map("The known deviation %s no longer occurs. Remove it from the file."::formatted)
        .toList();
  }

  private static boolean noLongerOccurs(String pattern, List<Result> results) {
    var outcomes =
        results.stream()
            .filter(result -> result.rule().matches(pattern))
            .map(Result::outcome)
            .collect(Collectors.toSet());
    outcomes.remove(Outcome.SKIP);
    return !outcomes.isEmpty() && !outcomes.contains(Outcome.KNOWN);
  }
}
