package com.cloudcockpit.qualification.mock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Uses the console, and a form built against the mock, in Chromium if it is installed. */
@Tag("slow")
@Timeout(300)
class BrowserTest {

  private static final Pattern ADDRESS = Pattern.compile("Console on (http://\\S+)");
  private static final Optional<Path> CHROMIUM = findChromium();

  @BeforeAll
  static void requireChromium() {
    assumeTrue(CHROMIUM.isPresent(), "Chromium is not on the PATH.");
  }

  @Test
  void sendsRequestsAndOffersEverySituationInTheConsole() throws Exception {
    var console = new ProcessBuilder("node", "console/server.mjs");
    console.environment().put("CONSOLE_PORT", "0");
    console.environment().put("MOCK_PORT", Integer.toString(Mock.baseUri().getPort()));
    var server = console.start();
    try (var lines = server.inputReader()) {
      var address = ADDRESS.matcher(lines.readLine());
      assertTrue(address.find());
      var offered = run("console.test.mjs", address.group(1), "target").lines().toList();
      var missing =
          Readme.table("Situation").stream()
              .map(situation -> situation.cells().get(0).get(0))
              .flatMap(prefer -> Stream.of("Prefer: " + prefer, "customerId: " + prefer))
              .collect(Collectors.toSet());
      missing.removeAll(offered);
      assertEquals(Set.of(), missing, "The console does not offer these situations.");
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void showsEachMessageNextToItsFieldInAForm() throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    serve(
        server,
        "/form.html",
        "text/html",
        Files.readString(Path.of("src/test/resources/form.html")));
    serve(server, "/show-errors.js", "text/javascript", Readme.block("js", "showErrors"));
    var valid = Call.valid();
    serve(
        server,
        "/valid.json",
        "application/json",
        new ObjectMapper()
            .writeValueAsString(
                Map.of(
                    "path", valid.path(),
                    "headers", valid.headers(),
                    "body", Mock.json(valid.body()))));
    server.start();
    try {
      int port = server.getAddress().getPort();
      run("form.test.mjs", "http://127.0.0.1:%d/form.html?mock=%s".formatted(port, Mock.baseUri()));
    } finally {
      server.stop(0);
    }
  }

  private static void serve(HttpServer server, String path, String type, String content) {
    server.createContext(
        path,
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", type);
          var bytes = content.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          try (var body = exchange.getResponseBody()) {
            body.write(bytes);
          }
        });
  }

  /** Runs a script that must succeed, and returns what it prints. */
  private static String run(String script, String url, String... arguments) throws Exception {
    var command =
        new ArrayList<>(
            List.of("node", "src/test/js/" + script, url, CHROMIUM.orElseThrow().toString()));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      var printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertEquals(
          0,
          process.waitFor(),
          () ->
              "mock/src/test/js/%s failed: %s"
                  .formatted(script, printed.lines().skip(4).limit(16).collect(joining("\n"))));
      return printed;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static Optional<Path> findChromium() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome", "chrome.exe")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
