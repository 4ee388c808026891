package com.cloudcockpit.qualification.mock;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Input that no client should send, and a specification that does not parse. */
@Tag("slow")
@Timeout(300)
class RobustnessTest {

  private static final int MEBIBYTE = 1 << 20;

  @TempDir Path temporary;

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostileRequests")
  void rejectsHostileInputAndServesTheNextRequest(String name, byte[] request, String statusLine)
      throws Exception {
    assertEquals(statusLine, statusLine(request));
    assertServing();
  }

  static Stream<Arguments> hostileRequests() {
    var path = Call.valid().path();
    return Stream.of(
        arguments(
            "a body of 20 MiB",
            request(path, "", "x".repeat(20 * MEBIBYTE)),
            "413 Payload Too Large"),
        arguments(
            "a body of 9 MiB",
            request(path, "", "{\"x\":\"%s\"}".formatted("x".repeat(9 * MEBIBYTE))),
            "400 Bad Request"),
        arguments(
            "deeply nested JSON",
            request(
                path,
                "",
                Call.valid()
                    .body()
                    .replaceFirst(
                        "}$", ",\"x\":%s%s}".formatted("[".repeat(50_000), "]".repeat(50_000)))),
            "200 OK"),
        arguments(
            "1,000 headers",
            request(
                path,
                IntStream.range(0, 1_000)
                    .mapToObj("X-%d: 1\r\n"::formatted)
                    .collect(Collectors.joining()),
                "{}"),
            "400 Bad Request"),
        arguments(
            "a header of 64 KiB",
            request(path, "X-Long: %s\r\n".formatted("x".repeat(1 << 16)), "{}"),
            "431 Request Header Fields Too Large"),
        arguments(
            "bytes that are not UTF-8", request(path, "", "\u00ff\u00fe{"), "400 Bad Request"),
        arguments(
            "a path that cannot be decoded",
            request("/v1/Customers/%zz/microsoft-qualification", "", "{}"),
            "400 Bad Request"),
        arguments("a path of backslashes", request("/\\\\", "", "{}"), "404 Not Found"),
        arguments("a broken absolute URL", request("http://[", "", "{}"), "404 Not Found"),
        arguments("a path without a host", request("//", "", "{}"), "404 Not Found"),
        arguments(
            "bytes that are not HTTP", "\0\1\2\r\n\r\n".getBytes(ISO_8859_1), "400 Bad Request"));
  }

  @ParameterizedTest
  @MethodSource
  void respondsOnceARequestIsCompleteAndServesOthersMeanwhile(String path, int status)
      throws Exception {
    try (var socket = new Socket("127.0.0.1", Mock.baseUri().getPort())) {
      var half = request(path, "", "{}");
      socket.getOutputStream().write(half, 0, half.length - 1);
      socket.getOutputStream().flush();
      assertServing();
      assertEquals(0, socket.getInputStream().available());
      socket.getOutputStream().write('}');
      var response = new String(socket.getInputStream().readNBytes(12), ISO_8859_1);
      assertEquals("HTTP/1.1 " + status, response);
    }
    assertServing();
  }

  static Stream<Arguments> respondsOnceARequestIsCompleteAndServesOthersMeanwhile() {
    return Stream.of(
        arguments(Call.valid().path(), 400),
        arguments("/unknown", 404),
        arguments("/__situations", 200));
  }

  @Test
  void servesOthersWhenAClientLeavesEarly() throws Exception {
    try (var socket = new Socket("127.0.0.1", Mock.baseUri().getPort())) {
      socket.getOutputStream().write(request(Call.valid().path(), "Prefer: delay=300\r\n", "{}"));
      socket.setSoLinger(true, 0);
    }
    assertServing();
  }

  /** A text in the specification, another one that breaks it, and what the mock reports. */
  private static final String[][] MISTAKES = {
    {"tags: [Customers]", "tags: [Customers", "at line \\d+, column \\d+"},
    {
      "responses:\n        '2XX'",
      "responsez:\n        '2XX'",
      "patch has the unknown key responsez"
    },
    {"required: true", "requird: true", "parameters\\.0 has the unknown key requird"},
    {"securitySchemes:", "securityScheme:", "components has the unknown key securityScheme"},
    {"responses:\n        '2XX'", "x-responses:\n        '2XX'", "patch has no responses"},
    {"\npaths:", "\npaths: {}\nx-paths:", "it has no operations"},
    {"openapi: 3.0.3", "openapi3: 3.0.3", "Unsupported document format"}
  };

