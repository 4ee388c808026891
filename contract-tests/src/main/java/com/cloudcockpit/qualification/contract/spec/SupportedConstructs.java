package com.cloudcockpit.qualification.contract.spec;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.core.util.ObjectMapperFactory;
import io.swagger.v3.oas.models.OpenAPI;
import java.util.Locale;
import java.util.Set;

/** Refuses specifications with constructs that the checks do not support. */
final class SupportedConstructs {

  private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
  private static final Set<String> OTHER_METHODS = Set.of("head", "options", "trace");
  private static final Set<String> SIMPLE_TYPES = Set.of("string", "integer", "number", "boolean");

  /** The keywords of a schema from which requests are derived. */
  private static final Set<String> UNSUPPORTED =
      Set.of(
          "anyOf", "oneOf", "not", "multipleOf", "uniqueItems", "minProperties", "maxProperties");

  private SupportedConstructs() {}

  /**
   * Requires that a specification has only supported constructs.
   *
   * @param specification the specification, without references
   * @throws UnsupportedOperationException if it has another one
   */
  static void require(OpenAPI specification) {
    if (specification == null || specification.getPaths() == null) {
      throw new UnsupportedOperationException("The document is not an OpenAPI 3.0 specification.");
    }
    JsonNode root = ObjectMapperFactory.createJson().valueToTree(specification);
    var version = root.path("openapi").asText();
    requireThat(version.startsWith("3.0"), "OpenAPI " + version, "the document");
    for (var path : root.path("paths").properties()) {
      for (var member : path.getValue().properties()) {
        var method = member.getKey().toUpperCase(Locale.ROOT);
        var at = "%s %s".formatted(method, path.getKey());
        requireThat(!OTHER_METHODS.contains(member.getKey()), "the method " + method, at);
        if (METHODS.contains(member.getKey())) {
          requireOperation(member.getValue(), at);
        }
      }
    }
    for (var scheme : root.at("/components/securitySchemes").properties()) {
      var type = scheme.getValue().path("type").asText();
      boolean bearer = "bearer".equalsIgnoreCase(scheme.getValue().path("scheme").asText());
      requireThat(
          bearer || type.equals("oauth2") || type.equals("openIdConnect"),
          "a security scheme of type " + type,
          scheme.getKey());
    }
  }

  private static void requireOperation(JsonNode operation, String at) {
    for (var parameter : operation.path("parameters")) {
      requireParameter(parameter, "%s of %s".formatted(parameter.path("name").asText(), at));
    }
    var body = "the request body of " + at;
    requireJson(operation.at("/requestBody/content"), body);
    for (var content : operation.at("/requestBody/content")) {
      var type = content.at("/schema/type").asText("object");
      requireThat(type.equals("object"), "a body of type " + type, body);
      requireSchema(content.path("schema"), body);
    }
    for (var response : operation.path("responses").properties()) {
      requireJson(
          response.getValue().path("content"), "the %s of %s".formatted(response.getKey(), at));
    }
  }

  private static void requireParameter(JsonNode parameter, String at) {
    var in = parameter.path("in").asText();
    var style = parameter.path("style").asText(in.equals("query") ? "form" : "simple");
    requireThat(!in.equals("cookie"), "a cookie parameter", at);
    requireThat(parameter.has("schema"), "a parameter with content", at);
    requireThat(style.equals(in.equals("query") ? "form" : "simple"), "the style " + style, at);
    var schema = parameter.path("schema");
    requireSchema(schema, at);
    boolean list = in.equals("query") && schema.path("type").asText().equals("array");
    var type = (list ? schema.path("items") : schema).path("type").asText("any");
    requireThat(SIMPLE_TYPES.contains(type), "a parameter of type " + type, at);
  }

  private static void requireJson(JsonNode content, String at) {
    content
        .fieldNames()
        .forEachRemaining(
            type -> requireThat(type.equals(Json.MEDIA_TYPE), "the media type " + type, at));
  }

  private static void requireSchema(JsonNode schema, String at) {
    schema
        .fieldNames()
        .forEachRemaining(name -> requireThat(!UNSUPPORTED.contains(name), name, at));
    for (var property : schema.path("properties").properties()) {
      requireSchema(property.getValue(), "%s in %s".formatted(property.getKey(), at));
    }
    if (schema.has("items")) {
      requireSchema(schema.path("items"), at);
    }
  }

  private static void requireThat(boolean supported, String construct, String at) {
    if (!supported) {
      throw new UnsupportedOperationException(
          "The checks do not support %s (%s).".formatted(construct, at));
    }
  }
}
