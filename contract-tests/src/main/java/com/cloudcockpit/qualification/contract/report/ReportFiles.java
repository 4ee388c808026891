package com.cloudcockpit.qualification.contract.report;

import com.cloudcockpit.qualification.contract.http.NoVerdictException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The files of a report: {@code junit.xml}, {@code report.html} and {@code summary.md}. */
public final class ReportFiles {

  private static final Map<String, Format> FORMATS =
      Map.of(
          "junit.xml", JunitXml::of,
          "report.html", HtmlPage::of,
          "summary.md", MarkdownSummary::of);

  private final Path directory;

  private ReportFiles(Path directory) {
    this.directory = directory;
  }

  private interface Format {
    String of(Report report);
  }

  /**
   * {@return the files in a directory, which is created if it is not there; those of an earlier run
   * are deleted}
   *
   * @throws NoVerdictException if nothing can be written there
   */
  public static ReportFiles in(Path directory) {
    try {
      Files.createDirectories(directory);
      for (var name : FORMATS.keySet()) {
        Files.deleteIfExists(directory.resolve(name));
      }
      if (!Files.isWritable(directory)) {
        throw new IOException("not writable");
      }
      return new ReportFiles(directory);
    } catch (IOException e) {
      throw unwritable(directory, e);
    }
  }

  /** Writes all files. */
  public void write(Report report) {
    try {
      for (var format : FORMATS.entrySet()) {
        Files.writeString(directory.resolve(format.getKey()), format.getValue().of(report));
      }
    } catch (IOException e) {
      throw unwritable(directory, e);
    }
  }

  private static NoVerdictException unwritable(Path directory, IOException cause) {
    return new NoVerdictException(
        "The report can't be written to %s: name another directory.".formatted(directory), cause);
  }
}
