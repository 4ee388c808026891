package com.cloudcockpit.qualification.mock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;

/** The mock that all tests share. It exits with this JVM. */
final class Mock {

  static final HttpClient HTTP = HttpClient.newHttpClient();
  static final Path DIRECTORY = Path.of("").toAbsolutePath();
  static final Path SPECIFICATION = Path.of("..", "openapi", "openapi.yaml");

  private static final PrismMock SHARED =
      PrismMock.start(DIRECTORY, Path.of("target", "prism.log"));
  private static final String OPERATION = "updateCustomerMicrosoftQualification";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode CONTRACT = readContract();

  private Mock() {}

  static URI baseUri() {
    return SHARED.baseUri();
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError("Not JSON: " + text, e);
    }
  }

  /** The path of the update, with its parameters in braces. */
  static String path() {
    return CONTRACT.path("paths").properties().stream()
        .filter(path -> path.getValue().at("/patch/operationId").asText().equals(OPERATION))
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  static JsonNode operation() {
    return CONTRACT.path("paths").path(path()).path("patch");
  }

  static JsonNode schema(String name) {
    return CONTRACT.path("components").path("schemas").path(name);
  }

  /** The body that the specification gives for an example of a response. */
  static JsonNode example(String status, String name) {
    var response = resolve(operation().path("responses").path(status));
    return resolve(response.at("/content/application~1json/examples/" + name)).path("value");
  }

  /** What a reference refers to, or else the node itself. */
  static JsonNode resolve(JsonNode node) {
    var reference = node.path("$ref").asText().replaceFirst("#", "");
    return reference.isEmpty() ? node : CONTRACT.at(reference);
  }

  /** The situations of the update, as the mock lists them. */
  static JsonNode situations() throws Exception {
    return allSituations().path("PATCH " + path());
  }

  /** The situations of all operations, by method and path. */
  static JsonNode allSituations() throws Exception {
    return json(Call.valid().method("GET").path("/__situations").send().body());
  }

  private static JsonNode readContract() {
    try {
      return new ObjectMapper(new YAMLFactory()).readTree(SPECIFICATION.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
