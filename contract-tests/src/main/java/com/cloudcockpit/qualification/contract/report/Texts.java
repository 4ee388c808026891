package com.cloudcockpit.qualification.contract.report;

import com.cloudcockpit.qualification.contract.checks.Result;
import com.cloudcockpit.qualification.contract.checks.Verdict.Outcome;
import com.cloudcockpit.qualification.contract.http.Exchange;
import com.cloudcockpit.qualification.contract.http.Redaction;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Puts results and exchanges into words, without secrets. */
public final class Texts {

  private static final int LONGEST_BODY = 2_000;

  private Texts() {}

  /** {@return a line for a result, with more lines below it unless the rule is kept} */
  public static String of(Report report, Result result) {
    return of(report.target(), report.redaction(), result);
  }

  /** {@return the same while the run has not ended} */
  public static String of(URI target, Redaction redaction, Result result) {
    var line =
        "%-5s %-46s %s".formatted(result.outcome(), result.rule().name(), result.rule().sentence());
    if (result.outcome() == Outcome.PASS) {
      return line;
    }
    return details(target, redaction, result).entrySet().stream()
        .map(detail -> "%n      %-9s %s".formatted(detail.getKey(), detail.getValue()))
        .collect(Collectors.joining("", line, ""));
  }

  /** {@return what there is to say about a result, in terms of the contract} */
  static Map<String, String> details(URI target, Redaction redaction, Result result) {
    var details = new LinkedHashMap<String, String>();
    var verdict = result.verdict();
    if (result.outcome() == Outcome.SKIP) {
      details.put("because", verdict.reason());
      return details;
    }
    if (result.outcome() != Outcome.PASS) {
      details.put("problem", verdict.reason());
      details.put("contract", verdict.expected());
    }
    if (verdict.exchange() != null) {
      details.put("sent", curl(target, redaction, verdict.exchange().request()));
      details.put("received", oneLine(received(redaction, verdict.exchange())));
    }
    return details;
  }

  /** {@return a command that sends a request again} */
  static String curl(URI target, Redaction redaction, Request request) {
    var command =
        new StringBuilder(
            "curl -i -X %s '%s%s'".formatted(request.method(), target, request.target()));
    request
        .headers()
        .forEach((name, value) -> command.append(" -H ").append(header(redaction, name, value)));
    if (request.body() != null) {
      command.append(" --data-binary ").append(quoted(cut(redaction.redact(request.bodyText()))));
    }
    return command.toString();
  }

  private static String header(Redaction redaction, String name, String value) {
    if (!name.equalsIgnoreCase("Authorization")) {
      return quoted("%s: %s".formatted(name, redaction.redact(value)));
    }
    int space = value.indexOf(' ');
    var scheme = space < 0 ? "" : value.substring(0, space + 1);
    return redaction.isToken(value.substring(scheme.length()))
        ? "\"%s: %s$CONTRACT_TOKEN\"".formatted(name, scheme)
        : quoted("%s: %s***".formatted(name, scheme));
  }

  private static String quoted(String text) {
    return "'%s'".formatted(text.replace("'", "'\\''"));
  }

  /** {@return the status line, the headers that matter and the body} */
  static String received(Redaction redaction, Exchange exchange) {
    var response = exchange.response();
    if (response.fault() != null) {
      return response.summary();
    }
    var type = response.header("Content-Type");
    return "%d after %d ms, %s%n%s"
        .formatted(
            response.status(),
            exchange.millis(),
            type.isEmpty() ? "no content type" : type,
            response.body().isBlank() ? "no body" : cut(pretty(redaction, response.body())));
  }

  /** Redacts once more what was behind the escapes of JSON. */
  private static String pretty(Redaction redaction, String body) {
    return redaction.redact(
        Json.read(body)
            .filter(JsonNode::isContainerNode)
            .map(JsonNode::toPrettyString)
            .orElse(body));
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\s\\p{Cntrl}]+", " ");
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_BODY
        ? text
        : "%s… (%d characters)".formatted(text.substring(0, LONGEST_BODY), text.length());
  }
}
