package com.cloudcockpit.qualification.contract.spec;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An operation of the contract.
 *
 * @param method the HTTP method, in upper case
 * @param path the path with its parameters in braces
 * @param model the operation in the specification
 * @param validator validates values in its requests and responses
 */
public record Operation(String method, String path, JsonNode model, ValueValidator validator) {

  public static final String TENANT = "X-Tenant";
  public static final String CORRELATION_ID = "X-Correlation-Id";

  /** {@return the operation ID, or the method and the path if there is none} */
  public String id() {
    return model.path("operationId").asText("%s %s".formatted(method, path));
  }

  /** {@return a verb for the operation, such as {@code update}} */
  public String verb() {
    var verbs = Map.of("GET", "get", "POST", "create", "DELETE", "delete");
    return verbs.getOrDefault(method, "update");
  }

  /** {@return whether a valid request may change data} */
  public boolean changesData() {
    return !method.equals("GET");
  }

  public boolean isDelete() {
    return method.equals("DELETE");
  }

  /** {@return whether a request needs a token} */
  public boolean requiresToken() {
    var requirements = model.get("security");
    return !requirements.isEmpty() && requirements.valueStream().noneMatch(JsonNode::isEmpty);
  }

  public List<Field> parameters() {
    return model.path("parameters").valueStream().map(Field::parameter).toList();
  }

  /** {@return the parameters and the top-level properties of the body} */
  public List<Field> fields() {
    return Stream.concat(parameters().stream(), bodyProperties().stream()).toList();
  }

  /** {@return the last path parameter that identifies a resource, if there is one} */
  public Optional<Field> resourceId() {
    return parameters().stream().filter(Field::isId).reduce((first, last) -> last);
  }

  /** {@return the request body, if the operation has one} */
  public Optional<Field> body() {
    boolean required = model.at("/requestBody/required").asBoolean();
    return json(model.path("requestBody"))
        .map(content -> new Field("body", "", JsonPointer.empty(), required, content));
  }

  /** {@return the properties of the request body} */
  public List<Field> bodyProperties() {
    return body().map(Field::children).orElse(List.of());
  }

  /** {@return the examples of the request body by name, realistic ones first} */
  public Map<String, JsonNode> bodyExamples() {
    var examples = model.at("/requestBody/content/application~1json/examples").properties();
    return Maps.transformValues(ImmutableMap.copyOf(examples), one -> one.path("value"));
  }

  /** {@return the responses by status} */
  public JsonNode responses() {
    return model.path("responses");
  }

  /** {@return the statuses of a success as the contract writes them, such as {@code 2XX}} */
  public List<String> successes() {
    return names(responses()).stream().filter(status -> status.startsWith("2")).toList();
  }

  /** {@return whether the contract specifies the content of a success} */
  public boolean hasContentOnSuccess() {
    return successes().stream().anyMatch(status -> responses().get(status).has("content"));
  }

  /** {@return the JSON content that the contract specifies for a status} */
  public Optional<JsonNode> content(int status) {
    return Stream.of("%d".formatted(status), "%dXX".formatted(status / 100), "default")
        .filter(responses()::has)
        .findFirst()
        .flatMap(key -> json(responses().get(key)));
  }

  /** {@return the problems of the JSON body of a response} */
  public List<String> problems(int status, JsonNode body) {
    return content(status)
        .map(content -> content.get("schema"))
        .map(schema -> validator.problems("response", schema, body))
        .orElse(List.of());
  }

  /** {@return the names of the properties of error responses} */
  public List<String> errorProperties() {
    return responses()
        .propertyStream()
        .filter(response -> !response.getKey().startsWith("2"))
        .flatMap(response -> json(response.getValue()).stream())
        .findFirst()
        .map(content -> names(content.at("/schema/properties")))
        .orElse(List.of());
  }

  private static List<String> names(JsonNode object) {
    return ImmutableList.copyOf(object.fieldNames());
  }

  private static Optional<JsonNode> json(JsonNode message) {
    return Optional.ofNullable(message.path("content").get(Json.MEDIA_TYPE));
  }
}
