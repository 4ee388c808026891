package com.cloudcockpit.qualification.contract.report;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;

import com.cloudcockpit.qualification.contract.cases.Outcome;
import com.cloudcockpit.qualification.contract.http.InconclusiveException;
import com.cloudcockpit.qualification.contract.result.Finding;
import com.cloudcockpit.qualification.contract.result.Result;
import com.github.mustachejava.DefaultMustacheFactory;
import com.google.common.xml.XmlEscapers;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The results of a run. Each form of the report is a template, filled with its properties.
 *
 * @param header what was checked
 * @param start when the run started
 * @param seconds how long the run took
 * @param results the results of the selected rules
 * @param rules how many rules there are
 * @param partial whether rules were not selected or an operation was checked without values
 * @param inconclusive why the run, or an operation, was inconclusive
 * @param endedEarly whether the run ended early
 * @param notes further sentences for the reader
 */
public record Report(
    List<Line> header,
    Instant start,
    BigDecimal seconds,
    List<Result> results,
    int rules,
    boolean partial,
    List<String> inconclusive,
    boolean endedEarly,
    List<String> notes) {

  private static final int VIOLATED = 1;
  private static final int INCONCLUSIVE = 2;

  /** The files, and how to escape a value in each. */
  private static final Map<String, UnaryOperator<String>> FILES =
      Map.of(
          "junit.xml", Report::escapeXml,
          "report.html", Report::escapeXml,
          "summary.md", Report::escapeMarkdown);

  /** A line of the header. */
  public record Line(String label, String text) {}

  /** {@return the report of a run without results} */
  public static Report inconclusive(String reason) {
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    var header = List.of(new Line("Date", now.toString()));
    var reasons = List.of(reason);
    return new Report(header, now, BigDecimal.ZERO, List.of(), 0, true, reasons, true, List.of());
  }

  /** {@return the exit code: 0 without a violation, 1 with one, 2 if the run was inconclusive} */
  public int exitCode() {
    if (endedEarly || count(Outcome.SKIP) == results.size()) {
      return INCONCLUSIVE;
    }
    int withoutViolation = inconclusive.isEmpty() ? 0 : INCONCLUSIVE;
    return count(Outcome.FAIL) > 0 ? VIOLATED : withoutViolation;
  }

  public int count(Outcome outcome) {
    return (int) results.stream().filter(result -> result.outcome() == outcome).count();
  }

  /** {@return the result of the run as a sentence} */
  public String conclusion() {
    int checked = results.size() - count(Outcome.SKIP);
    if (exitCode() == VIOLATED) {
      return "The API violates the contract.";
    }
    if (exitCode() == INCONCLUSIVE) {
      return count(Outcome.FAIL) > 0
          ? "The run is incomplete, but the API violates the contract."
          : "The run was inconclusive.";
    }
    if (partial) {
      return "%d of %d rules checked: no violation.".formatted(checked, rules);
    }
    return count(Outcome.KNOWN) == 0
        ? "The API complies with the contract."
        : "The API complies with the contract, except for known deviations.";
  }

  /** {@return the number of results with each outcome, as a line of text} */
  public String summary() {
    return "%d passed, %d failed, %d with warnings, %d known, %d not checked"
        .formatted(
            count(Outcome.PASS),
            count(Outcome.FAIL),
            count(Outcome.WARN),
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

  /** {@return the attributes of a JUnit test suite} */
  Map<String, Integer> suite() {
    int tests = results.size() + inconclusive.size();
    int errors = inconclusive.size();
    int failures = count(Outcome.FAIL);
    int skipped = count(Outcome.SKIP) + count(Outcome.KNOWN);
    return Map.of("tests", tests, "errors", errors, "failures", failures, "skipped", skipped);
  }

  /**
   * Writes {@code junit.xml}, {@code report.html} and {@code summary.md}, which replace those of an
   * earlier run.
   *
   * @throws InconclusiveException if the directory is not writable
   */
  public void write(Path directory) {
    try {
      Files.createDirectories(directory);
      for (var file : FILES.entrySet()) {
        var text = fill(file.getKey(), file.getValue(), this);
        Files.write(directory.resolve(file.getKey()), text.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new InconclusiveException(
          "Cannot write the report to %s: choose another directory.".formatted(directory), e);
    }
  }

  /** {@return the report for the console} */
  public String console(boolean verbose) {
    return fill("console.txt", Report::oneLine, this, Map.of("verbose", verbose));
  }

  /** {@return a text about a violation} */
  public static String violation(Result result) {
    return fill("violation.txt", Report::oneLine, result).stripTrailing();
  }

  private static String fill(String name, UnaryOperator<String> escape, Object... scopes) {
    var factory =
        new DefaultMustacheFactory() {
          @Override
          public void encode(String value, Writer writer) {
            new PrintWriter(writer).print(escape.apply(value));
          }
        };
    var template = Report.class.getResourceAsStream(name + ".mustache");
    var reader = new InputStreamReader(template, StandardCharsets.UTF_8);
    var filled = new StringWriter();
    factory.compile(reader, name).execute(filled, List.of(scopes));
    return filled.toString();
  }

  private static String escapeXml(String text) {
    return XmlEscapers.xmlAttributeEscaper().escape(text).replace("&#xA;", "\n");
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\s\\p{Cntrl}]+", " ");
  }

  private static String escapeMarkdown(String text) {
    return oneLine(text).replaceAll("([\\\\|<>&`*_\\[\\]])", "\\\\$1");
  }
}
