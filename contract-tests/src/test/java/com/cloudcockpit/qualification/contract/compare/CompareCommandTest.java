package com.cloudcockpit.qualification.contract.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@Tag("slow")
class CompareCommandTest {

  private static final String TEXT =
      ComparisonTest.resource("changes.yaml").path("specification").asText();

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1.5.0|minLength: 1,|minLength: 5,|1|Raise the major version in info.version, or \
          undo the breaking changes.
          2.0.0|minLength: 1,|minLength: 5,|0|The major version increases, so breaking changes \
          are allowed.
          1.5.0|^[A-Z]+$|^[A-Z]*$|1|Repeat the command with --accept='LINE' for each \
          change that breaks nobody.
          2.0.0|^[A-Z]+$|^[A-Z]*$|0|The major version increases, so breaking changes \
          are allowed.
          1.4.0|{mail: {|{hint: {}, mail: {|0|Nothing breaks. \
          Raise the minor version in info.version.
          1.5.0|{mail: {|{hint: {}, mail: {|0|Nothing breaks.
          1.4.0|Changes an|Alters an|0|Nothing breaks.
          1.4.0|Changes|Changes|0|Nothing breaks.
          """)
  void failsOnABreakingChangeUnlessTheMajorVersionIncreases(
      String version, String text, String replacement, int exitCode, String verdict)
      throws Exception {
    var old = write("old.yaml", TEXT);
    var current = write("new.yaml", TEXT.replace("1.4.0", version).replace(text, replacement));

    assertEquals(exitCode, run(old, current), err::toString);
    assertEquals(verdict, out.toString().lines().reduce("", (first, last) -> last), out::toString);
  }

  @Test
  void acceptsAChangeThatAPersonHasReviewed() throws Exception {
    var old = write("old.yaml", TEXT);
    var current = write("new.yaml", TEXT.replace("^[A-Z]+$", "^[A-Z]*$"));
    var line = "code in the request body of PATCH /shop/orders/{id}: pattern";

    assertEquals(1, run(old, current, "--accept=", "--accept=another line"));
    assertEquals(0, run(old, current, "--accept=" + line), out::toString);
    assertTrue(out.toString().contains("Accepted:" + System.lineSeparator() + "  - " + line));
  }

  @Test
  void doesNotAcceptABreakingChange() throws Exception {
    var old = write("old.yaml", TEXT);
    var current = write("new.yaml", TEXT.replace("[gift, sample]", "[gift]"));

    assertEquals(1, run(old, current, "--accept=kind in"));
  }

  @Test
  void comparesWithItsOwnContractByDefault() throws Exception {
    assertEquals(1, run(write("old.yaml", TEXT.replace("1.4.0", "99.0.0"))), err::toString);
    assertTrue(out.toString().contains("New: this contract, version "), out::toString);
    assertTrue(out.toString().contains("PUT /shop/reports was removed"), out::toString);
  }

  @Test
  void readsAGitRevision() throws Exception {
    write("openapi/openapi.yaml", TEXT);
    git("init", "--quiet");
    git("add", ".");
    git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", "a");
    var current = write("new.yaml", TEXT.replace("minLength: 1,", "minLength: 5,"));

    assertEquals(1, run("HEAD", current), err::toString);
    assertTrue(out.toString().contains("minLength changed from 1 to 5"), out::toString);
  }

  @Test
  void readsAUrlWithoutShowingItsSecrets() throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/spec",
        exchange -> {
          var body = TEXT.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    var url = "http://127.0.0.1:" + server.getAddress().getPort();
    server.createContext(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().set("Location", url + "/spec?key=secret");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.start();
    try {
      assertEquals(0, run(url + "/spec?key=secret", write("new.yaml", TEXT)), err::toString);
      assertEquals(2, run(url + "/missing?key=secret"));
      assertTrue(err.toString().contains("/missing cannot be read: 404 with"), err::toString);
      assertEquals(2, run(url + "/moved"));
      assertTrue(
          err.toString()
              .contains("/moved cannot be read: 302, a redirect to %s/spec".formatted(url)),
          err::toString);
      assertFalse((out.toString() + err).contains("secret"));
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', is not a file, a URL or a Git revision",
    "'swagger: 2.0', is not an OpenAPI 3 document in YAML or JSON",
    "'{', 'is neither YAML nor JSON: see line 1, column 2.'",
    "'{openapi: 3.0.3, paths: {/a: {get: {requestBody: {$ref: x.yaml}}}}}', "
        + "a.yaml refers to 'x.yaml' but does not contain it",
    "'{openapi: 3.0.3, paths: {/a: {get: {security: [{a: []}]}}}}', "
        + "a.yaml refers to '#/components/securitySchemes/a' but does not contain it"
  })
  void statesWhyNoVerdictIsPossible(String text, String reason) throws Exception {
    var source = text.isEmpty() ? folder.resolve("missing").toString() : write("a.yaml", text);

    assertEquals(2, run(source, source));
    assertTrue(err.toString().contains(reason), err::toString);
    assertEquals(1, err.toString().lines().count(), err::toString);
  }

  @Test
  void namesAUrlThatCannotBeReached() {
    assertEquals(2, run("http://user:secret@127.0.0.1:1/openapi.yaml"));
    assertTrue(
        err.toString()
            .contains(
                "No verdict: http://127.0.0.1:1/openapi.yaml cannot be read: connection refused."),
        err::toString);
  }

  private int run(String... args) {
    var command = new CompareCommand();
    command.directory = folder.toFile();
    return new CommandLine(command)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  private String write(String name, String text) throws Exception {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text).toString();
  }

  private void git(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    var git = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
    assertEquals(0, git.waitFor());
  }
}
