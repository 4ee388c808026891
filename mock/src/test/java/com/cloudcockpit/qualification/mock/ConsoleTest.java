package com.cloudcockpit.qualification.mock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Uses the console in a real browser, where there is one. */
@Timeout(120)
class ConsoleTest {

  private static final Pattern ADDRESS = Pattern.compile("Console on (http://\\S+)");

  @Test
  void aPersonSendsTheRequestAndAsksForAnError() throws Exception {
    var chromium = chromium();
    assumeTrue(chromium.isPresent(), "no Chromium on the PATH to try the console in");
    try (var mock = PrismMock.start(Path.of(""), Path.of("target", "prism-for-console.log"))) {
      var console = new ProcessBuilder("node", "console/server.mjs");
      console.environment().put("CONSOLE_PORT", "0");
      console.environment().put("MOCK_PORT", Integer.toString(mock.baseUri().getPort()));
      var server = console.start();
      try (var lines = server.inputReader()) {
        var address = ADDRESS.matcher(lines.readLine());
        address.find();
        var browser =
            new ProcessBuilder(
                    "node",
                    "src/test/js/console.test.mjs",
                    address.group(1),
                    chromium.get().toString(),
                    "target")
                .redirectErrorStream(true)
                .start();
        try {
          var printed = new String(browser.getInputStream().readAllBytes());
          assertEquals(0, browser.waitFor(), printed);
        } finally {
          browser.descendants().forEach(ProcessHandle::destroyForcibly);
          browser.destroyForcibly();
        }
      } finally {
        server.destroyForcibly();
      }
    }
  }

  private static Optional<Path> chromium() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(
            folder ->
                List.of("chromium", "chromium-browser", "google-chrome", "chrome.exe").stream()
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
