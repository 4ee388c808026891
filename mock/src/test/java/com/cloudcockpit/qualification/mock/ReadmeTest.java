package com.cloudcockpit.qualification.mock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Does what README.md and requests.http tell front-end developers to do. */
@Timeout(120)
class ReadmeTest {

  private static final String ADDRESS = "http://127.0.0.1:4010";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final boolean WINDOWS = File.separatorChar == '\\';

  private static PrismMock mock;

  @TempDir Path temporary;

  @BeforeAll
  static void startMock() {
    mock = PrismMock.start(Path.of(""), Path.of("target", "prism-for-readme.log"));
  }

  @AfterAll
  static void stopMock() {
    mock.close();
  }

  /** A request as requests.http has it. */
  record Request(String address, Map<String, String> headers, String body) {

    HttpResponse<String> send() throws Exception {
      var request =
          HttpRequest.newBuilder(URI.create(address.replace(ADDRESS, mock.baseUri().toString())))
              .method("PATCH", BodyPublishers.ofString(body));
      headers.forEach(request::header);
      return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }
  }

  /** A row of the table: the request that it describes in words, and the answer. */
  record Scenario(String name, Request request, int status, String answer) {

    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void aScenarioGetsItsAnswer(Scenario scenario) throws Exception {
    assertEquals(
        scenario.request(),
        requestsFile().get(scenario.name()),
        "requests.http has another request");
    var response = scenario.request().send();
    assertEquals(scenario.status(), response.statusCode(), response.body());
    switch (scenario.answer()) {
      case "no body" -> assertEquals("", response.body());
      case "Prism's own body" ->
          assertTrue(JSON.readTree(response.body()).path("statusCode").isMissingNode());
      default ->
          assertEquals(
              example(scenario.status(), scenario.answer()), JSON.readTree(response.body()));
    }
  }

  @Test
  void requestsFileHasNoOtherScenarios() throws Exception {
    assertEquals(scenarios().map(Scenario::name).toList(), List.copyOf(requestsFile().keySet()));
  }

  @Test
  void everyAnswerOfTheSpecificationIsInTheTable() throws Exception {
    var shown =
        scenarios()
            .map(scenario -> scenario.status() + ", " + scenario.answer())
            .collect(Collectors.toSet());
    for (var response : responses().properties()) {
      var examples = new ArrayList<String>();
      response
          .getValue()
          .at("/content/application~1json/examples")
          .fieldNames()
          .forEachRemaining(examples::add);
      for (var answer : examples.isEmpty() ? List.of("no body") : examples) {
        // the mock serves 2XX as 200
        var row = response.getKey().replace("2XX", "200") + ", " + answer;
        assertTrue(answer.equals("documented") || shown.contains(row), () -> "no row has: " + row);
      }
    }
  }

  @Test
  void theViolationsAreThoseOfTheRequestWithoutATenant() throws Exception {
    var response = requestsFile().get("No tenant").send();
    assertEquals(
        JSON.readTree(block("json")),
        JSON.readTree(response.headers().firstValue("sl-violations").orElseThrow()));
  }

  @Test
  void theFirstCallRunsInNode() throws Exception {
    var script =
        Files.writeString(
            temporary.resolve("first-call.mjs"),
            block("js").replace(ADDRESS, mock.baseUri().toString()));
    assertEquals("200", run(temporary, "node", script.toString()).strip());
  }

  @Test
  void aPageOfAnyOriginMayCall() throws Exception {
    var request = requestsFile().get("Success");
    var preflight =
        HttpRequest.newBuilder(
                URI.create(request.address().replace(ADDRESS, mock.baseUri().toString())))
            .method("OPTIONS", BodyPublishers.noBody())
            .header("Origin", "https://app.example.com")
            .header("Access-Control-Request-Method", "PATCH")
            .header("Access-Control-Request-Headers", "authorization,content-type,prefer,x-tenant")
            .build();
    var allowed = HttpClient.newHttpClient().send(preflight, BodyHandlers.discarding()).headers();
    assertEquals(
        "https://app.example.com", allowed.firstValue("Access-Control-Allow-Origin").orElseThrow());
    assertEquals(
        "authorization,content-type,prefer,x-tenant",
        allowed.firstValue("Access-Control-Allow-Headers").orElseThrow());
  }

