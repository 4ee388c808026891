package com.cloudcockpit.qualification.mock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;

/** The mock that all tests share; it ends with this JVM. */
final class Mock {

  static final HttpClient HTTP = HttpClient.newHttpClient();
  static final Path DIRECTORY = Path.of("").toAbsolutePath();
  static final Path SPECIFICATION = Path.of("..", "openapi", "openapi.yaml");

  private static final PrismMock SHARED =
      PrismMock.start(DIRECTORY, Path.of("target", "prism.log"));
  private static final ObjectMapper JSON = new ObjectMapper();

  private Mock() {}

  static URI baseUri() {
    return SHARED.baseUri();
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  /** The responses that the specification has, by status. */
  static JsonNode responses() throws IOException {
    return specification().path("paths").elements().next().path("patch").path("responses");
  }

  /** The body that the specification gives for an example of a response. */
  static JsonNode example(String status, String name) throws IOException {
    var example = responses().path(status).at("/content/application~1json/examples/" + name);
    var reference = example.path("$ref").asText().replaceFirst("#", "");
    return (reference.isEmpty() ? example : specification().at(reference)).path("value");
  }

  private static JsonNode specification() throws IOException {
    return new ObjectMapper(new YAMLFactory()).readTree(SPECIFICATION.toFile());
  }
}
