package com.cloudcockpit.qualification.contract.checks;

import com.cloudcockpit.qualification.contract.checks.Verdict.Outcome;
import com.cloudcockpit.qualification.contract.http.NoVerdictException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
   * @throws NoVerdictException if the file cannot be read or lacks a reason
   */
  public static KnownDeviations read(Path file) {
    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (NoSuchFileException e) {
      throw new NoVerdictException(
          "The file %s with the known deviations does not exist.".formatted(file), e);
    } catch (IOException | IllegalArgumentException e) {
      throw new NoVerdictException(
          "Cannot read the known deviations in %s: each line must have the form rule = reason."
              .formatted(file),
          e);
    }
    var reasons = new TreeMap<String, String>();
    for (var rule : properties.stringPropertyNames()) {
      reasons.put(rule, properties.getProperty(rule));
      if (reasons.get(rule).isBlank()) {
        throw new NoVerdictException(
            "%s has no reason for %s: add one after an equals sign.".formatted(file, rule));
      }
    }
    return new KnownDeviations(reasons);
  }

  /** {@return the result, marked as known if it is a known deviation} */
  Result mark(Result result) {
    return result.verdict().isViolated()
        ? NamePatterns.find(reasons, result.rule().name())
            .map(reason -> new Result(result.rule(), result.verdict().known(reason)))
            .orElse(result)
        : result;
  }

  /** {@return a sentence for each pattern that matches judged rules but no violated rule} */
  public List<String> notes(List<Result> results) {
    return reasons.keySet().stream()
        .filter(pattern -> noLongerOccurs(pattern, results))
        .map("The known deviation %s no longer occurs. Remove it from the file."::formatted)
        .toList();
  }

  private static boolean noLongerOccurs(String pattern, List<Result> results) {
    var outcomes =
        results.stream()
            .filter(result -> NamePatterns.matches(pattern, result.rule().name()))
            .map(Result::outcome)
            .collect(Collectors.toSet());
    outcomes.remove(Outcome.SKIP);
    return !outcomes.isEmpty() && !outcomes.contains(Outcome.KNOWN);
  }
}
