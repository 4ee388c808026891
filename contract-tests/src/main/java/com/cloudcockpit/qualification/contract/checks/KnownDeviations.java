package com.cloudcockpit.qualification.contract.checks;

import com.cloudcockpit.qualification.contract.checks.Verdict.Outcome;
import com.cloudcockpit.qualification.contract.http.NoVerdictException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The rules that a deployment is known to violate.
 *
 * @param reasons the reasons, by pattern of rule names
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
    } catch (IOException | IllegalArgumentException e) {
      throw new NoVerdictException(
          "Cannot read the known deviations in %s: each line must have the form rule = reason."
              .formatted(file),
          e);
    }
    var reasons = new TreeMap<String, String>();
    properties.forEach((rule, reason) -> reasons.put(rule.toString(), reason.toString()));
    reasons.forEach(
        (rule, reason) -> {
          if (reason.isBlank()) {
            throw new NoVerdictException(
                "%s has no reason for %s: add one after an equals sign.".formatted(file, rule));
          }
        });
    return new KnownDeviations(reasons);
  }

  /** {@return the result, marked as known if it is a known deviation} */
  Result mark(Result result) {
    if (result.outcome() != Outcome.FAIL && result.outcome() != Outcome.WARN) {
      return result;
    }
    return reasons.entrySet().stream()
        .filter(known -> NamePatterns.matches(known.getKey(), result.rule().name()))
        .findFirst()
        .map(known -> new Result(result.rule(), result.verdict().known(known.getValue())))
        .orElse(result);
  }

  /** {@return a sentence for each pattern that matches judged rules but no violated one} */
  public List<String> notes(List<Result> results) {
    return reasons.keySet().stream()
        .filter(
            pattern -> {
              var concerned =
                  results.stream()
                      .filter(result -> NamePatterns.matches(pattern, result.rule().name()))
                      .filter(result -> result.verdict().isJudged())
                      .toList();
              return !concerned.isEmpty()
                  && concerned.stream().noneMatch(result -> result.outcome() == Outcome.KNOWN);
            })
        .map("The known deviation %s no longer occurs. Remove it from the file."::formatted)
        .toList();
  }

  /** {@return the patterns that match no rule} */
  public List<String> unknown(List<String> names) {
    return reasons.keySet().stream()
        .filter(pattern -> names.stream().noneMatch(name -> NamePatterns.matches(pattern, name)))
        .toList();
  }
}
