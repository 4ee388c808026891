package com.cloudcockpit.qualification.contract.report;

import com.cloudcockpit.qualification.contract.http.InconclusiveException;
import com.cloudcockpit.qualification.contract.result.Result;
import com.github.mustachejava.DefaultMustacheFactory;
import com.google.common.xml.XmlEscapers;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Writes a {@link Report}, to the console and to the files {@code junit.xml}, {@code report.html}
 * and {@code summary.md}. Each is a template, filled with the properties of the report.
 */
public final class Reports {

  /** The files, and how to escape a value in each. */
  private static final Map<String, UnaryOperator<String>> FILES =
      Map.of(
          "junit.xml", Reports::escapeXml,
          "report.html", Reports::escapeXml,
          "summary.md", Reports::escapeMarkdown);

  private Reports() {}

  /**
   * Creates a directory for reports, or deletes the reports of an earlier run from it.
   *
   * @throws InconclusiveException if the directory is not writable
   */
  public static void prepare(Path directory) {
    try {
      Files.createDirectories(directory);
      for (var name : FILES.keySet()) {
        Files.deleteIfExists(directory.resolve(name));
      }
      if (!Files.isWritable(directory)) {
        throw new IOException("not writable");
      }
    } catch (IOException e) {
      throw unwritable(directory, e);
    }
  }

  /**
   * Writes all files.
   *
   * @throws InconclusiveException if the directory is not writable
   */
  public static void write(Path directory, Report report) {
    try {
      for (var file : FILES.entrySet()) {
        var text = fill(file.getKey(), file.getValue(), report);
        Files.write(directory.resolve(file.getKey()), text.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw unwritable(directory, e);
    }
  }

  private static InconclusiveException unwritable(Path directory, IOException cause) {
    return new InconclusiveException(
        "Cannot write the report to %s: choose another directory.".formatted(directory), cause);
  }

  /** {@return the report for the console} */
  public static String console(Report report, boolean verbose) {
    return fill("console.txt", text -> text, report, Map.of("verbose", verbose));
  }

  /** {@return a text about a violation} */
  public static String violation(Result result) {
    return fill("violation.txt", text -> text, result).stripTrailing();
  }

  private static String fill(String name, UnaryOperator<String> escape, Object... scopes) {
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
    var template = Reports.class.getResourceAsStream(name + ".mustache");
    var reader = new InputStreamReader(template, StandardCharsets.UTF_8);
    var filled = new StringWriter();
    factory.compile(reader, name).execute(filled, List.of(scopes));
    return filled.toString();
  }

  private static String escapeXml(String text) {
    return XmlEscapers.xmlAttributeEscaper().escape(text).replace("&#xA;", "\n");
  }

  private static String escapeMarkdown(String text) {
    return text.replaceAll("[\\s\\p{Cntrl}]+", " ").replaceAll("([\\\\|<>&`*_\\[\\]])", "\\\\$1");
  }
}
