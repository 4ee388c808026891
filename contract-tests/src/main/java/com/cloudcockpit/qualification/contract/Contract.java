package com.cloudcockpit.qualification.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.security.OAuthFlow;
import io.swagger.v3.oas.models.security.OAuthFlows;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The specification and the documentation page's examples, as the openapi jar carries them. */
final class Contract {

  static final String JSON_TYPE = "application/json";
  static final ObjectMapper JSON = new ObjectMapper();

  private static final String FOLDER = "/com/cloudcockpit/qualification/openapi/";

  static final String TEXT = read("openapi.yaml");
  static final OpenAPI SPECIFICATION = parse();

  /** The one path of the specification, with its parameter in braces. */
  static final String PATH = SPECIFICATION.getPaths().keySet().iterator().next();

  static final Operation OPERATION = SPECIFICATION.getPaths().get(PATH).getPatch();

  static final MediaType REQUEST = OPERATION.getRequestBody().getContent().get(JSON_TYPE);

  static final JsonNode DOCUMENTED_REQUEST = json(read("examples/update-request.json"));
  static final JsonNode DOCUMENTED_ERROR = json(read("examples/error-response.json"));

  private Contract() {}

  /** The example that the specification gives for a parameter. */
  static String example(Parameter parameter) {
    return parameter.getExample().toString();
  }

  /** The specification's first example of a request, a realistic one. */
  static JsonNode requestExample() {
    return JSON.valueToTree(REQUEST.getExamples().values().iterator().next().getValue());
  }

  static Parameter parameter(String name) {
    return OPERATION.getParameters().stream()
        .filter(parameter -> parameter.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** How a program obtains a token. */
  static OAuthFlow clientCredentials() {
    return SPECIFICATION.getComponents().getSecuritySchemes().values().stream()
        .map(SecurityScheme::getFlows)
        .filter(flows -> flows != null && flows.getClientCredentials() != null)
        .map(OAuthFlows::getClientCredentials)
        .findFirst()
        .orElseThrow();
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OpenAPI parse() {
    var options = new ParseOptions();
    options.setResolveFully(true);
    return new OpenAPIV3Parser().readContents(TEXT, null, options).getOpenAPI();
  }

  private static String read(String name) {
    try (var stream = Contract.class.getResourceAsStream(FOLDER + name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
