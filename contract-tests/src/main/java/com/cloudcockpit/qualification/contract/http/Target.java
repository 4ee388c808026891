package com.cloudcockpit.qualification.contract.http;

import com.google.common.collect.Maps;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * Sends requests to a deployment, one at a time and within the rate limit. Does not follow
 * redirects, which could leak the token.
 */
public final class Target {

  private static final int ATTEMPTS_WHEN_LIMITED = 4;
  private static final int LONGEST_WAIT = 60;

  final Map<String, String> tokens;
  final Redaction redaction;

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
