package com.cloudcockpit.qualification;

import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
    try (var client = TestServer.client(SERVER.baseUrl()).build()) {
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
    try (var client = TestServer.client(SERVER.baseUrl()).build()) {
      Callable<UpdateResult> call =
          () -> client.update(TestServer.CUSTOMER_ID, TestServer.request());
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

  @Test
  void sharesThreadsAndConnectionsBetweenClients() throws Exception {
    var connections = ConcurrentHashMap.<SocketAddress>newKeySet();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          connections.add(exchange.getRemoteAddress());
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    long threads = httpClients();
    try {
      for (int i = 0; i < MANY; i++) {
        try (var client =
            TestServer.client("http://127.0.0.1:" + server.getAddress().getPort()).build()) {
          client.update(TestServer.CUSTOMER_ID, TestServer.request());
        }
      }
    } finally {
      server.stop(0);
    }
    // a garbage collection between two clients may cost one new HttpClient
    assertTrue(connections.size() < 50, () -> connections.size() + " connections");
    assertTrue(httpClients() - threads < 50, () -> httpClients() - threads + " HTTP clients");
  }

  private static long httpClients() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("HttpClient-\\d+-SelectorManager"))
        .count();
  }

  private static void assertAllArrived(Stream<UpdateResult> results) {
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
