package com.cloudcockpit.qualification.contract.http;

import static java.util.Comparator.comparing;

import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.Ascii;
import com.google.common.base.Strings;
import com.google.common.collect.Maps;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sends requests to a deployment, one at a time and within the rate limit. Does not follow
 * redirects, which could leak the token.
 */
public final class Target {

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
      var full = json.filter(JsonNode::isContainerNode).map(JsonNode::toPrettyString).orElse(body);
      var type = response.header("Content-Type");
      var text = Ascii.truncate(full, LONGEST_BODY, "…");
      return "%s%s%n%s".formatted(beginning, type.isEmpty() ? "no content type" : type, text);
    }

    /** {@return a curl command that repeats the request} */
    public String curl() {
      var options = new StringBuilder();
      request.headers().forEach((key, value) -> options.append(" -H ").append(header(key, value)));
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

  private static final int ATTEMPTS_WHEN_LIMITED = 4;
  private static final int LONGEST_WAIT = 60;

  private final Map<String, String> tokens;
  private final Redaction redaction;
  private final URI baseUri;
  private final long interval;
  private final BiFunction<Request, URI, Response> transport;
  private long nextStart = System.nanoTime();

  /**
   * Creates a target.
   *
   * @param baseUri the base URL, without a trailing slash
   * @param tokens the tokens, by the name of the environment variable that contains each
   * @param rate the maximum number of requests per second, or infinity
   * @param transport sends a request to the base URL
   */
  public Target(
      URI baseUri,
      Map<String, String> tokens,
      double rate,
      BiFunction<Request, URI, Response> transport) {
    this.baseUri = baseUri;
    this.tokens = tokens;
    redaction = new Redaction(tokens.values());
    interval = (long) (TimeUnit.SECONDS.toNanos(1) / rate);
    this.transport = transport;
  }

  public URI baseUri() {
    return baseUri;
  }

  /**
   * Sends a request. Repeats it after a 429, and after a 503 with {@code Retry-After}, once the
   * time in that header has passed.
   *
   * @throws InconclusiveException if the thread is interrupted
   */
  public Exchange send(Request request) {
    for (int attempt = 1; true; attempt++) {
      try {
        TimeUnit.NANOSECONDS.sleep(nextStart - System.nanoTime());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InconclusiveException("The run was interrupted.", e);
      }
      long start = System.nanoTime();
      nextStart = start + interval;
      var response = redacted(transport.apply(request, baseUri));
      long end = System.nanoTime();
      var header = response.header("Retry-After");
      long seconds = header.matches("\\d{1,6}") ? Long.parseLong(header) : attempt;
      boolean limited = response.status() == 429 || response.status() == 503 && !header.isEmpty();
      if (!limited || seconds > LONGEST_WAIT || attempt == ATTEMPTS_WHEN_LIMITED) {
        return new Exchange(request, response, TimeUnit.NANOSECONDS.toMillis(end - start), this);
      }
      nextStart = Math.max(nextStart, end + TimeUnit.SECONDS.toNanos(seconds));
    }
  }

  private Response redacted(Response response) {
    return new Response(
        response.fault() == null ? null : redaction.redact(response.fault()),
        response.unreachable(),
        response.status(),
        Maps.transformValues(response.headers(), redaction::redact),
        redaction.redact(response.body()),
        response.bodyProblem());
  }
}
