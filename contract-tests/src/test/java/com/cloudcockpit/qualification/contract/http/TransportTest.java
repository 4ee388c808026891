package com.cloudcockpit.qualification.contract.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.RestAssured;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
@Isolated("modifies the defaults of REST Assured and of logging")
class TransportTest {

  private static final String OK = "HTTP/1.1 200 OK\nContent-Length: 2\n\n{}";
  private static final Request PATCH =
      Request.of("PATCH", "/customers", "{}").withHeader("Authorization", "Bearer Aa");

  private final Transport transport = new Transport(Duration.ofSeconds(20));

  @AfterEach
  void resetRestAssured() {
    RestAssured.reset();
  }

  @Test
  void rejectsDefaultSpecificationsOfRestAssured() {
    RestAssured.requestSpecification = RestAssured.given().header("X-Tenant", "other.example");
    var failure =
        assertThrows(InconclusiveException.class, () -> new Transport(Duration.ofSeconds(1)));
    assertEquals(
        """
        RestAssured.requestSpecification or responseSpecification is set and would change the \
        checks: call RestAssured.reset() before they run.""",
        failure.getMessage());
  }

  /**
   * Otherwise, Jetty up to version 11 would take a header for an earlier one that differs only in
   * case, and the response to a request after uvicorn closed the connection silently would be lost.
   */
  @Test
  void sendsEachRequestOnItsOwnConnection() throws IOException {
    try (var server = RawServer.returning(OK)) {
      for (int i = 0; i < 3; i++) {
        assertEquals(200, transport.send(PATCH, server.uri()).status());
      }
      assertEquals(List.of(1, 2, 3), server.connections());
    }
  }

  @Test
  void logsNothingAboutInvalidCookies() throws IOException {
    var logged = new ArrayList<String>();
    var handler = new RecordingHandler(logged);
    Logger.getLogger("").addHandler(handler);
    try (var server =
        RawServer.returning(
            """
            HTTP/1.1 200 OK
            Set-Cookie: session=1; Expires=never; Path=/other; Domain=example.com
            Set-Cookie: session=1; Max-Age=long
            Content-Length: 2

            {}""")) {
      assertEquals("{}", transport.send(PATCH, server.uri()).body());
    } finally {
      Logger.getLogger("").removeHandler(handler);
    }
    assertEquals(List.of(), logged);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          |the connection failed: 127.0.0.1:PORT failed to respond
          HTTP/1.1 200 OK~no colon~~|the response is malformed (Invalid header: no colon)
          gibberish~~|the response is malformed (The server failed to respond with a valid \
          HTTP response)
          """)
  void saysWhyThereIsNoResponse(String text, String fault) throws IOException {
    var written = text == null ? "" : text.replace("~", "\n");
    try (var server = new RawServer((request, socket) -> !RawServer.write(socket, written))) {
      var response = transport.send(PATCH, server.uri());
      assertEquals(fault.replace("PORT", "" + server.port()), response.fault());
      assertFalse(response.unreachable());
    }
  }

  @Test
  void saysThatTheConnectionWasReset() throws IOException {
    try (var server =
        new RawServer(
            (request, socket) -> {
              socket.setSoLinger(true, 0);
              return false;
            })) {
      assertEquals(
          "the connection failed: Connection reset", transport.send(PATCH, server.uri()).fault());
    }
  }

  @Test
  void saysThatTheConnectionIsRefused() throws IOException {
    int port;
    try (var unused = new ServerSocket(0)) {
      port = unused.getLocalPort();
    }
    var response = transport.send(PATCH, URI.create("http://127.0.0.1:" + port));
    assertEquals("the connection failed: Connection refused", response.fault());
  }

  @Test
  void sendsRepeatedQueryParameters() throws IOException {
    try (var server = RawServer.returning(OK)) {
      transport.send(PATCH.with("query", "a", List.of("1 2", "3")), server.uri());
      assertTrue(server.received().get(0).head().startsWith("PATCH /customers?a=1%202&a=3 HTTP"));
    }
  }

  private static final class RecordingHandler extends Handler {

    private final List<String> messages;

    RecordingHandler(List<String> messages) {
      this.messages = messages;
    }

    @Override
    public void publish(LogRecord entry) {
      messages.add(entry.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
