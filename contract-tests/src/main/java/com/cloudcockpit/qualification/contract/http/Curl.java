package com.cloudcockpit.qualification.contract.http;

import static java.util.Comparator.comparing;

import com.google.common.base.Strings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes requests as curl commands, without secrets.
 *
 * @param target the base URL that the requests were sent to
 * @param tokens the tokens, by the name of the environment variable that contains each
 * @param redaction masks the tokens
 */
record Curl(URI target, Map<String, String> tokens, Redaction redaction) {

  /** A long run of the same letter or digit. */
  private static final Pattern RUN = Pattern.compile("([A-Za-z0-9])\\1{999,}");

  /** {@return a command that repeats a request} */
  String of(Request request) {
    var command =
        new StringBuilder(
            "curl -i -X %s '%s%s'".formatted(request.method(), target, request.target()));
    request.headers().forEach((name, value) -> command.append(" -H ").append(header(name, value)));
    // curl would add these headers
    Stream.of("Accept", "Content-Type")
        .filter(name -> request.header(name) == null)
        .filter(name -> request.body() != null || name.equals("Accept"))
        .forEach(name -> command.append(" -H '%s:'".formatted(name)));
    return request.body() == null
        ? command.toString()
        : command.append(" --data-binary ").append(body(request)).toString();
  }

  private String body(Request request) {
    var text = request.bodyText();
    return Arrays.equals(request.body(), text.getBytes(StandardCharsets.UTF_8))
        ? shortened(quoted(text))
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
    // curl sends an empty header only if its name ends with a semicolon
    var line = value.isEmpty() ? name + ";" : "%s: %s".formatted(name, value);
    int start = value.indexOf(' ') + 1;
    var credentials = value.substring(start);
    return tokens.entrySet().stream()
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
    return start == token.length()
        ? "${%s}%s".formatted(variable, changed)
        : "${%s:0:%d}%s%s".formatted(variable, start, changed, rest);
  }

  private String quoted(String text) {
    return "'%s'".formatted(redaction.redact(text).replace("'", "'\\''"));
  }
}
