package com.cloudcockpit.qualification.mock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Does what README.md and requests.http tell front-end developers to do. */
@Timeout(300)
class ReadmeTest {

  private static final boolean WINDOWS = File.separatorChar == '\\';

  @TempDir Path temporary;

  @Test
  void showsAValidFirstRequestInRequestsHttp() throws Exception {
    var response = firstRequest();
    assertEquals(
        200,
        response.statusCode(),
        () ->
            """
            Correct all requests in mock/requests.http, and the curl commands in README.md and \
            openapi.yaml. The contract says: %s"""
                .formatted(faults(response)));
  }

  private static HttpResponse<String> firstRequest() throws Exception {
    return Readme.requests().values().iterator().next().send();
  }

  /** If all requests have the same fault, only one test fails. */
  private static void assumeThatTheFirstRequestIsValid() throws Exception {
    assumeTrue(firstRequest().statusCode() == 200);
  }

  private static List<String> faults(HttpResponse<String> response) {
    var errors = new ArrayList<String>();
    if (!response.body().isEmpty()) {
      for (var error : Mock.json(response.body()).path("errors")) {
        errors.add(
            error.path("propertyName").asText() + ": " + error.at("/description/0").asText());
      }
    }
    return errors;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("situations")
  void respondsToASituationWithItsStatus(Readme.Row situation) throws Exception {
    assumeThatTheFirstRequestIsValid();
    var prefer = situation.cells().get(0).get(0);
    var customer = situation.cells().get(1).get(0);
    var status = situation.cells().get(2);
    assertResponds(status, Call.valid().with("Prefer", prefer));
    assertResponds(status, Call.valid().customer(UUID.fromString(customer)));
    var request = Readme.requests().get(situation.name());
    assertTrue(request.path().contains(customer), request::path);
    assertResponds(status, request);
  }

  private static void assertResponds(List<String> status, Call call) throws Exception {
    if (status.isEmpty()) {
      assertThrows(IOException.class, call::send);
    } else {
      assertEquals(status, List.of(Integer.toString(call.send().statusCode())));
    }
  }

  static List<Readme.Row> situations() throws IOException {
    return Readme.table("Situation");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void respondsToAMistakeWithItsErrors(Readme.Row mistake) throws Exception {
    assumeThatTheFirstRequestIsValid();
    var response = Readme.requests().get(mistake.name()).send();
    assertEquals(
        List.of(mistake.cells().get(0), mistake.cells().get(1)),
        List.of(List.of(Integer.toString(response.statusCode())), faults(response)),
        () ->
            "'%s' gets a different response: correct mock/requests.http or mock/README.md."
                .formatted(mistake));
  }

  static List<Readme.Row> mistakes() throws IOException {
    return Readme.table("Mistake");
  }

  @Test
  void listsTheRequestsInTheOrderOfRequestsHttp() throws Exception {
    var shown = new ArrayList<>(situations());
    shown.addAll(mistakes());
    var requests = new ArrayList<>(Readme.requests().keySet());
    requests.removeAll(
        List.of("Situation in a header", "Situation in the URL", "Unknown preference"));
    assertEquals(
        requests,
        shown.stream().map(Readme.Row::name).toList(),
        """
        The tables in mock/README.md and the requests in mock/requests.http must have the same \
        names in the same order.""");
  }

  @Test
  void listsEverySituationOfTheMock() throws Exception {
    var missing = new TreeMap<String, String>();
    for (var situation : Mock.situations()) {
      missing.put(situation.path("prefer").asText(), situation.path("customer").asText());
    }
    for (var situation : situations()) {
      missing.remove(situation.cells().get(0).get(0), situation.cells().get(1).get(0));
    }
    if (!missing.isEmpty()) {
      fail(
          """
          The mock has a situation that its documentation does not show: %s.
          - Add a row with this preference and test customer to the table of situations in \
          mock/README.md.
          - Add a request with the name of that row to mock/requests.http, in the same position."""
              .formatted(missing));
    }
  }

  @Test
  void acceptsPreferencesInAHeaderAndInTheUrl() throws Exception {
    assumeThatTheFirstRequestIsValid();
    assertEquals(404, Readme.requests().get("Situation in a header").send().statusCode());
    assertEquals(404, Readme.requests().get("Situation in the URL").send().statusCode());
    assertEquals(400, Readme.requests().get("Unknown preference").send().statusCode());
  }

  @Test
  void respondsWithTheErrorInTheReadme() throws Exception {
    assumeThatTheFirstRequestIsValid();
    var request = Readme.requests().get("Two invalid properties");
    var id = "0d1f7c9e-8a53-4c1b-9a3e-5e0c3b1f6a42";
    assertEquals(
        Mock.json(Readme.block("json", "errors")),
        Mock.json(request.with("X-Correlation-Id", id).send().body()),
        "Correct the response in mock/README.md, \"Build a form\"");
  }

  @Test
  void runsTheFirstRequestInNode() throws Exception {
    var script =
        Files.writeString(
            temporary.resolve("first-request.mjs"),
            Readme.block("js", "fetch").replace(Readme.ADDRESS, Mock.baseUri().toString()));
    assertEquals(
        "200",
        run(temporary, "node", script.toString()).strip(),
        "Correct the request in mock/README.md, \"First request\"");
  }

  @Test
  void letsPagesOfAnyOriginSendCredentialsAndReadHeaders() throws Exception {
    var origin = "https://app.example.com";
    var call = Call.valid();
    var preflight =
        HttpRequest.newBuilder(URI.create(Mock.baseUri() + call.path()))
            .method("OPTIONS", BodyPublishers.noBody())
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "PATCH")
            .header("Access-Control-Request-Headers", "authorization,content-type,prefer,x-tenant");
    var allowed = Mock.HTTP.send(preflight.build(), BodyHandlers.discarding()).headers();
    assertEquals(List.of(origin), allowed.allValues("Access-Control-Allow-Origin"));
    assertEquals(List.of("true"), allowed.allValues("Access-Control-Allow-Credentials"));
    assertEquals(List.of("PATCH"), allowed.allValues("Access-Control-Allow-Methods"));
    assertEquals(
        List.of("authorization,content-type,prefer,x-tenant"),
        allowed.allValues("Access-Control-Allow-Headers"));

    var response = call.with("Origin", origin).with("Prefer", "code=503").send().headers();
    assertEquals(List.of(origin), response.allValues("Access-Control-Allow-Origin"));
    // "*" does not work for requests with credentials
    assertEquals(
        List.of("content-type, retry-after, content-length"),
        response.allValues("Access-Control-Expose-Headers"));
  }

  @Test
  void showsTheJavaExampleThatIsTested() throws Exception {
    var test =
        Files.readString(
            Path.of("src/test/java", getClass().getPackageName().replace('.', '/'))
                .resolve("MicrosoftQualificationMockTest.java"));
    Readme.block("java", "MicrosoftQualificationMock")
        .lines()
        .map(line -> line.replaceFirst("//.*", "").strip())
        .forEach(line -> assertTrue(test.contains(line), line));
  }

  @Test
  void showsConstantsThatExist() throws Exception {
    var constants =
        Stream.of(TestCustomers.class.getFields()).map(Field::getName).collect(Collectors.toSet());
    var shown = Pattern.compile("TestCustomers\\.(\\w+)").matcher(Readme.text()).results().toList();
    assertFalse(shown.isEmpty());
    shown.forEach(constant -> assertTrue(constants.contains(constant.group(1)), constant::group));
  }

  @Test
  void compilesTheTypeScriptExample() throws Exception {
    var root = Path.of("..").toAbsolutePath().normalize();
    run(root, "node", "mock/install.cjs", "openapi"); // npm ci, unless it is up to date
    var command =
        Readme.block("sh", "types >")
            .lines()
            .reduce((install, types) -> types)
            .orElseThrow()
            .split(" > ");
    var npm = command[0].replaceFirst("^npm", WINDOWS ? "npm.cmd" : "npm");
    Files.writeString(temporary.resolve(command[1]), run(root, npm.split(" ")));
    var example = Files.writeString(temporary.resolve("example.ts"), Readme.block("ts", ""));
    var compiler = root.resolve("openapi/node_modules/typescript/bin/tsc").toString();
    var tsc = new ProcessBuilder("node", compiler, "--strict", "--noEmit", example.toString());
    var printed = new String(tsc.start().getInputStream().readAllBytes());
    assertEquals("", printed, "Correct mock/README.md, \"Use it from TypeScript\"");
  }

  /** Runs a program that must succeed, and returns what it prints. */
  private static String run(Path directory, String... command) throws Exception {
    var errors = Files.createTempFile("stderr", ".txt");
    var process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      var printed = new String(process.getInputStream().readAllBytes());
      assertEquals(0, process.waitFor(), printed + Files.readString(errors));
      return printed;
    } finally {
      process.destroyForcibly();
      Files.delete(errors);
    }
  }
}
