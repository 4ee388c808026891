package com.cloudcockpit.qualification.contract.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import com.cloudcockpit.qualification.contract.checks.Coverage;
import com.cloudcockpit.qualification.contract.checks.Result;
import com.cloudcockpit.qualification.contract.checks.Verdict;
import com.cloudcockpit.qualification.contract.checks.Verdict.Outcome;
import com.cloudcockpit.qualification.contract.spec.Contract;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The results of a run. The templates of the report files use its methods.
 *
 * @param target the base URL of the deployment
 * @param contractVersion the version of the contract
 * @param start when the run started
 * @param duration how long the run took
 * @param results the result of each selected check, in the order of the checks
 * @param coverage the statements of the contract that the run covered
 * @param notes further sentences for the reader of the report
 * @param noVerdict why no verdict was possible, or an empty string
 * @param texts formats results without secrets
 */
public record Report(
    URI target,
    String contractVersion,
    Instant start,
    Duration duration,
    List<Result> results,
    Coverage coverage,
    List<String> notes,
    String noVerdict,
    Texts texts) {

  /** A titled list of results in a report. */
  record Group(String title, List<Row> rows) {
    int count() {
      return rows.size();
    }
  }

  /** A result in a report. */
  record Row(Result result, Texts texts) {

    Verdict verdict() {
      return result.verdict();
    }

    String curl() {
      return verdict().exchange() == null ? "" : texts.curl(verdict().exchange().request());
    }

    String received() {
      return verdict().exchange() == null ? "" : texts.received(verdict().exchange());
    }

    String text() {
      return texts.of(result);
    }

    String seconds() {
      return Report.seconds(result.millis());
    }

    boolean failed() {
      return verdict().outcome() == Outcome.FAIL;
    }

    boolean skipped() {
      return verdict().outcome() == Outcome.SKIP || verdict().outcome() == Outcome.KNOWN;
    }
  }

  /**
   * {@return whether the target complies with the contract: a verdict was possible and no check
   * failed}
   */
  public boolean isCompliant() {
    return noVerdict.isEmpty() && count(Outcome.FAIL) == 0;
  }

  public long count(Outcome outcome) {
    return results.stream().filter(result -> result.outcome() == outcome).count();
  }

  /** {@return the report of a run that ended before the first request} */
  public static Report withoutVerdict(URI target, String reason) {
    var contract = Contract.published();
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    var coverage = Coverage.of(contract, List.of());
    return new Report(
        target,
        contract.version(),
        now,
        Duration.ZERO,
        List.of(),
        coverage,
        List.of(),
        reason,
        null);
  }

  /** {@return the verdict as a sentence} */
  public String verdict() {
    return switch (state()) {
      case "compliant" ->
          count(Outcome.KNOWN) == 0
              ? "The API complies with the contract."
              : "The API complies with the contract, except for known deviations.";
      case "violating" -> "The API violates the contract.";
      default -> "No verdict was possible.";
    };
  }

  /** {@return the number of results with each outcome, as a line of text} */
  public String summary() {
    return """
    %d passed, %d failed, %d %s, %d known, %d not judged; \
    %d of %d statements of the contract judged"""
        .formatted(
            count(Outcome.PASS),
            count(Outcome.FAIL),
            count(Outcome.WARN),
            count(Outcome.WARN) == 1 ? "warning" : "warnings",
            count(Outcome.KNOWN),
            count(Outcome.SKIP),
            coverage.judged(),
            coverage.size());
  }

  String state() {
    return !noVerdict.isEmpty() ? "none" : isCompliant() ? "compliant" : "violating";
  }

  String seconds() {
    return seconds(duration.toMillis());
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f", millis / 1000.0);
  }

  List<Row> rows() {
    return results.stream().map(result -> new Row(result, texts)).toList();
  }

  long testCount() {
    return results.size() + errorCount();
  }

  long failureCount() {
    return count(Outcome.FAIL);
  }

  long errorCount() {
    return noVerdict.isEmpty() ? 0 : 1;
  }

  long skippedCount() {
    return count(Outcome.SKIP) + count(Outcome.KNOWN);
  }

  /** {@return the failures by reason, since failures with the same reason often share a cause} */
  List<Group> causes() {
    return rows(Outcome.FAIL).stream()
        .collect(groupingBy(row -> row.verdict().reason(), LinkedHashMap::new, toList()))
        .entrySet()
        .stream()
        .map(cause -> new Group(cause.getKey(), cause.getValue()))
        .toList();
  }

  /** {@return the results that are not failures, by outcome} */
  List<Group> groups() {
    return groups(Outcome.WARN, Outcome.KNOWN, Outcome.SKIP, Outcome.PASS);
  }

  /** {@return the rules that the target violates, by outcome} */
  List<Group> problems() {
    return groups(Outcome.FAIL, Outcome.WARN, Outcome.KNOWN);
  }

  private List<Group> groups(Outcome... outcomes) {
    return Stream.of(outcomes)
        .map(outcome -> new Group(outcome.title(), rows(outcome)))
        .filter(group -> group.count() > 0)
        .toList();
  }

  private List<Row> rows(Outcome outcome) {
    return rows().stream().filter(row -> row.verdict().outcome() == outcome).toList();
  }
}
