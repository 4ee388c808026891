package com.cloudcockpit.qualification.contract.report;

import com.cloudcockpit.qualification.contract.checks.Result;
import com.cloudcockpit.qualification.contract.checks.Verdict.Outcome;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes a report as Markdown, for the summary of a job. */
final class MarkdownSummary {

  private MarkdownSummary() {}

  static String of(Report report) {
    var values = Template.values(report);
    values.put(
        "tables",
        Stream.of(
                table("failed", rows(report, Outcome.FAIL)),
                table("warning", rows(report, Outcome.WARN)),
                table("known deviation", rows(report, Outcome.KNOWN)))
            .flatMap(List::stream)
            .toList());
    return Template.fill("summary.md.mustache", MarkdownSummary::escape, values);
  }

  /** A table, or none if it would be empty. */
  private static List<Map<String, Object>> table(String title, List<Map<String, String>> rows) {
    return rows.isEmpty() ? List.of() : List.of(Map.of("title", title, "rows", rows));
  }

  private static List<Map<String, String>> rows(Report report, Outcome outcome) {
    return Template.having(report, outcome).stream().map(MarkdownSummary::row).toList();
  }

  private static Map<String, String> row(Result result) {
    return Map.of(
        "name", result.rule().name(),
        "sentence", result.rule().sentence(),
        "reason", result.verdict().reason());
  }

  private static String escape(String text) {
    return text.replaceAll("[\\s\\p{Cntrl}]+", " ").replaceAll("([\\\\|<>&`*_\\[\\]])", "\\\\$1");
  }
}
