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

  private final URI baseUri;
  private final Redaction redaction;
  private final Curl curl;
  private final long interval;
  private final BiFunction<Request, URI, Response> transport;
  private long nextStart = System.nanoTime();
  private int repeated;

  /**
   * Creates a target.
   *
   * @param baseUri the base URL, without a trailing slash
   * @param tokens the tokens, by the name of the environment variable that contains each
   * @param rate the maximum number of requests per second, or 0 for no limit
   * @param transport sends a request to the base URL
   */
  public Target(
      URI baseUri,
      Map<String, String> tokens,
      double rate,
      BiFunction<Request, URI, Response> transport) {
    this.baseUri = baseUri;
    redaction = new Redaction(tokens.values());
    curl = new Curl(baseUri, tokens, redaction);
    interval = rate == 0 ? 0 : (long) (TimeUnit.SECONDS.toNanos(1) / rate);
    this.transport = transport;
  }

  public URI baseUri() {
    return baseUri;
  }

  /** {@return how many requests got a response when repeated after a closed connection} */
  public int repeated() {
    return repeated;
  }

  /**
   * Sends a request. Repeats it once after a closed connection, since a server may close a
   * connection at any time. Repeats it after a 429, and after a 503 with {@code Retry-After}, once
   * the time in that header has passed.
   *
   * @throws InconclusiveException if the thread is interrupted
   */
  public Exchange send(Request request) {
    for (int attempt = 1; true; attempt++) {
      var exchange = sendTwiceIfClosed(request);
      var response = exchange.response();
      var header = response.header("Retry-After");
      long seconds = header.matches("\\d{1,6}") ? Long.parseLong(header) : attempt;
      boolean limited = response.status() == 429 || response.status() == 503 && !header.isEmpty();
      if (!limited || seconds > LONGEST_WAIT || attempt == ATTEMPTS_WHEN_LIMITED) {
        return exchange;
      }
      sleep(TimeUnit.SECONDS.toNanos(seconds));
    }
  }

  private Exchange sendTwiceIfClosed(Request request) {
    var first = sendOnce(request);
    boolean closed = first.response().fault() != null && !first.response().unreachable();
    var second = closed ? sendOnce(request) : first;
    boolean read = closed && second.response().fault() == null;
    repeated += read ? 1 : 0;
    return read ? second : first;
  }

  private Exchange sendOnce(Request request) {
    sleep(nextStart - System.nanoTime());
    long start = System.nanoTime();
    nextStart = start + interval;
    var response = redacted(transport.apply(request, baseUri));
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    return new Exchange(request, response, millis, () -> curl.of(request));
  }

  private static void sleep(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InconclusiveException("The run was interrupted.", e);
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
