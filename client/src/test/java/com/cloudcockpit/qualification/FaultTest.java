package com.cloudcockpit.qualification;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var failure = fails("http://127.0.0.1:" + port);
    assertMessage(
        "Cannot connect to http://127.0.0.1:%d: connection refused".formatted(port), failure);
    assertTrue(failure.isRetryable());
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
            new HalfServer(
                "HTTP/1.1 404 Not Found\r\nContent-Length: 100\r\n\r\n{\"type\":\"NotF");
        var client = TestServer.client(server.uri()).requestTimeout(SHORT).build()) {
      var failure =
          assertThrows(
              NotFoundException.class,
              () -> client.update(TestServer.CUSTOMER_ID, TestServer.request()));
      assertEquals("{\"type\":\"NotF", failure.body().orElseThrow());
    }
  }

  @Test
  void returnsASuccessWhoseBodyStalls() throws Exception {
    try (var server = new HalfServer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
        var client = TestServer.client(server.uri()).requestTimeout(SHORT).build()) {
      assertEquals(200, client.update(TestServer.CUSTOMER_ID, TestServer.request()).statusCode());
      assertEquals(
          200,
          client.updateAsync(TestServer.CUSTOMER_ID, TestServer.request()).join().statusCode());
    }
  }

  /** Repeated, because the JDK may report the fault before or after the status. */
  @RepeatedTest(50)
  void reportsTheStatusOfAnErrorWhoseBodyBreaksOff() throws Exception {
    try (var server =
            new HalfServer("HTTP/1.1 500 Oops\r\nContent-Length: 100\r\n\r\n{\"type\":", true);
        var client = TestServer.client(server.uri()).build()) {
      var failure =
          assertThrows(
              ServerErrorException.class,
              () -> client.update(TestServer.CUSTOMER_ID, TestServer.request()));
      assertEquals("{\"type\":", failure.body().orElseThrow());
    }
  }

  @Test
  void stopsReadingAnErrorOf200MebibytesAtTheLimit() throws Exception {
    var sent = new AtomicLong();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(500, 200L << 20);
          var megabyte = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
          try (var body = exchange.getResponseBody()) {
            for (int i = 0; i < 200; i++) {
              body.write(megabyte);
              sent.addAndGet(megabyte.length);
            }
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
    } finally {
      server.stop(0);
    }
    assertTrue(sent.get() < 100L << 20, () -> sent + " bytes were sent");
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
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void closesTheConnectionWhenTheFutureIsCanceled() throws Exception {
    try (var server = new HalfServer("");
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
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var http =
        HttpClient.newBuilder()
            .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", port)))
            .build();
    try (var client = TestServer.client("http://127.0.0.1:4010").httpClient(http).build()) {
      var failure =
          assertThrows(
              TransportException.class,
              () -> client.update(TestServer.CUSTOMER_ID, TestServer.request()));
      assertMessage(
          """
          Cannot connect to the proxy 127.0.0.1:%d on the way to http://127.0.0.1:4010: \
          connection refused"""
              .formatted(port),
          failure);
      assertTrue(failure.isRetryable());
    }
  }

  @Test
  void hidesTheTokenInAMalformedStatusLine() throws Exception {
    var response = "HTTP/1.1 4o1 %s\r\n\r\n".formatted(TestServer.TOKEN.repeat(20));
    try (var server = new HalfServer(response, true);
        var client = TestServer.client(server.uri()).build()) {
      var failure =
          assertThrows(
              TransportException.class,
              () -> client.update(TestServer.CUSTOMER_ID, TestServer.request()));
      assertHidesToken(failure);
    }
    try (var server = new HalfServer(response, true);
        var client = TestServer.client(server.uri()).build()) {
      var future = client.updateAsync(TestServer.CUSTOMER_ID, TestServer.request());
      assertHidesToken(assertThrows(CompletionException.class, future::join));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TestServer.TOKEN, "abc", "99999999999999999999"})
  void reportsTheStatusOfAResponseWithAMalformedContentLength(String length) throws Exception {
    var response = "HTTP/1.1 401 Oops\r\nContent-Length: %s\r\n\r\n".formatted(length);
    try (var server = new HalfServer(response, true);
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
      var http =
          HttpClient.newBuilder()
              .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.port())))
              .build();
      try (var client = TestServer.client("https://api.example").httpClient(http).build()) {
        var failure =
            assertThrows(
                UnexpectedStatusException.class,
                () -> client.update(TestServer.CUSTOMER_ID, TestServer.request()));
        assertEquals(407, failure.statusCode().orElseThrow());
      }
    }
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

  /** A server that sends a response to the first bytes that arrive on a connection. */
  private static final class RawServer implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    RawServer(String response) throws IOException {
      var thread =
          new Thread(
              () -> {
                while (!socket.isClosed()) {
                  try (var connection = socket.accept()) {
                    connection.getInputStream().read(new byte[8192]);
                    connection
                        .getOutputStream()
                        .write(response.getBytes(StandardCharsets.US_ASCII));
                  } catch (IOException e) {
                    // the client or the test closed the connection
                  }
                }
              });
      thread.setDaemon(true);
      thread.start();
    }

    int port() {
      return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** A server that sends the beginning of a response, and then hangs up or stalls. */
  private static final class HalfServer implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    HalfServer(String beginning) throws IOException {
      this(beginning, false);
    }

    HalfServer(String beginning, boolean hangUp) throws IOException {
      var thread =
          new Thread(
              () -> {
                while (!socket.isClosed()) {
                  try (var connection = socket.accept()) {
                    readRequest(connection.getInputStream());
                    requested.countDown();
                    connection
                        .getOutputStream()
                        .write(beginning.getBytes(StandardCharsets.US_ASCII));
                    if (hangUp) {
                      connection.shutdownOutput();
                    }
                    connection.getInputStream().transferTo(OutputStream.nullOutputStream());
                  } catch (IOException e) {
                    // the client or the test closed the connection
                  }
                  closed.countDown();
                }
              });
      thread.setDaemon(true);
      thread.start();
    }

    /** Reads to the end of the JSON object. */
    private static void readRequest(InputStream request) throws IOException {
      int open = 0;
      int next;
      do {
        next = request.read();
        open += next == '{' ? 1 : next == '}' ? -1 : 0;
      } while (next >= 0 && (next != '}' || open > 0));
    }

    String uri() {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }

    void awaitRequest() throws InterruptedException {
      assertTrue(requested.await(10, TimeUnit.SECONDS));
    }

    void awaitClosed() throws InterruptedException {
      assertTrue(closed.await(10, TimeUnit.SECONDS));
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
