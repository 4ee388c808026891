package com.cloudcockpit.qualification.contract.http;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;

/**
 * Sends requests to a deployment, one at a time and within the rate limit. Does not follow
 * redirects, which could leak the token.
 */
public final class Target {

  private static final int ATTEMPTS_WHEN_LIMITED = 4;
  private static final AtomicBoolean WARM = new AtomicBoolean();
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private final URI baseUri;
  private final double rate;
  private final Redaction redaction;
  private final BiFunction<Request, URI, Response> transport;
  private long nextStart = System.nanoTime();
  private int repeated;

  public Target(
      URI baseUri, Redaction redaction, double rate, BiFunction<Request, URI, Response> transport) {
    this.baseUri = baseUri;
    this.redaction = redaction;
    this.rate = rate;
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
   * Sends a request. Repeats it after a 429, once the time in {@code Retry-After} has passed, and
   * once after a closed connection, since a server may close an idle connection at any time.
   */
  public Exchange send(Request request) {
    var exchange = sendOnce(request);
    if (exchange.response().fault() != null && !exchange.response().unreachable()) {
      var second = sendOnce(request);
      if (second.response().fault() == null) {
        exchange = second;
        repeated++;
      }
    }
    for (int attempt = 1; attempt < ATTEMPTS_WHEN_LIMITED; attempt++) {
      var seconds = exchange.response().header("Retry-After");
      var wait =
          Duration.ofSeconds(seconds.matches("\\d{1,6}") ? Long.parseLong(seconds) : attempt);
      if (exchange.response().status() != 429 || wait.compareTo(LONGEST_WAIT) > 0) {
        return exchange;
      }
      sleep(wait);
      exchange = sendOnce(request);
    }
    return exchange;
  }

  private Exchange sendOnce(Request request) {
    awaitTurn();
    long start = System.nanoTime();
    var response = redacted(transport.apply(request, baseUri));
    return new Exchange(
        request, response, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }

  private void awaitTurn() {
    if (rate > 0) {
      sleep(Duration.ofNanos(nextStart - System.nanoTime()));
      nextStart = System.nanoTime() + (long) (TimeUnit.SECONDS.toNanos(1) / rate);
    }
  }

  private static void sleep(Duration duration) {
    try {
      TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InconclusiveException("The run was interrupted.", e);
    }
  }

  private Response redacted(Response response) {
    var headers = new LinkedHashMap<String, String>();
    response.headers().forEach((name, value) -> headers.put(name, redaction.redact(value)));
    var fault = response.fault() == null ? null : redaction.redact(response.fault());
    var body = redaction.redact(response.body());
    return new Response(fault, response.unreachable(), response.status(), headers, body);
  }
}
