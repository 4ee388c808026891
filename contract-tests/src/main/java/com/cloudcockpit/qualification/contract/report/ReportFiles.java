package com.cloudcockpit.qualification.contract.report;

import com.cloudcockpit.qualification.contract.http.NoVerdictException;
import com.github.mustachejava.DefaultMustacheFactory;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The report files {@code junit.xml}, {@code report.html} and {@code summary.md}. Each is the
 * template of the same name, filled with the properties of a {@link Report}.
 */
public final class ReportFiles {

  /** The files, and how to escape a value in each. */
  private static final Map<String, UnaryOperator<String>> ESCAPES =
      Map.of(
          "junit.xml", ReportFiles::escapeXml,
          "report.html", ReportFiles::escapeXml,
          "summary.md", ReportFiles::escapeMarkdown);

  private ReportFiles() {}

  /**
   * Creates a directory for reports, or deletes the reports of an earlier run from it.
   *
   * @throws NoVerdictException if the directory is not writable
   */
  public static void prepare(Path directory) {
    try {
      Files.createDirectories(directory);
      for (var name : ESCAPES.keySet()) {
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
   * @throws NoVerdictException if the directory is not writable
   */
  public static void write(Path directory, Report report) {
    try {
      for (var name : ESCAPES.keySet()) {
        Files.writeString(directory.resolve(name), fill(name, report));
      }
    } catch (IOException e) {
      throw unwritable(directory, e);
    }
  }

  private static String fill(String name, Report report) throws IOException {
    var factory =
        new DefaultMustacheFactory() {
          @Override
          public void encode(String value, Writer writer) {
            try {
              writer.write(ESCAPES.get(name).apply(value));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    var template = ReportFiles.class.getResourceAsStream("%s.mustache".formatted(name));
    try (var reader = new InputStreamReader(template, StandardCharsets.UTF_8)) {
      var filled = new StringWriter();
      factory.compile(reader, name).execute(filled, report).flush();
      return filled.toString();
    }
  }

  /** Also replaces the characters that XML does not allow. */
  private static String escapeXml(String text) {
    return text.replaceAll(
            "[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "\uFFFD")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String escapeMarkdown(String text) {
    return text.replaceAll("[\\s\\p{Cntrl}]+", " ").replaceAll("([\\\\|<>&`*_\\[\\]])", "\\\\$1");
  }

  private static NoVerdictException unwritable(Path directory, IOException cause) {
    return new NoVerdictException(
        "Cannot write the report to %s: choose another directory.".formatted(directory), cause);
  }
}
