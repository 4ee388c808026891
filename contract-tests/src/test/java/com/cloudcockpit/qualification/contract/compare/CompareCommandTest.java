package com.cloudcockpit.qualification.contract.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudcockpit.qualification.contract.cli.ContractCheckCommand;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
          1.5.0|minLength: 1,|minLength: 5,|1|Bump the major version in info.version, or \
          undo the breaking changes.
          2.0.0|minLength: 1,|minLength: 5,|0|The major version increases, so breaking changes \
          are allowed.
          1.5.0|^[A-Z]+$|^[A-Z]*$|1|Repeat the command with --accept='LINE' for each \
          change that is backward compatible.
          2.0.0|^[A-Z]+$|^[A-Z]*$|0|The major version increases, so breaking changes \
          are allowed.
          1.4.0|{mail: {|{hint: {}, mail: {|0|Backward compatible. \
          Bump the minor version in info.version.
          1.5.0|{mail: {|{hint: {}, mail: {|0|Backward compatible.
          1.4.0|Changes an|Alters an|0|Backward compatible.
          1.4.0|Changes|Changes|0|Backward compatible.
          """)
  void failsOnABreakingChangeUnlessTheMajorVersionIncreases(
      String version, String text, String replacement, int exitCode, String result)
      throws Exception {
    var old = write("old.yaml", TEXT);
    var current = write("new.yaml", TEXT.replace("1.4.0", version).replace(text, replacement));

    assertEquals(exitCode, run(old, current), err::toString);
    assertEquals(result, out.toString().lines().reduce("", (first, last) -> last), out::toString);
  }

  @Test
  void acceptsAReviewedChange() throws Exception {
    var old = write("old.yaml", TEXT);
    var current = write("new.yaml", TEXT.replace("^[A-Z]+$", "^[A-Z]*$"));
    var line = "code in the request body of PATCH /shop/orders/{id}: pattern";

    assertEquals(1, run(old, current, "--accept=", "--accept=another line"));
    assertEquals(0, run(old, current, "--accept=" + line), out::toString);
    assertTrue(out.toString().contains("Accepted:" + System.lineSeparator() + "  - " + line));
  }

  @Test
  void acceptsAReviewedChangeInAFileThatFollowsTheExampleInAcceptedChanges() throws Exception {
    var old = write("old.yaml", TEXT);
    var current = write("new.yaml", TEXT.replace("^[A-Z]+$", "^[A-Z]*$"));
    var line = "code in the request body of PATCH /shop/orders/{id}: pattern";
    var example = Files.readString(Path.of("..", "openapi", "accepted-changes.txt"));
    var file = example.replaceFirst("(?m)^# (--accept=).*$", "$1" + line);

    assertEquals(0, run(old, current, "@" + write("accepted.txt", file)), err::toString);
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
    assertTrue(out.toString().contains("NEW (this contract): version "), out::toString);
    assertTrue(out.toString().contains("PUT /shop/reports was removed"), out::toString);
  }

  @Test
  void readsAGitRevision() throws Exception {
    write("openapi/openapi.yaml", TEXT);
    git("init", "--quiet");
    git("add", ".");
    git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", "a");
    var current = write("new.yaml", TEXT.replace("minLength: 1,", "minLength: 5,"));
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var main = ContractCheckCommand.class.getName();
    var command =
        new ProcessBuilder(
            java, "-cp", System.getProperty("java.class.path"), main, "compare", "HEAD", current);
    var process = command.directory(folder.toFile()).redirectErrorStream(true).start();
    var printed = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertEquals(1, process.waitFor(), printed);
    assertTrue(printed.contains("minLength changed from 1 to 5"), printed);
  }

  @Test
  void readsAUrlWithoutShowingItsSecrets() throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/spec",
        exchange -> {
          var body = TEXT.getBytes(UTF_8);
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
      assertTrue(err.toString().contains("/missing) cannot be read: not found."), err::toString);
      assertEquals(0, run(url + "/moved", write("new.yaml", TEXT)), err::toString);
      assertFalse((out.toString() + err).contains("secret"));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void readsTheFilesThatADocumentRefersTo() throws Exception {
    var text = "openapi: 3.0.3\npaths: {/a: {$ref: 'paths/a.yaml#/~1a'}}\n";
    write("paths/a.yaml", "/a: {post: {requestBody: {$ref: '../bodies.json#/a'}}}");
    write(
        "bodies.json", "{\"a\": {\"content\": {\"text/plain\": {\"$ref\": \"a.yaml#/x-text\"}}}}");
    var old = write("a.yaml", text + "x-text: {schema: {type: string, maxLength: 9}}\n");
    write("new/paths/a.yaml", "/a: {post: {requestBody: {content: {text/plain: {$ref: '../b'}}}}}");
    write("new/b", "schema: {type: string, maxLength: 8}");
    var current = write("new/a.yaml", text);

    assertEquals(1, run(old, current), err::toString);
    assertTrue(out.toString().contains("maxLength changed from 9 to 8"), out::toString);
  }

  @Test
  void readsStandardInput() throws Exception {
    var stdin = System.in;
    System.setIn(new ByteArrayInputStream(TEXT.replace("minLength: 1,", "").getBytes(UTF_8)));
    try {
      assertEquals(1, run("-", write("new.yaml", TEXT)), err::toString);
      assertTrue(out.toString().contains("minLength is now 1"), out::toString);
    } finally {
      System.setIn(stdin);
    }
  }

  @Test
  void readsJsonWithAByteOrderMark() throws Exception {
    var json = Specification.parse("changes.yaml", TEXT).toPrettyString();

    assertEquals(0, run(write("old.yaml", TEXT), write("new.json", "\uFEFF" + json)));
    assertTrue(out.toString().endsWith("\n\nBackward compatible.\n"), out::toString);
    assertFalse(out.toString().contains("Compatible:"), out::toString);
  }

  /** GitHub's public specification has about as many operations and bytes. */
  @Test
  void comparesLargeDocuments() throws Exception {
    var json = new StringBuilder("{\"openapi\": \"3.0.3\", \"paths\": {");
    var schema = "{\"type\": \"object\", \"description\": \"%s\"}".formatted("a".repeat(12_000));
    for (int i = 0; i < 1000; i++) {
      json.append(
          """
          "/%d/{id}": {"put": {"requestBody": {"content": {"text/plain": {"schema": %s}}}}},
          """
              .formatted(i, schema));
    }
    var old = json + "\"/a\": {\"get\": {}}}}";

    assertEquals(1, run(write("old.json", old), write("new.json", old.replace("get", "put"))));
    assertTrue(out.toString().contains("- GET /a was removed"), out::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'is not an OpenAPI 3.0, 3.1 or 3.2 document. It starts with ''''.'",
    "'swagger: 2.0\ninfo: {}', 'document. It starts with ''swagger: 2.0 info: {}''.'",
    "'asyncapi: 3.0.0', 'document. It starts with ''asyncapi: 3.0.0''.'",
    "'{\"$schema\": \"https://json-schema.org/draft\"}', 'It starts with ''{\"$schema\": \"https://json-schema.org/dra''.'",
    "'<!DOCTYPE html><style>a: b {c: d}', 'It starts with ''<!DOCTYPE html><style>a: b {c: d}''.'",
    "'openapi: 4.0.0', 'document. It starts with ''openapi: 4.0.0''.'",
    "'[1]', 'document. It starts with ''[1]''.'",
    "'{', 'is neither JSON nor YAML: expected the node content, but found ''<stream end>'' "
        + "in line 1, column 2.'",
    "'openapi: 3.0.3\ninfo: {}\ninfo: {}', 'found duplicate key info in line 3, column 1.'",
    "'{\"openapi\": \"3.0.3\",\n \"a\": 1, \"a\": 2}', 'found duplicate key a in line 2, column 10.'",
    "'openapi: 3.0.3\npaths: !include a.yaml', 'the tag !include in line 2, column 8.'",
    "'{openapi: 3.0.3, a: &a [*a]}', is nested too deeply or too large.",
    "'{openapi: 3.0.3, paths: {/a: {get: {requestBody: {$ref: x.yaml}}}}}', "
        + "'a.yaml) refers to ''x.yaml'', which cannot be read: not found.'",
    "'{openapi: 3.0.3, paths: {/a: {$ref: ''#/paths/~1a''}}}', "
        + "'a.yaml) refers to ''#/paths/~1a'', which cannot be found.'",
    "'{openapi: 3.0.3, paths: {/a: {get: {security: [{a: []}]}}}}', "
        + "'a.yaml) refers to ''#/components/securitySchemes/a'', which cannot be found.'"
  })
  void statesWhyARunIsInconclusive(String text, String reason) throws Exception {
    var source = write("a.yaml", text);

    assertEquals(2, run(source, source));
    assertTrue(err.toString().startsWith("OLD ("), err::toString);
    assertTrue(err.toString().contains(reason), err::toString);
    assertEquals(1, err.toString().lines().count(), err::toString);
  }

  @Test
  void saysWhichDocumentMakesARunInconclusive() throws Exception {
    assertEquals(2, run(write("old.yaml", TEXT), write("new.yaml", "swagger: '2.0'")));
    assertTrue(err.toString().startsWith("NEW ("), err::toString);
  }

  @Test
  void namesASourceThatDoesNotExist() {
    assertEquals(2, run("missing.yaml"));
    assertEquals(
        "OLD (missing.yaml) cannot be read: neither a file, a URL nor a Git revision "
            + "with openapi/openapi.yaml.",
        err.toString().strip());
  }

  @Test
  void namesAUrlThatCannotBeReached() {
    assertEquals(2, run("http://user:secret@127.0.0.1:1/openapi.yaml"));
    assertTrue(
        err.toString()
            .contains("OLD (http://127.0.0.1:1/openapi.yaml) cannot be read: Connection refused."),
        err::toString);
  }

  private int run(String... args) {
    var arguments = new ArrayList<>(List.of("compare"));
    arguments.addAll(List.of(args));
    return ContractCheckCommand.commandLine(Map.of())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments.toArray(String[]::new));
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
