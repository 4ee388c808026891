package com.cloudcockpit.qualification.contract.spec;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Refuses specifications with constructs that the checks do not support. */
final class SupportedConstructs {

  private static final Set<HttpMethod> METHODS =
      Set.of(HttpMethod.GET, HttpMethod.PUT, HttpMethod.POST, HttpMethod.PATCH, HttpMethod.DELETE);
  private static final Set<String> LOCATIONS = Set.of("path", "query", "header");
  private static final Set<String> SIMPLE = Set.of("string", "integer", "number", "boolean");

  private SupportedConstructs() {}

  /**
   * Requires that a specification has only supported constructs.
   *
   * @throws UnsupportedOperationException if it has another one
   */
  static void require(OpenAPI specification) {
    if (specification == null || specification.getPaths() == null) {
      throw new UnsupportedOperationException("The document is not an OpenAPI 3.0 specification.");
    }
    requireThat(
        specification.getOpenapi().startsWith("3.0"),
        "OpenAPI " + specification.getOpenapi(),
        "the document");
    specification
        .getPaths()
        .forEach(
            (path, item) ->
                item.readOperationsMap()
                    .forEach(
                        (method, operation) -> {
                          var at = "%s %s".formatted(method, path);
                          requireThat(METHODS.contains(method), "the method " + method, at);
                          requireOperation(operation, at);
                        }));
    var components = specification.getComponents();
    if (components != null && components.getSecuritySchemes() != null) {
      components
          .getSecuritySchemes()
          .forEach(
              (name, scheme) ->
                  requireThat(
                      "bearer".equalsIgnoreCase(scheme.getScheme()) || scheme.getFlows() != null,
                      "a security scheme of type " + scheme.getType(),
                      name));
    }
  }

  private static void requireOperation(Operation operation, String at) {
    if (operation.getParameters() != null) {
      operation.getParameters().forEach(parameter -> requireParameter(parameter, at));
    }
    if (operation.getRequestBody() != null) {
      requireJson(operation.getRequestBody().getContent(), "the request body of " + at);
    }
    operation
        .getResponses()
        .forEach(
            (status, response) ->
                requireJson(response.getContent(), "the %s of %s".formatted(status, at)));
  }

  private static void requireParameter(Parameter parameter, String at) {
    var place = "%s of %s".formatted(parameter.getName(), at);
    requireThat(
        LOCATIONS.contains(parameter.getIn()),
        "a %s parameter".formatted(parameter.getIn()),
        place);
    var schema = parameter.getSchema();
    requireThat(schema != null, "a parameter with content", place);
    requireSchema(schema, place);
    var query = parameter.getIn().equals("query");
    if (query && "array".equals(schema.getType())) {
      requireThat(
          parameter.getStyle() == null || parameter.getStyle() == Parameter.StyleEnum.FORM,
          "the style " + parameter.getStyle(),
          place);
      schema = schema.getItems();
    }
    requireThat(
        SIMPLE.contains(schema.getType()), "a parameter of type " + schema.getType(), place);
  }

  private static void requireJson(Content content, String place) {
    if (content != null) {
      content
          .keySet()
          .forEach(
              type -> requireThat(Json.MEDIA_TYPE.equals(type), "the media type " + type, place));
      content.values().forEach(media -> requireSchema(media.getSchema(), place));
    }
  }

  private static void requireSchema(Schema<?> schema, String place) {
    if (schema == null) {
      return;
    }
    var alternatives =
        Stream.of(schema.getAnyOf(), schema.getOneOf())
            .filter(Objects::nonNull)
            .mapToInt(List::size)
            .sum();
    requireThat(alternatives == 0, "anyOf or oneOf", place);
    requireThat(schema.getNot() == null, "not", place);
    requireThat(schema.getMultipleOf() == null, "multipleOf", place);
    requireThat(schema.getUniqueItems() == null, "uniqueItems", place);
    boolean counted = schema.getMinProperties() != null || schema.getMaxProperties() != null;
    requireThat(!counted, "minProperties or maxProperties", place);
    if (schema.getProperties() != null) {
      schema
          .getProperties()
          .forEach((name, inner) -> requireSchema(inner, "%s in %s".formatted(name, place)));
    }
    requireSchema(schema.getItems(), place);
  }

  private static void requireThat(boolean supported, String construct, String place) {
    if (!supported) {
      throw new UnsupportedOperationException(
          "The checks do not support %s (%s).".formatted(construct, place));
    }
  }
}
