package com.cloudcockpit.qualification;

import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.lang.ref.WeakReference;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One client with many concurrent calls, and many clients. */
@Tag("slow")
@Timeout(120)
class ConcurrencyTest {

  private static final int MANY = 1_000;

  @RegisterExtension static final WireMockExtension SERVER = TestServer.newServer();

  @Test
  void completesManyConcurrentFutures() {
    TestServer.answer(SERVER, ok().withFixedDelay(50));
    try (var client = patientClient()) {
      var calls =
          Stream.generate(() -> client.updateAsync(TestServer.CUSTOMER_ID, TestServer.request()))
              .limit(MANY)
              .toList();
      assertAllArrived(calls.stream().map(CompletableFuture::join));
    }
  }

  @Test
  void servesManyConcurrentThreads() throws Exception {
    TestServer.answer(SERVER, ok());
    var threads = Executors.newFixedThreadPool(100);
    try (var client = patientClient()) {
      Callable<Result<?>> call = () -> client.update(TestServer.CUSTOMER_ID, TestServer.request());
      var calls = threads.invokeAll(IntStream.range(0, MANY).mapToObj(i -> call).toList());
      assertAllArrived(
          calls.stream()
              .map(
                  future -> {
                    try {
                      return future.get();
                    } catch (Exception e) {
                      throw new AssertionError(e);
                    }
                  }));
    } finally {
      threads.shutdownNow();
    }
  }

  /** Its threads belong to the thread group of the thread that makes its calls. */
  @Test
  @EnabledForJreRange(minVersion = 21)
  void leavesNoThreadAndNoConnectionWhenClosed() throws Exception {
    // starts the JDK's own timer thread, which stays
    new CompletableFuture<>().completeOnTimeout(null, 1, TimeUnit.NANOSECONDS).join();
    var threads = new ThreadGroup("client");
    try (var server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")) {
      var calls =
          new Thread(
              threads,
              () -> {
                try (var client = TestServer.client(server.uri()).build()) {
                  client.update(TestServer.CUSTOMER_ID, TestServer.request());
                  client.updateAsync(TestServer.CUSTOMER_ID, TestServer.request()).join();
                }
              });
      calls.start();
      calls.join();
      server.awaitClosed();
    }
    while (threads.activeCount() > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void leavesAClosedClientToTheGarbageCollector() throws Exception {
    try (var server = new RawServer("HTTP/1.1 204 OK\r\n\r\n")) {
      var http = new WeakReference<>(usedClient(server.uri()));
      assertTimeoutPreemptively(
          Duration.ofSeconds(30),
          () -> {
            while (http.get() != null) {
              System.gc();
            }
          });
      server.awaitClosed();
    }
  }

  /** {@return the HTTP client of a closed client} */
  private static HttpClient usedClient(String uri) {
    try (var client = TestServer.client(uri).build()) {
      client.update(TestServer.CUSTOMER_ID, TestServer.request());
      var engine = ((HttpMicrosoftQualificationClient) client).engine();
      return Objects.requireNonNull(engine.httpClient().get());
    }
  }

  private static MicrosoftQualificationClient patientClient() {
    return TestServer.client(SERVER.baseUrl()).requestTimeout(Duration.ofMinutes(2)).build();
  }

  private static void assertAllArrived(Stream<Result<?>> results) {
    var correlationIds =
        results.map(result -> result.correlationId().toString()).collect(Collectors.toSet());
    var arrived =
        SERVER.getAllServeEvents().stream()
            .map(event -> event.getRequest().getHeader("X-Correlation-Id"))
            .collect(Collectors.toSet());
    assertEquals(MANY, correlationIds.size());
    assertTrue(arrived.containsAll(correlationIds));
    assertEquals(MANY, arrived.size());
  }
}
