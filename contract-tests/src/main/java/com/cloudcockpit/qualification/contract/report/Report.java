package com.cloudcockpit.qualification.contract.report;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;

import com.cloudcockpit.qualification.contract.result.Finding;
import com.cloudcockpit.qualification.contract.result.Outcome;
import com.cloudcockpit.qualification.contract.result.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The results of a run. The templates of the reports use its methods.
 *
 * @param header what was checked
 * @param start when the run started
 * @param duration how long the run took
 * @param results the results of the selected rules
 * @param rules how many rules there are
 * @param partial whether rules were not selected or an operation was checked without values
 * @param inconclusive why the run, or an operation, was inconclusive
 * @param brokenOff whether the run ended early
 * @param notes further sentences for the reader
 */
public record Report(
    List<Line> header,
    Instant start,
    Duration duration,
    List<Result> results,
    int rules,
    boolean partial,
    List<String> inconclusive,
    boolean brokenOff,
    List<String> notes) {

  private static final int COMPLIANT = 0;
  private static final int VIOLATED = 1;
  private static final int INCONCLUSIVE = 2;

  /** A line of the header. */
  public record Line(String label, String text) {}

  /** {@return the report of a run that ended before the first request} */
  public static Report inconclusive(String reason) {
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    var header = List.of(new Line("Date", now.toString()));
    var reasons = List.of(reason);
    return new Report(header, now, Duration.ZERO, List.of(), 0, true, reasons, true, List.of());
  }

  /** {@return the exit code: 0 without a violation, 1 with one, 2 if the run was inconclusive} */
  public int exitCode() {
    if (brokenOff || count(Outcome.SKIP) == results.size()) {
      return INCONCLUSIVE;
    }
    if (count(Outcome.FAIL) > 0) {
      return VIOLATED;
    }
    return inconclusive.isEmpty() ? COMPLIANT : INCONCLUSIVE;
  }

  public int count(Outcome outcome) {
    return (int) results.stream().filter(result -> result.outcome() == outcome).count();
  }

  /** {@return the result of the run as a sentence} */
  public String conclusion() {
    if (exitCode() == INCONCLUSIVE) {
      return brokenOff && count(Outcome.FAIL) > 0
          ? "The run is incomplete, but the API violates the contract."
          : "The run was inconclusive.";
    }
    if (exitCode() == VIOLATED) {
      return "The API violates the contract.";
    }
    if (partial) {
      int checked = results.size() - count(Outcome.SKIP);
      return "%d of %d rules checked: no violation.".formatted(checked, rules);
    }
    return count(Outcome.KNOWN) == 0
        ? "The API complies with the contract."
        : "The API complies with the contract, except for known deviations.";
  }

  /** {@return the number of results with each outcome, as a line of text} */
  public String summary() {
    return "%d passed, %d failed, %d %s, %d known, %d not checked"
        .formatted(
            count(Outcome.PASS),
            count(Outcome.FAIL),
            count(Outcome.WARN),
            count(Outcome.WARN) == 1 ? "warning" : "warnings",
            count(Outcome.KNOWN),
            count(Outcome.SKIP));
  }

  /** {@return the findings, by the name of their outcome} */
  public Map<String, List<Finding>> findings() {
    return Finding.of(results).stream().collect(groupingBy(finding -> finding.outcome().name()));
  }

  /** {@return what the API does wrong, the worst outcome first} */
  List<Finding> violations() {
    return Finding.of(results).stream()
        .filter(finding -> finding.outcome() != Outcome.SKIP)
        .sorted(comparing(Finding::outcome))
        .toList();
  }

  List<Result> passed() {
    return results.stream().filter(result -> result.outcome() == Outcome.PASS).toList();
  }

  String state() {
    return List.of("compliant", "violating", "inconclusive").get(exitCode());
  }

  String seconds() {
    return String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1000.0);
  }

  int testCount() {
    return results.size() + inconclusive.size();
  }

  int errorCount() {
    return inconclusive.size();
  }

  int failureCount() {
    return count(Outcome.FAIL);
  }

  int skippedCount() {
    return count(Outcome.SKIP) + count(Outcome.KNOWN);
  }
}
