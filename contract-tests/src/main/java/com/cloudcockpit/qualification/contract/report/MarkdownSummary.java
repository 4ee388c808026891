package com.cloudcockpit.qualification.contract.report;

import com.cloudcockpit.qualification.contract.checks.Result;
import com.cloudcockpit.qualification.contract.checks.Verdict.Outcome;
import com.samskivert.mustache.Mustache;
import java.util.List;
import java.util.Map;

/** Writes a report as Markdown, for the summary of a job. */
final class MarkdownSummary {

  private MarkdownSummary() {}

  static String of(Report report) {
    var values = Template.values(report);
    values.put("kept", report.isKept());
    values.put("failures", rows(report, Outcome.FAIL));
    values.put("warnings", rows(report, Outcome.WARN));
    values.put("known", rows(report, Outcome.KNOWN));
    return Template.fill(
        Mustache.compiler()
            .withEscaper(MarkdownSummary::escape)
            .emptyStringIsFalse(true)
            .zeroIsFalse(true),
        "summary.md.mustache",
        values);
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
