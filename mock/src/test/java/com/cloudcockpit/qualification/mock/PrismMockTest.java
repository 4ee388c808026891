package com.cloudcockpit.qualification.mock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@Timeout(300)
class PrismMockTest {

  private static final Path MOCK = Path.of("").toAbsolutePath();

  @TempDir Path temporary;

  @Test
  void respondsUntilItIsClosed() throws Exception {
    var http = HttpClient.newHttpClient();
    HttpRequest request;
    try (var mock = PrismMock.start(MOCK, Path.of("target", "prism-closed.log"))) {
      request = HttpRequest.newBuilder(mock.baseUri()).build();
      var response = http.send(request, BodyHandlers.discarding());
      assertEquals(404, response.statusCode(), "The root path has no operation.");
    }
    assertThrows(IOException.class, () -> http.send(request, BodyHandlers.discarding()));
  }

  @Test
  void exitsWithTheProgramThatStartedIt() throws Exception {
    var program = program(freePorts()).start();
    try (var lines = program.inputReader()) {
      assertTrue(lines.lines().anyMatch(line -> line.contains("Prism is listening on")));
      var children = program.children().toList();
      assertEquals(2, children.size(), "Prism and the console must be running.");
      program.destroyForcibly();
      for (var child : children) {
        child.onExit().get(10, TimeUnit.SECONDS);
      }
    } finally {
      program.destroyForcibly();
    }
  }

  @Test
  void reportsAPortThatIsInUse() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = socket.getLocalPort();
      var taken = Integer.toString(port);
      assertRefuses(
          freePortsAnd("MOCK_PORT", taken),
          "Port %d is in use: .* MOCK_PORT=\\d+\\.".formatted(port));
      assertRefuses(
          freePortsAnd("CONSOLE_PORT", taken),
          "Port %d is in use: .* CONSOLE_PORT=\\d+\\.".formatted(port));
    }
  }

  @Test
  void reportsAnInvalidPort() throws Exception {
    assertRefuses(Map.of("MOCK_PORT", "forty"), "MOCK_PORT is 'forty': .* from 1 to 65535\\.");
  }

  @Test
  void reportsThatNodeIsMissing() throws Exception {
    assertRefuses(
        freePortsAnd("PATH", temporary.toString()),
        "Node\\.js or npm was not found: .* https://nodejs\\.org .*");
  }

  @Test
  @DisabledOnOs(
      value = OS.WINDOWS,
      disabledReason = "the stand-in for an old node is a shell script")
  void reportsThatNodeIsTooOld() throws Exception {
    var node = Files.writeString(temporary.resolve("node"), "#!/bin/sh\necho v18.20.8\n");
    assertTrue(node.toFile().setExecutable(true));
    assertRefuses(
        freePortsAnd("PATH", temporary.toString()),
        "Node\\.js v18\\.20\\.8 is too old: install [\\d.]+ or newer .*");
  }

  @Test
  void usesTheSameReleaseInDockerAndFromNpm() throws Exception {
    var release = find("\"@stoplight/prism-cli\": \"(.+)\"", "package.json");
    assertEquals(release, find("image: stoplight/prism:(.+)", "compose.yaml"));
    assertEquals(release, find("FROM stoplight/prism:(.+)", "Dockerfile"));
    assertEquals(
        find("\"swagger-ui-dist\": \"(.+)\"", "package.json"),
        find("image: swaggerapi/swagger-ui:v(.+)", "compose.yaml"));
  }

  private static void assertRefuses(Map<String, String> environment, String sentence)
      throws Exception {
    var program = program(environment).start();
    try {
      var printed = new String(program.getInputStream().readAllBytes());
      assertEquals(1, program.waitFor());
      assertTrue(printed.strip().matches(sentence), printed);
    } finally {
      program.destroyForcibly();
    }
  }

  /** The program as Maven runs it, but in its own JVM. */
  private static ProcessBuilder program(Map<String, String> environment) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var program =
        new ProcessBuilder(
                java, "-cp", "target/classes", PrismMock.class.getName(), MOCK.toString())
            .redirectErrorStream(true);
    program.environment().putAll(environment);
    return program;
  }

  /** Ports for the mock and the console that are currently free. */
  private static Map<String, String> freePorts() throws Exception {
    try (var mock = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var console = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Map.of(
          "MOCK_PORT", Integer.toString(mock.getLocalPort()),
          "CONSOLE_PORT", Integer.toString(console.getLocalPort()));
    }
  }

  private static Map<String, String> freePortsAnd(String variable, String value) throws Exception {
    var environment = new HashMap<>(freePorts());
    environment.put(variable, value);
    return environment;
  }

  private static String find(String pattern, String file) throws Exception {
    var matcher = Pattern.compile(pattern).matcher(Files.readString(MOCK.resolve(file)));
    assertTrue(matcher.find(), () -> pattern + " is not in " + file);
    return matcher.group(1);
  }
}
