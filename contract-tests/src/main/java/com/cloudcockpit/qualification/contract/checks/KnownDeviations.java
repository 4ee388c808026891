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
 * Rules that a deployment is known to break.
 *
 * @param reasons the reasons, by patterns of the rules' names
 */
public record KnownDeviations(Map<String, String> reasons) {

  public static final KnownDeviations NONE = new KnownDeviations(Map.of());

  /**
   * Reads a properties file: a rule's name or a pattern of names, an equals sign, and the reason.
   *
   * @throws NoVerdictException if the file can't be read, or a reason is missing
   */
  public static KnownDeviations read(Path file) {
    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new NoVerdictException(
          "The known deviations in %s can't be read: give a file with lines like rule = reason."
              .formatted(file),
          e);
    }
    var reasons = new TreeMap<String, String>();
    properties.forEach((rule, reason) -> reasons.put(rule.toString(), reason.toString()));
    reasons.forEach(
        (rule, reason) -> {
          if (reason.isBlank()) {
            throw new NoVerdictException(
                "%s gives no reason for %s: add one after an equals sign.".formatted(file, rule));
          }
        });
    return new KnownDeviations(reasons);
  }

  /** {@return the result, as known if the rule is broken and that is known} */
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

  /** {@return the patterns whose rules were judged and none of them was broken} */
  public List<String> gone(List<Result> results) {
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
        .toList();
  }

  /** {@return the patterns that name no rule} */
  public List<String> unknown(List<String> names) {
    return reasons.keySet().stream()
        .filter(pattern -> names.stream().noneMatch(name -> NamePatterns.matches(pattern, name)))
        .toList();
  }
}
