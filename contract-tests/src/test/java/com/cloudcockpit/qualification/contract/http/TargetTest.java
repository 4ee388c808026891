package com.cloudcockpit.qualification.contract.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TargetTest {

  private static final URI BASE = URI.create("http://127.0.0.1");
  private static final Request PATCH = Request.of("PATCH", "/customers", "{}");

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void waitsForTheTimeInRetryAfter(int status) {
    var responses = responses(limited(status, "0"), limited(status, "0"), status(204));
    assertEquals(204, target(responses).send(PATCH).response().status());
  }

  @Test
  void endsAfterFourAttempts() {
    var responses = responses(limited(429, "0"), limited(429, "0"), limited(429, "0"));
    responses.addAll(List.of(limited(429, "0"), status(204)));
    assertEquals(429, target(responses).send(PATCH).response().status());
    assertEquals(1, responses.size());
  }

  @Test
  void doesNotRepeatARequestAfterA503WithoutRetryAfter() {
    assertEquals(503, target(responses(status(503), status(204))).send(PATCH).response().status());
  }

  @Test
  void doesNotWaitForLongerThanAMinute() {
    var responses = responses(limited(429, "61"), status(204));
    assertEquals(429, target(responses).send(PATCH).response().status());
  }

  @Test
  void limitsTheRate() {
    var target = new Target(BASE, Map.of(), 20, (request, uri) -> status(204));
    long start = System.nanoTime();
    for (int i = 0; i < 3; i++) {
      target.send(PATCH);
    }
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    assertTrue(millis >= 100, () -> "took %d ms".formatted(millis));
  }

  @Test
  void redactsSecretsInResponses() {
    var secret = "secret-token";
    var response =
        new Response(
            null,
            false,
            400,
            Map.of("x-echo", secret),
            "{\"echo\":\"%s\"}".formatted(secret),
            null);
    var redacted = target(responses(response)).send(PATCH).response();
    assertEquals(Map.of("x-echo", "***"), redacted.headers());
    assertEquals("{\"echo\":\"***\"}", redacted.body());
    assertNull(redacted.fault());
    var fault = Response.none("no " + secret, true);
    assertEquals("no ***", target(responses(fault)).send(PATCH).response().fault());
  }

  @Test
  void redactsSecretsBehindEscapesOfJson() {
    var escaped = "{\"description\": \"\\u0073ecret-\\u0074oken\"}";
    var response = new Response(null, false, 400, Map.of(), escaped, null);
    var exchange = target(responses(response)).send(PATCH);
    assertEquals("***", exchange.response().words());
    assertFalse(exchange.received().contains("secret-token"), exchange::received);
  }

  @Test
  void showsABodyThatIsNestedDeeply() {
    var body = "[".repeat(20_000) + "]".repeat(20_000);
    var response = new Response(null, false, 400, Map.of(), body, null);
    var received = target(responses(response)).send(PATCH).received();
    assertTrue(received.contains("[["), received);
  }

  @Test
  void keepsTheProblemOfTheBody() {
    var response = new Response(null, false, 400, Map.of(), "", "is compressed");
    assertEquals("is compressed", target(responses(response)).send(PATCH).response().bodyProblem());
  }

  @Test
  void endsTheRunIfInterrupted() {
    Thread.currentThread().interrupt();
    try {
      var target = target(responses(limited(429, "30")));
      assertThrows(InconclusiveException.class, () -> target.send(PATCH));
      assertTrue(Thread.currentThread().isInterrupted());
    } finally {
      Thread.interrupted();
    }
  }

  private static Target target(Queue<Response> responses) {
    var tokens = Map.of("CONTRACT_TOKEN", "secret-token");
    return new Target(BASE, tokens, Double.POSITIVE_INFINITY, (request, uri) -> responses.remove());
  }

  private static Queue<Response> responses(Response... responses) {
    return new ArrayDeque<>(List.of(responses));
  }

  private static Response limited(int status, String seconds) {
    return new Response(null, false, status, Map.of("retry-after", seconds), "", null);
  }

  private static Response status(int status) {
    return new Response(null, false, status, Map.of(), "", null);
  }
}
