package com.cloudcockpit.qualification.contract.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import com.cloudcockpit.qualification.contract.result.Finding;
import com.cloudcockpit.qualification.contract.result.Outcome;
import com.cloudcockpit.qualification.contract.result.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The results of a run. The templates of the reports use its methods.
 *
 * @param header what was checked, as labels and texts
 * @param start when the run started
 * @param duration how long the run took
 * @param results the results of the selected rules
 * @param rules how many rules there are
 * @param partial whether rules were not selected or an operation was checked without values
 * @param inconclusive why the run, or an operation, was inconclusive
 * @param brokenOff whether the run ended early
 * @param notes further sentences for the reader
 * @param texts formats exchanges without secrets
 */
public record Report(
    Map<String, String> header,
    Instant start,
    Duration duration,
    List<Result> results,
    int rules,
    boolean partial,
    List<String> inconclusive,
    boolean brokenOff,
    List<String> notes,
    Texts texts) {

  private static final int COMPLIANT = 0;
  private static final int VIOLATED = 1;
  private static final int INCONCLUSIVE = 2;
  private static final int LISTED = 60;

  /** A finding in a report. */
  record Cause(Finding finding, Texts texts) {

    String heading() {
      return finding.heading();
    }

    String words() {
      return Texts.oneLine(finding.words());
    }

    int count() {
      return finding.rules().size();
    }

    String rules() {
      var listed = String.join(", ", finding.rules().stream().limit(LISTED).toList());
      return listed + (count() > LISTED ? ", …" : "");
    }

    Row example() {
      return new Row(finding.example(), texts);
    }

    List<Row> further() {
      return finding.results().stream().skip(1).map(one -> new Row(one, texts)).toList();
    }

    String more() {
      int more = finding.results().size() - 1;
      return more == 0 ? "" : "and %d more".formatted(more);
    }

    String explanation() {
      return Texts.oneLine(finding.explanation());
    }
  }

  /** A result in a report. */
  record Row(Result result, Texts texts) {

    String curl() {
      return result.exchange() == null ? "" : texts.curl(result.exchange().request());
    }

    String received() {
      return result.exchange() == null ? "" : texts.received(result.exchange());
    }

    String curlLine() {
      return result.exchange() == null ? "" : texts.curlLine(result.exchange().request());
    }

    String receivedLine() {
      return Texts.oneLine(received());
    }

    String seconds() {
      return Report.seconds(result.millis());
    }

    String concern() {
      return result.rule().name().replaceFirst("\\.[^.]+$", "");
    }

    boolean failed() {
      return result.outcome() == Outcome.FAIL;
    }

    boolean warned() {
      return result.outcome() == Outcome.WARN;
    }

    boolean skipped() {
      return result.outcome() == Outcome.SKIP || result.outcome() == Outcome.KNOWN;
    }
  }

  /** Rules that were not checked for the same reason. */
  record Skipped(String reason, List<String> names) {

    int count() {
      return names.size();
    }

    String rules() {
      return String.join(", ", names);
    }
  }

  /** A label and a text of the header. */
  record Line(String label, String text) {}

  /** {@return the report of a run that ended before the first request} */
  public static Report inconclusive(String reason) {
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return new Report(
        Map.of("Date", now.toString()),
        now,
        Duration.ZERO,
        List.of(),
        0,
        true,
        List.of(reason),
        true,
        List.of(),
        null);
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

  public long count(Outcome outcome) {
    return results.stream().filter(result -> result.outcome() == outcome).count();
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
    return partial
        ? "%d of %d rules checked: no violation."
            .formatted(results.size() - count(Outcome.SKIP), rules)
        : count(Outcome.KNOWN) == 0
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

  /** {@return the failures by cause} */
  public List<Finding> findings() {
    return findings(Outcome.FAIL);
  }

  private List<Finding> findings(Outcome outcome) {
    return Finding.of(results).stream().filter(one -> one.outcome() == outcome).toList();
  }

  String state() {
    return List.of("compliant", "violating", "inconclusive").get(exitCode());
  }

  String seconds() {
    return seconds(duration.toMillis());
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f", millis / 1000.0);
  }

  List<Line> headerLines() {
    return header.entrySet().stream().map(one -> new Line(one.getKey(), one.getValue())).toList();
  }

  List<Cause> causes() {
    return causes(Outcome.FAIL);
  }

  List<Cause> warnings() {
    return causes(Outcome.WARN);
  }

  List<Cause> known() {
    return causes(Outcome.KNOWN);
  }

  /** {@return the findings, the worst outcome first} */
  List<Cause> all() {
    return Stream.of(causes(), warnings(), known()).flatMap(List::stream).toList();
  }

  private List<Cause> causes(Outcome outcome) {
    return findings(outcome).stream().map(one -> new Cause(one, texts)).toList();
  }

  List<Row> passed() {
    return rows().stream().filter(row -> row.result().outcome() == Outcome.PASS).toList();
  }

  /** {@return what was not checked, by reason} */
  List<Skipped> skipped() {
    var skipped =
        results.stream()
            .filter(result -> result.outcome() == Outcome.SKIP)
            .collect(
                groupingBy(
                    Result::reason,
                    LinkedHashMap::new,
                    mapping(result -> result.rule().name(), toList())));
    return skipped.entrySet().stream()
        .map(one -> new Skipped(one.getKey(), one.getValue()))
        .toList();
  }

  List<Row> rows() {
    return results.stream().map(result -> new Row(result, texts)).toList();
  }

  int testCount() {
    return results.size() + inconclusive.size();
  }

  int errorCount() {
    return inconclusive.size();
  }

  long failureCount() {
    return count(Outcome.FAIL);
  }

  long skippedCount() {
    return count(Outcome.SKIP) + count(Outcome.KNOWN);
  }
}
