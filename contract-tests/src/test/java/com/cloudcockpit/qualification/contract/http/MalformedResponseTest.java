package com.cloudcockpit.qualification.contract.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests with servers whose responses are malformed, large or encoded. */
@Timeout(60)
class MalformedResponseTest {

  private static final Request PATCH = Request.of("PATCH", "/customers", "{}");

  private final Transport transport = new Transport(Duration.ofSeconds(8));

  @BeforeAll
  static void loadTheLibraries() {
    var unused = URI.create("http://127.0.0.1:9");
    new Transport(Duration.ofSeconds(30)).send(PATCH, unused);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          204 No Content|Content-Length: 2|{}|it has a body
          204 No Content||{}|it has a body
          204 No Content|Transfer-Encoding: chunked|2~{}~0~~|it has a body
          400 Bad|Content-Length: 2|{"a":1}|more bytes follow its end
          400 Bad|Content-Length: 0|{}|more bytes follow its end
          400 Bad|Content-Length: 9|{"a":1}|it was cut off after 7 bytes
          400 Bad|X: y|{"a":1}|it was cut off after 7 bytes
          400 Bad|Transfer-Encoding: chunked|7~{"a":1}~|it was cut off after 7 bytes
          400 Bad|Transfer-Encoding: chunked|7~{"a":1}~0~~0~~|more bytes follow its end
          400 Bad|Transfer-Encoding: chunked|x~{"a":1}~0~~|Bad chunk header: x
          """)
  void namesAMalformedResponse(String status, String header, String body, String defect)
      throws IOException {
    var malformed =
        "HTTP/1.1 %s\n%s\n%s"
            .formatted(status, header == null ? "" : header + "\n", body.replace("~", "\n"));
    try (var server = RawServer.returning(malformed)) {
      var response = transport.send(PATCH, server.uri());
      assertEquals(
          "a malformed response (the %s response is malformed (%s))"
              .formatted(status.substring(0, 3), defect),
          response.summary());
      assertEquals(Integer.parseInt(status.substring(0, 3)), response.status());
      assertFalse(response.unreachable() || response.isOutage() || response.isSuccess());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Content-Length: 9|{"a":|Premature end of \
          Content-Length delimited message body (expected: 9; received: 5)
          Transfer-Encoding: chunked|7~{"a":|Truncated chunk (expected size: 7; actual size: 5)
          Transfer-Encoding: chunked|7~{"a":1}~|Premature end of \
          chunk coded message body: closing chunk expected
          """)
  void namesAResponseThatEndsEarly(String header, String body, String defect) throws IOException {
    var malformed = "HTTP/1.1 404 Not Found\n%s\n\n%s".formatted(header, body.replace("~", "\n"));
    try (var server = new RawServer((request, socket) -> !RawServer.write(socket, malformed))) {
      var response = transport.send(PATCH, server.uri());
      assertEquals("the 404 response is malformed (%s)".formatted(defect), response.fault());
      assertEquals("{\"a\":1}".substring(0, response.body().length()), response.body());
    }
  }

  @Test
  void namesTheStatusOfAResponseThatDoesNotArriveInTime() throws IOException {
    var transport = new Transport(Duration.ofSeconds(1));
    try (var server = RawServer.returning("HTTP/1.1 400 Bad\nContent-Length: 9\n\n{")) {
      var response = transport.send(PATCH, server.uri());
      assertEquals("no response (an incomplete 400 response within 1 s)", response.summary());
      assertTrue(response.unreachable());
    }
  }

  @Test
  void readsAResponseWithoutABody() throws IOException {
    try (var server = RawServer.returning("HTTP/1.1 204 No Content\nContent-Length: 0\n\n")) {
      assertEquals("204 with no body", transport.send(PATCH, server.uri()).summary());
    }
  }

  @Test
  void readsOnlyTheBeginningOfAnEndlessBody() throws IOException {
    try (var server = new RawServer((request, socket) -> writeEndlessly(socket))) {
      var response = new Transport(Duration.ofSeconds(20)).send(PATCH, server.uri());
      assertNull(response.fault());
      assertEquals("was cut off at 4 MiB", response.bodyProblem());
      assertEquals(4 << 20, response.body().length());
    }
  }

  @Test
  void readsOnlyTheBeginningOfABodyThatIsLargeWhenDecompressed() throws IOException {
    try (var server =
        new RawServer((request, socket) -> respond(socket, "gzip", gzip(new byte[20 << 20])))) {
      var response = transport.send(PATCH, server.uri());
      assertEquals("was cut off at 4 MiB", response.bodyProblem());
    }
  }

  @Test
  void decompressesGzip() throws IOException {
    var body = "{\"a\":\"\u00e4\"}";
    try (var server =
        new RawServer(
            (request, socket) ->
                respond(socket, "gzip", gzip(body.getBytes(StandardCharsets.UTF_8))))) {
      var response = transport.send(PATCH, server.uri());
      assertEquals("", response.bodyProblem());
      assertEquals(body, response.body());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "br, 0b0180, 'is compressed with br, which the request did not ask for'",
    "deflate, 789cab05, 'is compressed with deflate, which the request did not ask for'",
    "br, 7b7d, 'is not compressed with br, although its Content-Encoding says so'",
    "gzip, 7b7d, 'is not compressed with gzip, although its Content-Encoding says so'",
    "identity, 7b7d, ''",
    "'', 7b22e422, is not UTF-8"
  })
  void namesTheProblemOfAnEncoding(String encoding, String hex, String problem) throws IOException {
    var body = HexFormat.of().parseHex(hex);
    try (var server = new RawServer((request, socket) -> respond(socket, encoding, body))) {
      var response = transport.send(PATCH, server.uri());
      assertNull(response.fault());
      assertEquals(problem, response.bodyProblem());
      assertEquals(problem.isEmpty(), response.json().isPresent());
      assertEquals(problem.startsWith("is compressed"), response.body().isEmpty());
    }
  }

  private static boolean respond(Socket socket, String encoding, byte[] body) throws IOException {
    RawServer.write(
        socket,
        "HTTP/1.1 200 OK\nContent-Encoding: %s\nContent-Length: %d\n\n"
            .formatted(encoding, body.length));
    return RawServer.write(socket, body);
  }

  private static boolean writeEndlessly(Socket socket) throws IOException {
    RawServer.write(socket, "HTTP/1.1 200 OK\n\n");
    var block = "[".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
    while (true) {
      RawServer.write(socket, block);
    }
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var compressed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(compressed)) {
      gzip.write(bytes);
    }
    return compressed.toByteArray();
  }
}