  @Test
  void keepsServingTheLastGoodSpecification() throws Exception {
    var good = Files.readString(Mock.SPECIFICATION);
    var file = Files.writeString(temporary.resolve("openapi.yaml"), good);
    var log = Path.of("target", "prism-reloading.log");
    try (var mock = PrismMock.start(Mock.DIRECTORY, file, log, Map.of())) {
      for (var mistake : MISTAKES) {
        var sentence =
            "%s is broken: .*%s\\. The mock still serves the last good version\\."
                .formatted(Pattern.quote(file.toString()), mistake[2]);
        saveAndAwait(
            file,
            good.replace(mistake[0], mistake[1]),
            () -> Files.readString(log).lines().anyMatch(line -> line.matches(sentence)));
        assertEquals(200, Call.valid().send(mock.baseUri()).statusCode(), sentence);
        assertEquals(400, Call.valid().body("{}").send(mock.baseUri()).statusCode(), sentence);
      }
      var call = Call.valid().with("Prefer", "code=404, example=moved");
      assertEquals(400, call.send(mock.baseUri()).statusCode());
      saveAndAwait(
          file,
          good.replace("unknownCustomer:", "moved:"),
          () -> call.send(lastAddress(log)).statusCode() == 404);
    }
  }

  @Test
  void reportsWhyItDoesNotStartWithABrokenSpecification() throws Exception {
    var file = Files.writeString(temporary.resolve("openapi.yaml"), "openapi: [");
    var log = Path.of("target", "prism-broken.log");
    var message =
        assertThrows(
                MockException.class,
                () -> PrismMock.start(Mock.DIRECTORY, file, log, Map.of()).close())
            .getMessage();
    assertTrue(message.contains("prism-broken.log"), message);
    assertTrue(Files.readString(log).contains("openapi.yaml is broken: "));
  }

  /** If it has to find a free port, Prism finds another one after reloading the specification. */
  private static URI lastAddress(Path log) throws Exception {
    return Pattern.compile("listening on (\\S+)")
        .matcher(Files.readString(log))
        .results()
        .reduce((first, last) -> last)
        .map(line -> URI.create(line.group(1)))
        .orElseThrow();
  }

  /**
   * Saves the file until the condition is met, at most as long as the test may take: Prism listens
   * before it watches the file, so it may miss a change.
   */
  private static void saveAndAwait(Path file, String content, Callable<Boolean> condition)
      throws Exception {
    for (int attempts = 0; !isTrue(condition); attempts++) {
      if (attempts % 60 == 0) {
        Files.writeString(file, content);
      }
      Thread.sleep(50);
    }
  }

  private static boolean isTrue(Callable<Boolean> condition) throws Exception {
    try {
      return condition.call();
    } catch (IOException e) {
      return false; // Prism closes its server before it opens the next one
    }
  }

  private static void assertServing() throws Exception {
    assertEquals(200, Call.valid().send().statusCode());
  }

  private static byte[] request(String path, String headers, String body) {
    var valid = new StringBuilder();
    Call.valid()
        .headers()
        .forEach((name, value) -> valid.append("%s: %s\r\n".formatted(name, value)));
    return "PATCH %s HTTP/1.1\r\nHost: mock\r\n%s%sContent-Length: %d\r\n\r\n%s"
        .formatted(path, valid, headers, body.length(), body)
        .getBytes(ISO_8859_1);
  }

  /** Sends the bytes unchanged, and returns the status code and reason phrase of the response. */
  private static String statusLine(byte[] request) throws Exception {
    try (var socket = new Socket("127.0.0.1", Mock.baseUri().getPort())) {
      socket.setSoTimeout(100_000);
      try {
        socket.getOutputStream().write(request);
      } catch (IOException e) {
        // the mock may answer and close before it has read everything
      }
      var line = new ByteArrayOutputStream();
      for (int next = socket.getInputStream().read();
          next != '\r' && next != -1;
          next = socket.getInputStream().read()) {
        line.write(next);
      }
      return line.toString(ISO_8859_1).replace("HTTP/1.1 ", "");
    }
  }
}
