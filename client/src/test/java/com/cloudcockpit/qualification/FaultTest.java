package com.cloudcockpit.qualification;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the client reports servers and networks that fail. */
@Tag("slow")
@Timeout(60)
class FaultTest {

  @RegisterExtension static final WireMockExtension SERVER = TestServer.newServer();

  private static final Duration SHORT = Duration.ofMillis(900);

  @Test
  void reportsARefusedConnection() throws Exception {
    try (var socket = notListening()) {
      var uri = "http://127.0.0.1:" + socket.getLocalPort();
      var failure = fails(uri);
      assertMessage("Cannot connect to %s: connection refused".formatted(uri), failure);
      assertTrue(failure.isRetryable());
    }
  }

  @Test
  void reportsAnUnknownHost() {
    var failure = fails("https://no-such-host.invalid");
    assertMessage("Cannot connect to https://no-such-host.invalid: unknown host", failure);
    assertTrue(failure.isRetryable());
  }

  @Test
  void reportsAFailedTlsHandshake() {
    TestServer.answer(SERVER, ok());
    var failure = fails(SERVER.baseUrl().replace("http:", "https:"));
    assertInstanceOf(SSLException.class, failure.getCause());
    assertTrue(
        failure.getMessage().startsWith("TLS handshake failed with https://"),
        failure.getMessage());
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE", "RANDOM_DATA_THEN_CLOSE"})
  void reportsABrokenConnection(Fault fault) {
    TestServer.answer(SERVER, aResponse().withFault(fault));
    var failure = fails(SERVER.baseUrl());
    assertInstanceOf(IOException.class, failure.getCause());
    assertTrue(
        failure.statusCode().isEmpty() && failure.body().isEmpty() && failure.error().isEmpty());
    assertFalse(failure.isRetryable(), "The request may have been processed.");
  }

  @Test
  void reportsATimeout() {
    TestServer.answer(SERVER, ok().withFixedDelay(60_000));
    var failure = fails(TestServer.client(SERVER.baseUrl()).requestTimeout(SHORT));
    assertInstanceOf(HttpTimeoutException.class, failure.getCause());
    assertTrue(
        failure.getMessage().contains(" within 900 ms (correlation ID "), failure.getMessage());
    assertFalse(failure.isRetryable());
  }

  @Test
  void reportsTheStatusOfAnErrorWhoseBodyStalls() throws Exception {
    try (var server =
            new RawServer("HTTP/1.1 404 Not Found\r\nContent-Length: 100\r\n\r\n{\"type\":\"NotF");
        var client =
            TestServer.client(server.uri()).requestTimeout(Duration.ofSeconds(3)).build()) {
      var failure =
          assertThrows(
              NotFoundException.class,
              () -> client.update(TestServer.CUSTOMER_ID, TestServer.request()));
      assertEquals("{\"type\":\"NotF", failure.body().orElseThrow());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 100\r\n", "Transfer-Encoding: chunked\r\n", ""})
  void returnsASuccessAsSoonAsItsHeadersAreThere(String header) throws Exception {
    try (var server = new RawServer("HTTP/1.1 200 OK\r\n%s\r\n".formatted(header));
        var client = TestServer.client(server.uri()).requestTimeout(Duration.ofDays(1)).build()) {
      assertEquals(200, client.update(TestServer.CUSTOMER_ID, TestServer.request()).statusCode());
      assertEquals(
          200,
          client.updateAsync(TestServer.CUSTOMER_ID, TestServer.request()).join().statusCode());
    }
  }

  @Test
  void closesTheConnectionOfASuccessWhoseBodyStallsUntilTheTimeout() throws Exception {
    try (var server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
        var client =
            TestServer.client(server.uri()).requestTimeout(Duration.ofSeconds(3)).build()) {
      client.update(TestServer.CUSTOMER_ID, TestServer.request());
      server.awaitClosed();
    }
  }

  @Test
  void reusesTheConnectionAfterASuccessWithABody() throws Exception {
    var body = "x".repeat(1_000_000);
    var response = "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s".formatted(body.length(), body);
    try (var server = new RawServer(response);
        var client = TestServer.client(server.uri()).build()) {
      int calls = 20;
      for (int i = 0; i < calls; i++) {
        client.update(TestServer.CUSTOMER_ID, TestServer.request());
      }
      // a call that starts before the previous body has been discarded needs a second connection
      assertTrue(server.connections() < calls, () -> server.connections() + " connections");
    }
  }

  /** The JDK rejects it in the same way, but without a status. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 2\r\n\r\n{}",
        "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
      })
  void returnsASuccessFor204WithABody(String rest) throws Exception {
    try (var server = new RawServer("HTTP/1.1 204 No Content\r\n" + rest);
        var client = TestServer.client(server.uri()).build()) {
      assertEquals(204, client.update(TestServer.CUSTOMER_ID, TestServer.request()).statusCode());
      assertEquals(
          204,
          client.updateAsync(TestServer.CUSTOMER_ID, TestServer.request()).join().statusCode());
    }
  }

  /** Repeated, because the JDK may report the fault before or after the status. */
  @RepeatedTest(50)
  void reportsTheStatusOfAnErrorWhoseBodyBreaksOff() throws Exception {
    try (var server =
            new RawServer("HTTP/1.1 500 Oops\r\nContent-Length: 100\r\n\r\n{\"type\":", true);
        var client = TestServer.client(server.uri()).build()) {
      var failure =
          assertThrows(
              ServerErrorException.class,
              () -> client.update(TestServer.CUSTOMER_ID, TestServer.request()));
      assertEquals("{\"type\":", failure.body().orElseThrow());
    }
  }

  @Test
  void stopsReadingAnEndlessErrorAtTheLimit() throws Exception {
    var stopped = new CountDownLatch(1);
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(500, 0);
          try (var body = exchange.getResponseBody()) {
            while (true) {
              body.write(new byte[1 << 20]);
            }
          } catch (IOException e) {
            stopped.countDown();
          }
        });
    server.start();
    try (var client =
        TestServer.client("http://127.0.0.1:" + server.getAddress().getPort()).build()) {
      var failure =
          assertThrows(
              ServerErrorException.class,
              () -> client.update(TestServer.CUSTOMER_ID, TestServer.request()));
      assertEquals(64 * 1024, failure.body().orElseThrow().length());
      stopped.await();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void throwsAndPreservesTheInterruptStatusWhenInterrupted() throws Exception {
    TestServer.answer(SERVER, ok().withFixedDelay(60_000));
    try (var client = TestServer.client(SERVER.baseUrl()).build()) {
      Thread.currentThread().interrupt();
      var failure =
          assertThrows(
              TransportException.class,
              () -> client.update(TestServer.CUSTOMER_ID, TestServer.request()));
      assertInstanceOf(InterruptedException.class, failure.getCause());
      assertTrue(Thread.currentThread().isInterrupted());
    } finally {
      Thread.interrupted(); // clears the status, also for the next test if this one fails
    }
  }

  @Test
  void closesTheConnectionWhenTheFutureIsCanceled() throws Exception {
    try (var server = new RawServer("");
        var client = TestServer.client(server.uri()).build()) {
      var future = client.updateAsync(TestServer.CUSTOMER_ID, TestServer.request());
      server.awaitRequest();
      assertTrue(future.cancel(true));
      server.awaitClosed();
    }
  }

  @Test
  void failsTheFutureWithATransportException() {
    TestServer.answer(SERVER, aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    try (var client = TestServer.client(SERVER.baseUrl()).build()) {
      var future = client.updateAsync(TestServer.CUSTOMER_ID, TestServer.request());
      assertInstanceOf(
          TransportException.class,
          assertThrows(CompletionException.class, future::join).getCause());
    }
  }

  @Test
  void namesTheProxyThatRefusesTheConnection() throws Exception {
    try (var socket = notListening();
        var client =
            TestServer.client("http://127.0.0.1:4010")
                .httpClient(HttpClient.newBuilder().proxy(proxy(socket.getLocalPort())).build())
                .build()) {
      var failure =
          assertThrows(
              TransportException.class,
              () -> client.update(TestServer.CUSTOMER_ID, TestServer.request()));
      assertMessage(
          """
          Cannot connect to the proxy 127.0.0.1:%d on the way to http://127.0.0.1:4010: \
          connection refused"""
              .formatted(socket.getLocalPort()),
          failure);
      assertTrue(failure.isRetryable());
    }
  }

  @Test
  void redactsTheTokenInAMalformedStatusLine() throws Exception {
    var response = "HTTP/1.1 4o1 %s\r\n\r\n".formatted(TestServer.TOKEN.repeat(20));
    try (var server = new RawServer(response, true);
        var client = TestServer.client(server.uri()).build()) {
      var failure =
          assertThrows(
              TransportException.class,
              () -> client.update(TestServer.CUSTOMER_ID, TestServer.request()));
      assertHidesToken(failure);
    }
    try (var server = new RawServer(response, true);
        var client = TestServer.client(server.uri()).build()) {
      var future = client.updateAsync(TestServer.CUSTOMER_ID, TestServer.request());
      assertHidesToken(assertThrows(CompletionException.class, future::join));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TestServer.TOKEN, "abc", "99999999999999999999"})
  void reportsTheStatusOfAResponseWithAMalformedContentLength(String length) throws Exception {
    var response = "HTTP/1.1 401 Oops\r\nContent-Length: %s\r\n\r\n".formatted(length);
    try (var server = new RawServer(response, true);
        var client = TestServer.client(server.uri()).build()) {
      var failure =
          assertThrows(
              UnauthorizedException.class,
              () -> client.update(TestServer.CUSTOMER_ID, TestServer.request()));
      assertEquals("", failure.body().orElseThrow());
    }
  }

  @Test
  void reportsAProxyThatRequiresAuthentication() throws Exception {
    var response =
        "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"a\"\r\nContent-Length: 0\r\n\r\n";
    try (var proxy = new RawServer(response)) {
      var http = HttpClient.newBuilder().proxy(proxy(proxy.port())).build();
      try (var client = TestServer.client("https://api.example").httpClient(http).build()) {
        var failure =
            assertThrows(
                UnexpectedStatusException.class,
                () -> client.update(TestServer.CUSTOMER_ID, TestServer.request()));
        assertEquals(407, failure.statusCode().orElseThrow());
      }
    }
  }

  /** Before Java 24, SafetyTest shows that such a client is rejected. */
  @Test
  @EnabledForJreRange(minVersion = 24)
  void sendsTheTokenAndReportsA401WithoutAChallengeDespiteAnAuthenticator() throws Exception {
    var http = HttpClient.newBuilder().authenticator(new Authenticator() {}).build();
    try (var server = new RawServer("HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n");
        var client = TestServer.client(server.uri()).httpClient(http).build()) {
      assertThrows(
          UnauthorizedException.class,
          () -> client.update(TestServer.CUSTOMER_ID, TestServer.request()));
      assertTrue(server.awaitRequest().contains("Authorization: Bearer " + TestServer.TOKEN));
    }
  }

  @Test
  void sendsTheProxyItsLoginButNotTheToken() throws Exception {
    var login = "Proxy-Authorization: Basic dXNlcjpwYXNzd29yZA==\r\n";
    try (var proxy = new RawServer("HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n")) {
      var http = HttpClient.newBuilder().proxy(proxy(proxy.port())).build();
      try (var client =
          TestServer.client("https://api.example")
              .httpClient(http)
              .header("Proxy-Authorization", "Basic dXNlcjpwYXNzd29yZA==")
              .build()) {
        var failure =
            assertThrows(
                TransportException.class,
                () -> client.update(TestServer.CUSTOMER_ID, TestServer.request()));
        assertMessage(
            """
            Cannot connect to the proxy 127.0.0.1:%d on the way to https://api.example: Tunnel \
            failed, got: 502"""
                .formatted(proxy.port()),
            failure);
        assertTrue(failure.isRetryable());
      }
      assertTrue(proxy.awaitRequest().startsWith("CONNECT api.example:443 "));
      assertTrue(proxy.awaitRequest().contains(login), proxy.awaitRequest());
      assertFalse(proxy.awaitRequest().contains(TestServer.TOKEN));
    }
  }

  @Test
  void blamesAProxySelectorThatFails() {
    var boom = new IllegalStateException("boom");
    var failure = failsWith(HttpClient.newBuilder().proxy(new FailingSelector(boom)));
    assertMessage(
        "The ProxySelector failed to call https://api.example: %s".formatted(boom), failure);
    assertSame(boom, failure.getCause());
    failure = failsWith(HttpClient.newBuilder().proxy(new FailingSelector(null)));
    assertTrue(failure.getMessage().startsWith("The ProxySelector failed"), failure.getMessage());
  }

  @Test
  void saysWhyTheJdkRefusesAResponse() throws Exception {
    var header = "X: " + "x".repeat(1_000_000);
    try (var server = new RawServer("HTTP/1.1 200 OK\r\n%s\r\n\r\n".formatted(header), true)) {
      var message = fails(server.uri()).getMessage();
      assertFalse(message.contains("before a response arrived"), message);
      assertTrue(message.contains(" response from %s: ".formatted(server.uri())), message);
    }
  }

  /** On Java 17, send never returns if the executor rejects one of its tasks. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void failsIfTheExecutorRejectsATask(int accepted) throws Exception {
    var tasks = new AtomicInteger();
    Executor executor =
        task -> {
          if (tasks.getAndIncrement() >= accepted) {
            throw new RejectedExecutionException("full");
          }
          new Thread(task).start();
        };
    var http = HttpClient.newBuilder().executor(executor).build();
    try (var server = new RawServer("HTTP/1.1 204 No Content\r\n\r\n");
        var client =
            TestServer.client(server.uri()).httpClient(http).requestTimeout(SHORT).build()) {
      assertThrows(
          TransportException.class,
          () -> client.update(TestServer.CUSTOMER_ID, TestServer.request()));
      tasks.set(0);
      var future = client.updateAsync(TestServer.CUSTOMER_ID, TestServer.request());
      var failure = assertThrows(CompletionException.class, future::join);
      assertInstanceOf(TransportException.class, failure.getCause());
    }
  }

  @Test
  void failsIfTheExecutorIsShutDown() {
    var executor = Executors.newSingleThreadExecutor();
    executor.shutdown();
    var failure = failsWith(HttpClient.newBuilder().executor(executor));
    assertTrue(failure.getMessage().contains("rejected"), failure.getMessage());
  }

  private static TransportException failsWith(HttpClient.Builder http) {
    return fails(TestServer.client("https://api.example").httpClient(http.build()));
  }

  /** A socket whose port is taken, but refuses connections. */
  private static Socket notListening() throws IOException {
    var socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return socket;
  }

  private static ProxySelector proxy(int port) {
    return ProxySelector.of(new InetSocketAddress("127.0.0.1", port));
  }

  /** Throws the exception, or returns null if there is none. */
  private static final class FailingSelector extends ProxySelector {

    private final RuntimeException failure;

    FailingSelector(RuntimeException failure) {
      this.failure = failure;
    }

    @Override
    public List<Proxy> select(URI uri) {
      if (failure != null) {
        throw failure;
      }
      return null;
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {}
  }

  private static void assertHidesToken(Throwable failure) {
    var trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertTrue(trace.toString().contains("***"), trace::toString);
    assertFalse(trace.toString().contains("secret.sign"), trace::toString);
  }

  private static void assertMessage(String expected, TransportException failure) {
    assertEquals(
        "%s (correlation ID %s)".formatted(expected, failure.correlationId()),
        failure.getMessage());
  }

  private static TransportException fails(String baseUri) {
    return fails(TestServer.client(baseUri));
  }

  private static TransportException fails(MicrosoftQualificationClientBuilder builder) {
    try (var client = builder.build()) {
      var failure =
          assertThrows(
              TransportException.class,
              () -> client.update(TestServer.CUSTOMER_ID, TestServer.request()));
      assertTrue(
          failure.getMessage().endsWith(" (correlation ID %s)".formatted(failure.correlationId())),
          failure.getMessage());
      return failure;
    }
  }
}