  @Test
  void theTypesCompileWithTheirExample() throws Exception {
    var root = Path.of("..").toAbsolutePath().normalize();
    var command =
        block("sh", "types >").lines().reduce((install, types) -> types).orElseThrow().split(" > ");
    var npm = command[0].replaceFirst("^npm", WINDOWS ? "npm.cmd" : "npm");
    Files.writeString(temporary.resolve(command[1]), run(root, npm.split(" ")));
    var example = Files.writeString(temporary.resolve("example.ts"), block("ts"));
    var compiler = root.resolve("openapi/node_modules/typescript/bin/tsc").toString();
    assertEquals("", run(temporary, "node", compiler, "--strict", "--noEmit", example.toString()));
  }

  static Stream<Scenario> scenarios() throws Exception {
    var first = requestsFile().get("Success");
    return Pattern.compile(
            "^\\| (.+) \\| ((?:as|to|with).+) \\| (\\d+), (.+) \\|$", Pattern.MULTILINE)
        .matcher(readme())
        .results()
        .map(
            row ->
                new Scenario(
                    row.group(1),
                    changed(first, row.group(2)),
                    Integer.parseInt(row.group(3)),
                    row.group(4).replace("`", "")));
  }

  /** The request that the table means by, say, "without `X-Tenant`". */
  private static Request changed(Request first, String words) {
    if (words.equals("as it is")) {
      return first;
    }
    var value = words.substring(words.indexOf('`') + 1, words.lastIndexOf('`'));
    var headers = new LinkedHashMap<>(first.headers());
    if (words.startsWith("with the body ")) {
      return new Request(first.address(), headers, value);
    }
    if (words.startsWith("to ")) {
      return new Request(ADDRESS + value, headers, first.body());
    }
    if (words.startsWith("without ")) {
      headers.remove(value);
    } else {
      var header = value.split(": ", 2);
      headers.put(header[0], header[1]);
    }
    return new Request(first.address(), headers, first.body());
  }

  private static Map<String, Request> requestsFile() throws Exception {
    var requests = new LinkedHashMap<String, Request>();
    for (var part : Files.readString(Path.of("requests.http")).split("(?m)^### ")) {
      if (part.contains("\nPATCH ")) {
        var headAndBody = part.strip().split("\n\n", 2);
        var head = headAndBody[0].split("\n");
        var headers = new LinkedHashMap<String, String>();
        Arrays.stream(head)
            .skip(2)
            .map(line -> line.split(": ", 2))
            .forEach(header -> headers.put(header[0], header[1]));
        requests.put(
            head[0], new Request(head[1].replaceFirst("PATCH ", ""), headers, headAndBody[1]));
      }
    }
    return requests;
  }

  private static JsonNode example(int status, String name) throws Exception {
    var example =
        responses()
            .path(Integer.toString(status))
            .at("/content/application~1json/examples/" + name);
    var reference = example.path("$ref").asText().replaceFirst("#", "");
    return (reference.isEmpty() ? example : specification().at(reference)).path("value");
  }

  private static JsonNode responses() throws Exception {
    return specification().path("paths").elements().next().path("patch").path("responses");
  }

  private static JsonNode specification() throws Exception {
    return new ObjectMapper(new YAMLFactory())
        .readTree(Path.of("..", "openapi", "openapi.yaml").toFile());
  }

  private static String readme() throws Exception {
    return Files.readString(Path.of("README.md"));
  }

  private static String block(String language) throws Exception {
    return block(language, "");
  }

  /** The first block in a language that contains a text. */
  private static String block(String language, String text) throws Exception {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(readme())
        .results()
        .map(block -> block.group(1))
        .filter(block -> block.contains(text))
        .findFirst()
        .orElseThrow();
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
