package com.cloudcockpit.qualification.contract;

import com.cloudcockpit.qualification.contract.Verdict.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes what checks found: lines for a terminal, JUnit's XML for a pipeline, a page for people.
 */
final class Reports {

  private static final int LONGEST_BODY = 1_000;

  private static final String STYLE =
      """
      body { font: 16px/1.5 system-ui, sans-serif; color: #1b1f24; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.5rem; }
      p.verdict { font-size: 1.25rem; font-weight: 600; padding: .5rem 1rem; border-radius: .4rem; }
      .kept { background: #dff5e3; }
      .broken { background: #fde2e1; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
      dt { color: #57606a; }
      dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
      section { border-left: .3rem solid #c9d1d9; padding: .1rem 1rem; margin: 1rem 0; }
      section.FAIL { border-color: #cf222e; }
      section.PASS { border-color: #2da44e; }
      h3 { font-size: 1rem; margin: .3rem 0; }
      h3 code { font-weight: 400; color: #57606a; }
      """;

  private final Path directory;

  private Reports(Path directory) {
    this.directory = directory;
  }

  /**
   * Reports into a folder, which is made if it is not there.
   *
   * @throws NotJudgedException if nothing can be written there
   */
  static Reports in(Path directory) {
    try {
      Files.createDirectories(directory);
      if (!Files.isWritable(directory)) {
        throw new IOException("not writable");
      }
      return new Reports(directory);
    } catch (IOException e) {
      throw new NotJudgedException(
          "Nothing can be written to " + directory + ": give --report another folder.", e);
    }
  }

  /** A line for a result, with more lines below it for what failed. */
  static String text(Settings settings, Result result) {
    var line =
        "%-4s  %-42s %s"
            .formatted(result.verdict().outcome(), result.check().name(), result.check().rule());
    var details = details(settings, result);
    if (result.verdict().outcome() == Outcome.PASS) {
      return line;
    }
    return line
        + details.entrySet().stream()
            .map(detail -> "%n      %-10s %s".formatted(detail.getKey(), detail.getValue()))
            .collect(Collectors.joining());
  }

  /** Writes {@code junit.xml} and {@code report.html}. */
  void write(Run run) {
    try {
      write("junit.xml", xml -> junit(xml, run));
      write("report.html", xml -> html(xml, run));
    } catch (IOException | XMLStreamException e) {
      throw new NotJudgedException(
          "The report can't be written to " + directory + ": " + e.getMessage(), e);
    }
  }

  /** What there is to say of a result, in terms of the contract and without secrets. */
  private static Map<String, String> details(Settings settings, Result result) {
    var details = new LinkedHashMap<String, String>();
    var verdict = result.verdict();
    if (verdict.outcome() == Outcome.SKIP) {
      details.put("because", verdict.reason());
    }
    if (verdict.outcome() == Outcome.FAIL) {
      details.put("problem", verdict.reason());
      details.put("contract", verdict.expected());
    }
    if (verdict.exchange() != null) {
      details.put("sent", sent(settings, verdict.exchange().request()));
      details.put("came back", cameBack(verdict.exchange()));
    }
    return details;
  }

  private static String sent(Settings settings, Request request) {
    var headers =
        request.headers().entrySet().stream()
            .map(
                header ->
                    header.getKey()
                        + ": "
                        + (header.getKey().equals("Authorization")
                            ? header.getValue().replaceFirst(" .*", " ***")
                            : header.getValue()))
            .collect(Collectors.joining(", "));
    var body = request.body() == null ? "no body" : request.contentType() + " " + request.body();
    return settings.redact("PATCH " + request.path() + ", " + headers + ", " + cut(body));
  }

  private static String cameBack(Exchange exchange) {
    var answer = exchange.answer();
    if (answer.fault() != null) {
      return answer.fault();
    }
    var body = answer.body().isBlank() ? "no body" : cut(answer.body());
    return answer.status()
        + " after "
        + exchange.millis()
        + " ms, "
        + (answer.contentType().isEmpty() ? "no content type" : answer.contentType())
        + ", "
        + body;
  }

  private static String cut(String text) {
    var line = text.replaceAll("[\\s\\p{Cntrl}]+", " ");
    return line.length() <= LONGEST_BODY ? line : line.substring(0, LONGEST_BODY) + "…";
  }

  private interface Content {
    void writeTo(XMLStreamWriter xml) throws XMLStreamException;
  }

  private void write(String name, Content content) throws IOException, XMLStreamException {
    try (var file = Files.newBufferedWriter(directory.resolve(name))) {
      var xml = XMLOutputFactory.newFactory().createXMLStreamWriter(file);
      content.writeTo(xml);
      xml.close();
    }
  }

