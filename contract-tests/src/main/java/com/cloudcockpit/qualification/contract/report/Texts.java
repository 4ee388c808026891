package com.cloudcockpit.qualification.contract.report;

import com.cloudcockpit.qualification.contract.http.Exchange;
import com.cloudcockpit.qualification.contract.http.Redaction;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.result.Result;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Formats exchanges without secrets.
 *
 * @param target the base URL that the requests were sent to
 * @param redaction masks the tokens
 * @param tokens the tokens, by the name of the environment variable that contains each
 */
public record Texts(URI target, Redaction redaction, Map<String, String> tokens) {

  private static final int LONGEST_BODY = 2_000;

  /** A long run of the same letter or digit. */
  private static final Pattern RUN = Pattern.compile("([A-Za-z0-9])\\1{999,}");

  /** {@return a line about a result, followed by details unless it passed or was skipped} */
  public String of(Result result) {
    var line =
        "%-5s %-46s %s".formatted(result.outcome(), result.rule().name(), result.rule().sentence());
    return switch (result.outcome()) {
      case PASS -> line;
      case SKIP -> line + detail("reason", result.reason());
      default ->
          line
              + detail("problem", result.reason())
              + detail("expected", result.expected())
              + details(result.exchange());
    };
  }

  private String details(Exchange exchange) {
    return exchange == null
        ? ""
        : line("sent", curlLine(exchange.request())) + detail("received", received(exchange));
  }

  private static String detail(String label, String text) {
    return line(label, oneLine(text));
  }

  private static String line(String label, String text) {
    return "\n      %-9s %s".formatted(label, text);
  }

  static String oneLine(String text) {
    return cut(withoutBreaks(text));
  }

  /** {@return a command in one line, complete so that it can be pasted} */
  String curlLine(Request request) {
    return withoutBreaks(curl(request));
  }

  private static String withoutBreaks(String text) {
    return text.replaceAll("[\\s\\p{Cntrl}]+", " ");
  }

  /** {@return a curl command that repeats a request} */
  String curl(Request request) {
    var command =
        new StringBuilder(
            "curl -i -X %s '%s%s'".formatted(request.method(), target, request.target()));
    request.headers().forEach((name, value) -> command.append(" -H ").append(header(name, value)));
    // curl would add these headers
    Stream.of("Accept", "Content-Type")
        .filter(name -> request.header(name) == null)
        .filter(name -> request.body() != null || name.equals("Accept"))
        .forEach(name -> command.append(" -H '%s:'".formatted(name)));
    if (request.body() != null) {
      command.append(" --data-binary ").append(body(request));
    }
    return command.toString();
  }

  private String body(Request request) {
    var text = request.bodyText();
    return Arrays.equals(request.body(), text.getBytes(StandardCharsets.UTF_8))
        ? shortened(quoted(redaction.redact(text)))
        : escaped(redaction.redact(new String(request.body(), StandardCharsets.ISO_8859_1)));
  }

  /** {@return a quoted text in which the shell repeats what is too long to print} */
  private static String shortened(String quoted) {
    return RUN.matcher(quoted)
        .replaceAll(
            run ->
                Matcher.quoteReplacement(
                    "'\"$(printf %%%ds | tr ' ' %s)\"'"
                        .formatted(run.group().length(), run.group(1))));
  }

  /** {@return bytes that are not UTF-8, quoted for Bash and Zsh} */
  private static String escaped(String bytes) {
    var characters = bytes.replaceAll("[\\\\']", "\\\\$0").chars();
    return characters
        .mapToObj(c -> c < 0x80 ? Character.toString(c) : "\\x%02x".formatted(c))
        .collect(Collectors.joining("", "$'", "'"));
  }

  private String header(String name, String value) {
    if (!name.equalsIgnoreCase("Authorization")) {
      // curl sends an empty header only if its name ends with a semicolon
      return quoted(
          value.isEmpty() ? name + ";" : "%s: %s".formatted(name, redaction.redact(value)));
    }
    int space = value.indexOf(' ');
    var scheme = space < 0 ? "" : value.substring(0, space + 1);
    var credentials = value.substring(scheme.length());
    return Stream.concat(
            tokens.entrySet().stream()
                .filter(token -> token.getValue().equals(credentials))
                .map(token -> "$" + token.getKey()),
            tokens.entrySet().stream()
                .map(token -> expression(token.getKey(), token.getValue(), credentials)))
        .filter(expression -> !expression.isEmpty())
        .findFirst()
        .map(expression -> "\"%s: %s%s\"".formatted(name, scheme, expression))
        .orElseGet(() -> quoted("%s: %s%s".formatted(name, scheme, redaction.redact(credentials))));
  }

  /** {@return a shell expression that derives credentials from a variable, or an empty string} */
  private static String expression(String variable, String token, String credentials) {
    if (credentials.equalsIgnoreCase(token)) {
      return "$(printf %%s \"$%s\" | tr A-Za-z a-zA-Z)".formatted(variable);
    }
    int shorter = Math.min(token.length(), credentials.length());
    int start = 0;
    while (start < shorter && token.charAt(start) == credentials.charAt(start)) {
      start++;
    }
    int end = 0;
    while (end < shorter - start
        && token.charAt(token.length() - end - 1)
            == credentials.charAt(credentials.length() - end - 1)) {
      end++;
    }
    if (2 * (start + end) < shorter) {
      return payload(variable, token, credentials);
    }
    var changed = credentials.substring(start, credentials.length() - end);
    var rest = end == 0 ? "" : "${%s: -%d}".formatted(variable, end);
    return start == token.length()
        ? "${%s}%s".formatted(variable, changed)
        : "${%s:0:%d}%s%s".formatted(variable, start, changed, rest);
  }

  /** {@return an expression for a JWT with the same payload only, or an empty string} */
  private static String payload(String variable, String token, String credentials) {
    var parts = token.split("\\.");
    var others = credentials.split("\\.", -1);
    return parts.length == 3 && others.length == 3 && others[1].equals(parts[1])
        ? "%s.$(printf %%s \"$%s\" | cut -d. -f2).%s".formatted(others[0], variable, others[2])
        : "";
  }

  private static String quoted(String text) {
    return "'%s'".formatted(text.replace("'", "'\\''"));
  }

  /** {@return the status, the content type and the body of a response} */
  String received(Exchange exchange) {
    var response = exchange.response();
    if (response.fault() != null) {
      return response.summary();
    }
    var status = "%d after %d ms, ".formatted(response.status(), exchange.millis());
    if (response.body().isBlank()) {
      return status + "no body";
    }
    var type = response.header("Content-Type");
    var content = type.isEmpty() ? "no content type" : type;
    return "%s%s%n%s".formatted(status, content, cut(pretty(response.body())));
  }

  /** Redacts again, since JSON escapes may have hidden the token. */
  private String pretty(String body) {
    return redaction.redact(
        Json.read(body)
            .filter(JsonNode::isContainerNode)
            .map(JsonNode::toPrettyString)
            .orElse(body));
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_BODY
        ? text
        : "%s… (%d characters)".formatted(text.substring(0, LONGEST_BODY), text.length());
  }
}
