package com.cloudcockpit.qualification.contract.report;

import com.cloudcockpit.qualification.contract.checks.Result;
import com.cloudcockpit.qualification.contract.checks.Verdict.Outcome;
import com.github.mustachejava.DefaultMustacheFactory;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What the HTML page and the Markdown summary have in common: a template and its values. */
final class Template {

  private Template() {}

  /**
   * {@return a template with its values filled in}
   *
   * @param escape makes a value safe where the template puts it
   */
  static String fill(String name, UnaryOperator<String> escape, Map<String, Object> values) {
    var factory =
        new DefaultMustacheFactory() {
          @Override
          public void encode(String value, Writer writer) {
            try {
              writer.write(escape.apply(value));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    try (var reader =
        new InputStreamReader(Template.class.getResourceAsStream(name), StandardCharsets.UTF_8)) {
      var filled = new StringWriter();
      factory.compile(reader, name).execute(filled, values).flush();
      return filled.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, Object> values(Report report) {
    var values = new LinkedHashMap<String, Object>();
    values.put("target", report.target());
    values.put("version", report.contractVersion());
    values.put("start", report.start());
    values.put("seconds", "%.1f".formatted(report.duration().toMillis() / 1000.0));
    values.put("verdict", report.verdict());
    values.put("noVerdict", report.noVerdict());
    values.put("summary", report.summary());
    values.put("gone", report.goneDeviations());
    return values;
  }

  static List<Result> having(Report report, Outcome outcome) {
    return report.results().stream().filter(result -> result.outcome() == outcome).toList();
  }
}