  private static void junit(XMLStreamWriter xml, Run run) throws XMLStreamException {
    xml.writeStartDocument();
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", "microsoft-qualification contract");
    xml.writeAttribute("tests", Integer.toString(run.results().size()));
    xml.writeAttribute("failures", Long.toString(run.count(Outcome.FAIL)));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("skipped", Long.toString(run.count(Outcome.SKIP)));
    xml.writeAttribute("timestamp", run.start().truncatedTo(ChronoUnit.SECONDS).toString());
    xml.writeAttribute("time", seconds(run.results().stream().mapToLong(Result::millis).sum()));
    for (var result : run.results()) {
      xml.writeStartElement("testcase");
      xml.writeAttribute("classname", "contract");
      xml.writeAttribute("name", result.check().name());
      xml.writeAttribute("time", seconds(result.millis()));
      if (result.verdict().outcome() == Outcome.SKIP) {
        xml.writeStartElement("skipped");
        xml.writeAttribute("message", result.verdict().reason());
        xml.writeEndElement();
      }
      if (result.verdict().outcome() == Outcome.FAIL) {
        xml.writeStartElement("failure");
        xml.writeAttribute("message", printable(result.verdict().reason()));
        xml.writeCharacters(printable(text(run.settings(), result)));
        xml.writeEndElement();
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private static void html(XMLStreamWriter xml, Run run) throws XMLStreamException {
    xml.writeDTD("<!DOCTYPE html>");
    xml.writeStartElement("html");
    xml.writeAttribute("lang", "en");
    xml.writeStartElement("head");
    xml.writeEmptyElement("meta");
    xml.writeAttribute("charset", "utf-8");
    xml.writeEmptyElement("meta");
    xml.writeAttribute("name", "viewport");
    xml.writeAttribute("content", "width=device-width");
    element(xml, "title", "", "Contract report, " + run.settings().baseUri());
    element(xml, "style", "", STYLE);
    xml.writeEndElement();
    xml.writeStartElement("body");
    element(xml, "h1", "", Contract.SPECIFICATION.getInfo().getTitle());
    element(
        xml,
        "p",
        run.isKept() ? "verdict kept" : "verdict broken",
        run.isKept() ? "The contract is kept." : "The contract is broken.");
    var facts = new LinkedHashMap<String, String>();
    facts.put("Target", run.settings().baseUri().toString());
    facts.put("Contract", Contract.SPECIFICATION.getInfo().getVersion());
    facts.put("Time", run.start().truncatedTo(ChronoUnit.SECONDS).toString());
    facts.put("Checks", run.summary());
    list(xml, facts);
    for (var outcome : new Outcome[] {Outcome.FAIL, Outcome.SKIP, Outcome.PASS}) {
      if (run.count(outcome) > 0) {
        var heading =
            Map.of(Outcome.FAIL, "Broken", Outcome.SKIP, "Not checked", Outcome.PASS, "Kept")
                .get(outcome);
        element(xml, "h2", "", heading + ": " + run.count(outcome));
      }
      for (var result : run.results()) {
        if (result.verdict().outcome() == outcome) {
          result(xml, run.settings(), result);
        }
      }
    }
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private static void result(XMLStreamWriter xml, Settings settings, Result result)
      throws XMLStreamException {
    xml.writeStartElement("section");
    xml.writeAttribute("class", result.verdict().outcome().toString());
    xml.writeStartElement("h3");
    xml.writeCharacters(result.check().rule() + " ");
    element(xml, "code", "", result.check().name());
    xml.writeEndElement();
    list(xml, details(settings, result));
    xml.writeEndElement();
  }

  private static void list(XMLStreamWriter xml, Map<String, String> entries)
      throws XMLStreamException {
    if (entries.isEmpty()) {
      return;
    }
    xml.writeStartElement("dl");
    for (var entry : entries.entrySet()) {
      element(xml, "dt", "", entry.getKey());
      element(xml, "dd", "", entry.getValue());
    }
    xml.writeEndElement();
  }

  private static void element(XMLStreamWriter xml, String name, String type, String text)
      throws XMLStreamException {
    xml.writeStartElement(name);
    if (!type.isEmpty()) {
      xml.writeAttribute("class", type);
    }
    xml.writeCharacters(printable(text));
    xml.writeEndElement();
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f", millis / 1000.0);
  }

  /** Without what XML does not allow. */
  private static String printable(String text) {
    return text.replaceAll(
        "[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "\uFFFD");
  }
}
