package com.cloudcockpit.qualification.contract.http;

import static java.util.Comparator.comparing;

import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.Ascii;
import com.google.common.base.Strings;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A request and the response to it, as text without secrets.
 *
 * @param millis the duration in milliseconds
 * @param target where the request was sent
 */
public record Exchange(Request request, Response response, long millis, Target target) {

  private static final int LONGEST_BODY = 2_000;

  /** A long run of the same letter or digit. */
  private static final Pattern RUN = Pattern.compile("([A-Za-z0-9])\\1{999,}");

  /** {@return the status, the content type and the body of the response} */
  public String received() {
    if (response.fault() != null) {
      return response.summary();
    }
    var body = response.body();
    var beginning = "%d after %d ms, ".formatted(response.status(), millis);
    if (body.isBlank()) {
      return beginning + "no body";
    }
    var json = body.length() > LONGEST_BODY ? Optional.<JsonNode>empty() : Json.read(body);
    var pretty = json.filter(JsonNode::isContainerNode).map(JsonNode::toPrettyString).orElse(body);
    var type = response.header("Content-Type");
    var text = Ascii.truncate(pretty, LONGEST_BODY, "…");
    return "%s%s%n%s".formatted(beginning, type.isEmpty() ? "no content type" : type, text);
  }

  /** {@return a curl command that repeats the request} */
  public String curl() {
    var options = new StringBuilder();
    request.headers().forEach((name, value) -> options.append(" -H ").append(header(name, value)));
    // curl would add these headers
    Stream.of("Accept", "Content-Type")
        .filter(name -> request.header(name) == null)
        .filter(name -> request.body() != null || name.equals("Accept"))
        .forEach(name -> options.append(" -H '%s:'".formatted(name)));
    var body = request.body() == null ? "" : " --data-binary " + quotedBody();
    var url = target.baseUri() + request.target();
    return "curl -i -X %s '%s'%s%s".formatted(request.method(), url, options, body);
  }

  private String quotedBody() {
    var text = request.bodyText();
    if (Arrays.equals(request.body(), text.getBytes(StandardCharsets.UTF_8))) {
      // the shell generates long runs
      return RUN.matcher(quoted(text))
          .replaceAll(
              run ->
                  Matcher.quoteReplacement(
                      "'\"$(printf %%%ds | tr ' ' %s)\"'"
                          .formatted(run.group().length(), run.group(1))));
    }
    var bytes = target.redaction.redact(new String(request.body(), StandardCharsets.ISO_8859_1));
    return bytes
        .replaceAll("[\\\\']", "\\\\$0")
        .chars()
        .mapToObj(c -> c < 0x80 ? Character.toString(c) : "\\x%02x".formatted(c))
        .collect(Collectors.joining("", "$'", "'"));
  }

  private String header(String name, String value) {
    // curl sends an empty header only if its name ends with a semicolon
    var line = value.isEmpty() ? name + ";" : "%s: %s".formatted(name, value);
    int start = value.indexOf(' ') + 1;
    var credentials = value.substring(start);
    return target.tokens.entrySet().stream()
        .filter(token -> name.equalsIgnoreCase("Authorization"))
        .sorted(comparing(token -> !token.getValue().equals(credentials)))
        .map(token -> expression(token.getKey(), token.getValue(), credentials))
        .filter(expression -> !expression.isEmpty())
        .findFirst()
        .map(expression -> "\"%s: %s%s\"".formatted(name, value.substring(0, start), expression))
        .orElseGet(() -> quoted(line));
  }

  /** {@return a shell expression that derives credentials from a variable, or an empty string} */
  private static String expression(String variable, String token, String credentials) {
    if (credentials.equals(token)) {
      return "$" + variable;
    }
    if (credentials.equalsIgnoreCase(token)) {
      return "$(printf %%s \"$%s\" | tr A-Za-z a-zA-Z)".formatted(variable);
    }
    int start = Strings.commonPrefix(token, credentials).length();
    var changed = credentials.substring(start);
    int end = Strings.commonSuffix(token.substring(start), changed).length();
    if (2 * (start + end) < Math.min(token.length(), credentials.length())) {
      // an unsigned token has the same payload
      var parts = token.split("\\.");
      var cut = "$(printf %%s \"$%s\" | cut -d. -f2)".formatted(variable);
      return parts.length == 3 && credentials.contains(".%s.".formatted(parts[1]))
          ? credentials.replace(parts[1], cut)
          : "";
    }
    changed = changed.substring(0, changed.length() - end);
    var rest = end == 0 ? "" : "${%s: -%d}".formatted(variable, end);
    return "${%s:0:%d}%s%s".formatted(variable, start, changed, rest);
  }

  private String quoted(String text) {
    return "'%s'".formatted(target.redaction.redact(text).replace("'", "'\\''"));
  }
}
