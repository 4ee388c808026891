package com.cloudcockpit.qualification.contract.report;

import com.cloudcockpit.qualification.contract.checks.Result;
import com.cloudcockpit.qualification.contract.checks.Verdict.Outcome;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes a report as JUnit does, for the test view of a pipeline. */
final class JunitXml {

  private final XMLStreamWriter xml;
  private final Report report;

  private JunitXml(XMLStreamWriter xml, Report report) {
    this.xml = xml;
    this.report = report;
  }

  static String of(Report report) {
    var text = new StringWriter();
    try {
      var xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      new JunitXml(xml, report).writeSuite();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  private void writeSuite() throws XMLStreamException {
    boolean noVerdict = !report.noVerdict().isEmpty();
    xml.writeStartDocument();
    xml.writeStartElement("testsuite");
    attribute("name", "microsoft-qualification contract");
    attribute("tests", report.results().size() + (noVerdict ? 1 : 0));
    attribute("failures", report.count(Outcome.FAIL));
    attribute("errors", noVerdict ? 1 : 0);
    attribute("skipped", report.count(Outcome.SKIP) + report.count(Outcome.KNOWN));
    attribute("timestamp", report.start().truncatedTo(ChronoUnit.SECONDS));
    attribute("time", seconds(report.duration().toMillis()));
    xml.writeStartElement("properties");
    writeProperty("target", report.target().toString());
    writeProperty("contract.version", report.contractVersion());
    writeProperty("summary", report.summary());
    xml.writeEndElement();
    if (noVerdict) {
      writeCase("target", 0);
      writeElement("error", report.noVerdict(), report.noVerdict());
      xml.writeEndElement();
    }
    for (var result : report.results()) {
      writeResult(result);
    }
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void writeResult(Result result) throws XMLStreamException {
    writeCase(result.rule().name(), result.millis());
    var text = Texts.of(report, result);
    switch (result.outcome()) {
      case SKIP, KNOWN -> writeElement("skipped", result.verdict().reason(), "");
      case FAIL -> writeElement("failure", result.verdict().reason(), text);
      default -> {
        // what passed is shown by its exchange below
      }
    }
    if (result.verdict().exchange() != null && result.outcome() != Outcome.FAIL) {
      xml.writeStartElement("system-out");
      var details = Texts.details(report.target(), report.redaction(), result);
      xml.writeCharacters(printable("%s%n%s".formatted(text, String.join("\n", details.values()))));
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private void writeCase(String name, long millis) throws XMLStreamException {
    xml.writeStartElement("testcase");
    attribute("classname", "contract");
    attribute("name", name);
    attribute("time", seconds(millis));
  }

  private void writeElement(String name, String message, String text) throws XMLStreamException {
    xml.writeStartElement(name);
    attribute("message", message);
    xml.writeCharacters(printable(text));
    xml.writeEndElement();
  }

  private void writeProperty(String name, String value) throws XMLStreamException {
    xml.writeEmptyElement("property");
    attribute("name", name);
    attribute("value", value);
  }

  private void attribute(String name, Object value) throws XMLStreamException {
    xml.writeAttribute(name, printable(value.toString()));
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
