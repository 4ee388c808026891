package com.cloudcockpit.qualification.mock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    withRunningProgram(
        (program, lines) -> {
          var children = program.children().toList();
          assertEquals(2, children.size(), "Prism and the console must be running.");
          program.destroyForcibly();
          children.forEach(child -> child.onExit().join());
        });
  }

  @Test
  void reportsThatTheConsoleStopped() throws Exception {
    withRunningProgram(
        (program, lines) -> {
          program
              .children()
              .filter(child -> child.info().commandLine().orElse("").contains("console/server.mjs"))
              .forEach(ProcessHandle::destroyForcibly);
          assertTrue(lines.lines().anyMatch(line -> line.startsWith("The console stopped")));
          assertTrue(program.isAlive());
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"MOCK_PORT", "CONSOLE_PORT"})
  void reportsAPortThatIsInUse(String variable) throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = socket.getLocalPort();
      var message =
          assertThrows(MockException.class, () -> PrismMock.requireFree(variable, port))
              .getMessage();
      assertTrue(
          message.matches("Port %d is in use: .* %s=\\d+\\.".formatted(port, variable)), message);
    }
  }

  @Test
  void reportsAnInvalidPort() throws Exception {
    assertRefuses(Map.of("MOCK_PORT", "forty"), "MOCK_PORT is 'forty': .* from 1 to 65535\\.");
  }

  @Test
  void reportsThatBothPortsAreTheSame() throws Exception {
    assertRefuses(
        Map.of("MOCK_PORT", "4080"),
        "MOCK_PORT and CONSOLE_PORT are both 4080: set them to different ports\\.");
  }

  @Test
  void reportsThatNodeIsMissing() throws Exception {
    assertRefuses(
        Map.of("PATH", temporary.toString()),
        "Node\\.js or npm was not found: .* https://nodejs\\.org .*");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in for node is a shell script")
  void reportsThatNodeIsTooOld() throws Exception {
    var version = "Object.defineProperty(process, 'versions', { value: { node: '18.20.8' } });";
    var script = Files.writeString(temporary.resolve("old.cjs"), version);
    var path = System.getenv("PATH");
    standIn("node", "PATH='%s' exec node --require '%s' \"$@\"".formatted(path, script));
    assertRefuses(
        Map.of("PATH", temporary.toString()),
        "Node\\.js 18\\.20\\.8 is too old: install [\\d.]+ or newer .*");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in for npm is a shell script")
  void installsPackagesOnceForAllThreadsAndProcesses() throws Exception {
    var path = temporary + File.pathSeparator + System.getenv("PATH");
    standIn(
        "npm",
        "mkdir running || exit 1; sleep 0.2; echo 1 >> installs; mkdir -p node_modules; "
            + "cp package-lock.json node_modules/.package-lock.json; rmdir running");
    var directory = Files.createDirectory(temporary.resolve("package"));
    Files.copy(MOCK.resolve("package.json"), directory.resolve("package.json"));
    Files.copy(MOCK.resolve("install.cjs"), directory.resolve("install.cjs"));
    Files.writeString(directory.resolve("package-lock.json"), "{}");
    var installers = new ArrayList<Process>();
    for (int i = 0; i < 2; i++) {
      var installer =
          java(Installers.class.getName(), directory.toString()).redirectErrorStream(true);
      installer.environment().put("PATH", path);
      installers.add(installer.start());
    }
    for (var installer : installers) {
      var printed = new String(installer.getInputStream().readAllBytes());
      assertEquals(0, installer.waitFor(), printed);
    }
    assertEquals("1\n", Files.readString(directory.resolve("installs")));
  }

  /** Installs the packages in several threads of a process of its own. */
  static final class Installers {

    public static void main(String... args) throws Exception {
      var threads = Executors.newFixedThreadPool(3);
      try {
        for (var install :
            threads.invokeAll(
                Collections.nCopies(
                    3,
                    () -> {
                      new NodePackage(Path.of(args[0])).install();
                      return null;
                    }))) {
          install.get();
        }
      } finally {
        threads.shutdown();
      }
    }
  }

  @Test
  void usesTheSameReleaseInDockerAndFromNpm() throws Exception {
    var release = find("\"@stoplight/prism-cli\": \"(.+)\"", "package.json");
    assertEquals(release, find("image: stoplight/prism:(.+)", "compose.yaml"));
    assertEquals(release, find("FROM stoplight/prism:(.+)", "Dockerfile"));
    assertEquals(release, PrismImage.TAG);
    assertEquals(
        find("\"swagger-ui-dist\": \"(.+)\"", "package.json"),
        find("image: swaggerapi/swagger-ui:v(.+)", "compose.yaml"));
  }

  private void standIn(String name, String script) throws IOException {
    var file = Files.writeString(temporary.resolve(name), "#!/bin/sh\n%s\n".formatted(script));
    assertTrue(file.toFile().setExecutable(true));
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

  private interface RunningProgramTest {
    void accept(Process program, BufferedReader output) throws Exception;
  }

  /** Starts the program on free ports, again if another program takes them first. */
  private static void withRunningProgram(RunningProgramTest test) throws Exception {
    for (boolean tested = false; !tested; ) {
      var program = program(freePorts()).start();
      try (var output = program.inputReader()) {
        tested = isListening(output);
        if (tested) {
          test.accept(program, output);
        }
      } finally {
        program.descendants().forEach(ProcessHandle::destroyForcibly);
        program.destroyForcibly();
      }
    }
  }

  /** Reads until both servers listen, or one of them cannot because its port is in use. */
  private static boolean isListening(BufferedReader output) throws IOException {
    int listening = 0;
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      if (line.contains("Prism is listening on") || line.startsWith("Console on")) {
        listening++;
      }
      if (listening == 2 || line.contains("in use") || line.contains("EADDRINUSE")) {
        return listening == 2;
      }
    }
    return fail("The mock did not start.");
  }

  /** The program as Maven runs it, but in its own JVM. */
  private static ProcessBuilder program(Map<String, String> environment) {
    var program = java(PrismMock.class.getName(), MOCK.toString()).redirectErrorStream(true);
    program.environment().putAll(environment);
    return program;
  }

  private static ProcessBuilder java(String mainClass, String argument) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classes = "target/classes" + File.pathSeparator + "target/test-classes";
    return new ProcessBuilder(java, "-cp", classes, mainClass, argument);
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

  private static String find(String pattern, String file) throws Exception {
    var matcher = Pattern.compile(pattern).matcher(Files.readString(MOCK.resolve(file)));
    assertTrue(matcher.find(), () -> pattern + " is not in " + file);
    return matcher.group(1);
  }
}
