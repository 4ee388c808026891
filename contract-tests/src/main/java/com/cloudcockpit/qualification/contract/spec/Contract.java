package com.cloudcockpit.qualification.contract.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.OAuthFlow;
import io.swagger.v3.oas.models.security.OAuthFlows;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The contract: a specification with a single operation. */
public final class Contract {

  private static final String FOLDER = "/com/cloudcockpit/qualification/openapi/";
  private static final String DOCUMENTED = "documented";

  private final OpenAPI specification;
  private final String path;
  private final HttpMethod method;
  private final Operation operation;
  private final ResponseSchema responseSchema;

  private Contract(String text) {
    var options = new ParseOptions();
    options.setResolveFully(true);
    specification = new OpenAPIV3Parser().readContents(text, null, options).getOpenAPI();
    var paths = specification.getPaths();
    paths.values().removeIf(item -> item.readOperations().isEmpty());
    int operations = paths.values().stream().mapToInt(item -> item.readOperations().size()).sum();
    if (operations != 1) {
      throw new UnsupportedOperationException(
          "The specification has %d operations: the checks support only one."
              .formatted(operations));
    }
    path = paths.keySet().iterator().next();
    method = paths.get(path).readOperationsMap().keySet().iterator().next();
    operation = paths.get(path).readOperationsMap().get(method);
    for (var parameter : parameters()) {
      if (!Set.of("path", "header", "query").contains(parameter.getIn())) {
        throw new UnsupportedOperationException(
            "The checks do not support the %2$s parameter %1$s."
                .formatted(parameter.getName(), parameter.getIn()));
      }
    }
    responseSchema = new ResponseSchema(text, path, method);
  }

  private static final class Published {
    static final Contract CONTRACT = parse(resource("openapi.yaml"));
  }

  /** {@return the contract that this version of the checks was built with} */
  public static Contract published() {
    return Published.CONTRACT;
  }

  /**
   * Parses a specification.
   *
   * @param text an OpenAPI document with one operation
   * @return the contract that it describes
   * @throws UnsupportedOperationException if the checks do not support the document
   */
  public static Contract parse(String text) {
    return new Contract(text);
  }

  /** {@return a file of the openapi module, such as {@code openapi.yaml}} */
  public static String resource(String name) {
    try (var stream = Contract.class.getResourceAsStream(FOLDER + name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public OpenAPI specification() {
    return specification;
  }

  public String version() {
    return specification.getInfo().getVersion();
  }

  /** {@return the path with its parameters in braces} */
  public String path() {
    return path;
  }

  public String method() {
    return method.name();
  }

  public Operation operation() {
    return operation;
  }

  public List<Parameter> parameters() {
    return operation.getParameters();
  }

  /** {@return the example of a parameter} */
  public String example(String parameter) {
    return parameters().stream()
        .filter(candidate -> candidate.getName().equals(parameter))
        .map(candidate -> candidate.getExample().toString())
        .findFirst()
        .orElseThrow();
  }

  public Schema<?> requestSchema() {
    return requestContent().getSchema();
  }

  private MediaType requestContent() {
    return operation.getRequestBody().getContent().get(Json.MEDIA_TYPE);
  }

  /** {@return the examples of the request body by name, realistic ones first} */
  public Map<String, ObjectNode> requestExamples() {
    var examples = new LinkedHashMap<String, ObjectNode>();
    for (var example : requestContent().getExamples().entrySet()) {
      examples.put(example.getKey(), Json.MAPPER.valueToTree(example.getValue().getValue()));
    }
    return examples;
  }

  /** {@return a realistic example of the request body} */
  public ObjectNode requestExample() {
    return requestExamples().values().iterator().next();
  }

  public Map<String, ApiResponse> responses() {
    return operation.getResponses();
  }

  /** {@return whether the contract specifies a body for a status} */
  public boolean promisesBody(int status) {
    var response = responses().get(Integer.toString(status));
    return response != null && response.getContent() != null;
  }

  /** {@return the documentation page's examples of error responses, by status} */
  public Map<String, JsonNode> documentedErrors() {
    var errors = new LinkedHashMap<String, JsonNode>();
    responses()
        .forEach(
            (status, response) ->
                Optional.ofNullable(response.getContent())
                    .map(content -> content.get(Json.MEDIA_TYPE))
                    .map(MediaType::getExamples)
                    .map(examples -> examples.get(DOCUMENTED))
                    .map(example -> Json.MAPPER.<JsonNode>valueToTree(example.getValue()))
                    .ifPresent(error -> errors.put(status, error)));
    return errors;
  }

  public ResponseSchema responseSchema() {
    return responseSchema;
  }

  /** {@return the OAuth 2.0 client credentials flow} */
  public OAuthFlow clientCredentials() {
    return specification.getComponents().getSecuritySchemes().values().stream()
        .map(SecurityScheme::getFlows)
        .filter(Objects::nonNull)
        .map(OAuthFlows::getClientCredentials)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }
}
