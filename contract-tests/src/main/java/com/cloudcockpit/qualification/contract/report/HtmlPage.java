package com.cloudcockpit.qualification.contract.report;

import com.cloudcockpit.qualification.contract.checks.Coverage;
import com.cloudcockpit.qualification.contract.checks.Result;
import com.cloudcockpit.qualification.contract.checks.Verdict.Outcome;
import com.github.mustachejava.util.HtmlEscaper;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a report as a page that needs no other file. */
final class HtmlPage {

  private HtmlPage() {}

  static String of(Report report) {
    var values = Template.values(report);
    values.put(
        "state", report.noVerdict().isEmpty() ? report.isKept() ? "kept" : "broken" : "none");
    values.put("causes", causes(report));
    values.put("hasResults", !report.results().isEmpty());
    values.put(
        "groups",
        Stream.of(
                group(report, "Warnings", Outcome.WARN),
                group(report, "Known deviations", Outcome.KNOWN),
                group(report, "Not judged", Outcome.SKIP),
                group(report, "Passed", Outcome.PASS))
            .filter(group -> !group.get("count").equals(0))
            .toList());
    values.put("judged", report.coverage().judged());
    values.put("statements", report.coverage().entries().stream().map(HtmlPage::entry).toList());
    values.put("statementCount", report.coverage().entries().size());
    return Template.fill("report.html.mustache", HtmlPage::escape, values);
  }

  private static String escape(String text) {
    var escaped = new StringWriter();
    HtmlEscaper.escape(text, escaped);
    return escaped.toString();
  }

  /** Failures with the same reason have the same cause, more often than not. */
  private static List<Map<String, Object>> causes(Report report) {
    var causes =
        Template.having(report, Outcome.FAIL).stream()
            .collect(
                Collectors.groupingBy(
                    result -> result.verdict().reason(),
                    LinkedHashMap::new,
                    Collectors.mapping(result -> result(report, result), Collectors.toList())));
    return causes.entrySet().stream()
        .map(
            cause ->
                Map.of(
                    "cause", cause.getKey(),
                    "count", cause.getValue().size(),
                    "results", cause.getValue()))
        .toList();
  }

  private static Map<String, Object> group(Report report, String title, Outcome outcome) {
    var results =
        Template.having(report, outcome).stream().map(result -> result(report, result)).toList();
    return Map.of("title", title, "count", results.size(), "results", results);
  }

  private static Map<String, Object> result(Report report, Result result) {
    var exchange = result.verdict().exchange();
    return Map.of(
        "outcome", result.outcome(),
        "name", result.rule().name(),
        "sentence", result.rule().sentence(),
        "reason", result.verdict().reason(),
        "expected", result.verdict().expected(),
        "curl",
            exchange == null
                ? ""
                : Texts.curl(report.target(), report.redaction(), exchange.request()),
        "received", exchange == null ? "" : Texts.received(report.redaction(), exchange));
  }

  private static Map<String, Object> entry(Coverage.Entry entry) {
    return Map.of(
        "id", entry.statement().id(),
        "text", entry.statement().text(),
        "checks", String.join(", ", entry.judgedBy()),
        "reason", entry.reason());
  }
}
