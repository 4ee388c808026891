package com.cloudcockpit.qualification.contract.spec;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** An operation of the contract. */
public final class Operation {

  public static final String TENANT = "X-Tenant";
  public static final String CORRELATION_ID = "X-Correlation-Id";

  private static final String DOCUMENTED = "documented";

  private final String path;
  private final HttpMethod method;
  private final io.swagger.v3.oas.models.Operation model;
  private final List<SecurityRequirement> security;
  private final ResponseSchema responseSchema;

  Operation(
      OpenAPI specification,
      OpenApiInteractionValidator validator,
      String path,
      HttpMethod method,
      io.swagger.v3.oas.models.Operation model) {
    this.path = path;
    this.method = method;
    this.model = model;
    var effective = model.getSecurity() == null ? specification.getSecurity() : model.getSecurity();
    security = Objects.requireNonNullElse(effective, List.of());
    responseSchema = new ResponseSchema(validator, path, method);
  }

  /** {@return the operation ID, or the method and the path if there is none} */
  public String id() {
    return Objects.requireNonNullElse(model.getOperationId(), method + " " + path);
  }

  public String method() {
    return method.name();
  }

  /** {@return the path with its parameters in braces} */
  public String path() {
    return path;
  }

  /** {@return a verb for the operation, such as {@code update}} */
  public String verb() {
    return switch (method) {
      case GET -> "get";
      case POST -> "create";
      case DELETE -> "delete";
      default -> "update";
    };
  }

  /** {@return whether a valid request may change data} */
  public boolean changesData() {
    return method != HttpMethod.GET;
  }

  public boolean isDelete() {
    return method == HttpMethod.DELETE;
  }

  public List<Parameter> parameters() {
    return Objects.requireNonNullElse(model.getParameters(), List.of());
  }

  /** {@return the last path parameter that identifies a resource, if there is one} */
  public Optional<Parameter> resourceId() {
    return parameters().stream()
        .filter(parameter -> parameter.getIn().equals("path"))
        .filter(parameter -> parameter.getSchema().getEnum() == null)
        .filter(parameter -> !"boolean".equals(parameter.getSchema().getType()))
        .reduce((first, last) -> last);
  }

  /** {@return the schemes that authenticate a request; empty if a request needs no token} */
  public Set<String> securitySchemes() {
    return security.stream().anyMatch(Map::isEmpty)
        ? Set.of()
        : security.stream().flatMap(scheme -> scheme.keySet().stream()).collect(Collectors.toSet());
  }

  public boolean requiresToken() {
    return !securitySchemes().isEmpty();
  }

  /** {@return the content of the request body, if the operation has one} */
  public Optional<MediaType> body() {
    return Optional.ofNullable(model.getRequestBody())
        .map(body -> body.getContent().get(Json.MEDIA_TYPE));
  }

  public boolean requiresBody() {
    return body().isPresent() && Boolean.TRUE.equals(model.getRequestBody().getRequired());
  }

  /** {@return the properties of the request body by name} */
  public Map<String, Schema<?>> bodyProperties() {
    return body().map(Operation::properties).orElse(Map.of());
  }

  /** {@return the names of the required properties of the request body} */
  public List<String> requiredProperties() {
    Schema<?> schema = body().map(MediaType::getSchema).orElse(new Schema<>());
    return Objects.requireNonNullElse(schema.getRequired(), List.of());
  }

  private static Map<String, Schema<?>> properties(MediaType content) {
    Schema<?> schema = content.getSchema();
    var properties = new LinkedHashMap<String, Schema<?>>();
    if (schema.getProperties() != null) {
      schema.getProperties().forEach(properties::put);
    }
    return properties;
  }

  /** {@return the examples of the request body by name, realistic ones first} */
  public Map<String, JsonNode> bodyExamples() {
    return body().map(Operation::examples).orElse(Map.of());
  }

  public Map<String, ApiResponse> responses() {
    return model.getResponses();
  }

  /** {@return the statuses of a success as the contract writes them, such as {@code 2XX}} */
  public List<String> successes() {
    return responses().keySet().stream().filter(status -> status.startsWith("2")).toList();
  }

  /** {@return whether the contract specifies the content of a success} */
  public boolean hasContentOnSuccess() {
    return successes().stream().anyMatch(status -> responses().get(status).getContent() != null);
  }

  /** {@return the JSON content that the contract specifies for a status} */
  public Optional<MediaType> content(int status) {
    return Optional.ofNullable(responses().get(Integer.toString(status)))
        .or(() -> Optional.ofNullable(responses().get("%dXX".formatted(status / 100))))
        .or(() -> Optional.ofNullable(responses().get("default")))
        .map(ApiResponse::getContent)
        .map(content -> content.get(Json.MEDIA_TYPE));
  }

  /** {@return the names of the properties of error responses} */
  public Set<String> errorProperties() {
    return responses().entrySet().stream()
        .filter(response -> !response.getKey().startsWith("2"))
        .map(response -> response.getValue().getContent())
        .filter(Objects::nonNull)
        .map(content -> properties(content.get(Json.MEDIA_TYPE)).keySet())
        .findFirst()
        .orElse(Set.of());
  }

  /** {@return the documentation page's examples of error responses, by status} */
  public Map<String, JsonNode> documentedErrors() {
    var errors = new LinkedHashMap<String, JsonNode>();
    responses()
        .forEach(
            (status, response) ->
                Optional.ofNullable(response.getContent())
                    .map(content -> examples(content.get(Json.MEDIA_TYPE)).get(DOCUMENTED))
                    .ifPresent(example -> errors.put(status, example)));
    return errors;
  }

  public ResponseSchema responseSchema() {
    return responseSchema;
  }

  private static Map<String, JsonNode> examples(MediaType content) {
    var examples = new LinkedHashMap<String, JsonNode>();
    if (content.getExamples() != null) {
      content
          .getExamples()
          .forEach((name, one) -> examples.put(name, Json.MAPPER.valueToTree(one.getValue())));
    } else if (content.getExample() != null) {
      examples.put("example", Json.MAPPER.valueToTree(content.getExample()));
    }
    return examples;
  }
}
