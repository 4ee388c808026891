package com.cloudcockpit.qualification.contract.spec;

import com.fasterxml.jackson.databind.JsonNode;

/** Refuses specifications with constructs that the checks do not support. */
final class SupportedConstructs {

  /** The keywords of a schema from which no values are derived. */
  private static final String UNSUPPORTED =
      "anyOf|oneOf|not|multipleOf|uniqueItems|minProperties|maxProperties";

  private SupportedConstructs() {}

  /**
   * Requires that the checks support a specification, apart from its operations.
   *
   * @throws UnsupportedOperationException if they do not
   */
  static void require(JsonNode specification) {
    if (!specification.has("paths")) {
      throw new UnsupportedOperationException("The document is not an OpenAPI 3.0 specification.");
    }
    var version = specification.path("openapi").asText();
    requireThat(version.startsWith("3.0"), "OpenAPI " + version, "the document");
    for (var scheme : specification.at("/components/securitySchemes").properties()) {
      var type = scheme.getValue().path("type").asText();
      boolean bearer = scheme.getValue().path("scheme").asText().equalsIgnoreCase("bearer");
      boolean supported = bearer || type.matches("oauth2|openIdConnect");
      requireThat(supported, "a security scheme of type " + type, scheme.getKey());
    }
  }

  /**
   * Requires that the checks support an operation.
   *
   * @throws UnsupportedOperationException if they do not
   */
  static void require(Operation operation) {
    var at = "%s %s".formatted(operation.method(), operation.path());
    boolean supported = operation.method().matches("GET|PUT|POST|PATCH|DELETE");
    requireThat(supported, "the method " + operation.method(), at);
    for (var parameter : operation.parameters()) {
      requireParameter(parameter, "%s of %s".formatted(parameter.name(), at));
    }
    var ofBody = "the request body of " + at;
    requireJson(operation.model().path("requestBody"), ofBody);
    for (var body : operation.body().stream().toList()) {
      requireThat(body.type().matches("object|"), "a body of type " + body.type(), ofBody);
      requireSchema(body, ofBody);
    }
    for (var response : operation.responses().properties()) {
      requireJson(response.getValue(), "the %s of %s".formatted(response.getKey(), at));
    }
  }

  private static void requireParameter(Field parameter, String at) {
    var style = parameter.model().path("style").asText("simple");
    boolean list = parameter.isIn("query") && parameter.type().equals("array");
    var type = list ? parameter.children().get(0).type() : parameter.type();
    boolean simple = type.matches("string|integer|number|boolean");
    requireThat(!parameter.isIn("cookie"), "a cookie parameter", at);
    requireThat(parameter.model().has("schema"), "a parameter with content", at);
    requireThat(style.matches("form|simple"), "the style " + style, at);
    requireSchema(parameter, at);
    requireThat(simple, "a parameter of type " + type, at);
  }

  private static void requireJson(JsonNode message, String at) {
    for (var content : message.path("content").properties()) {
      boolean json = content.getKey().equals(Json.MEDIA_TYPE);
      requireThat(json, "the media type " + content.getKey(), at);
    }
  }

  /** Requires that values of a field can be derived from its schema. */
  private static void requireSchema(Field field, String at) {
    for (var keyword : field.schema().properties()) {
      requireThat(!keyword.getKey().matches(UNSUPPORTED), keyword.getKey(), at);
    }
    for (var child : field.children()) {
      requireSchema(child, child.isItem() ? at : "%s in %s".formatted(child.name(), at));
    }
  }

  private static void requireThat(boolean supported, String construct, String at) {
    if (!supported) {
      throw new UnsupportedOperationException(
          "The checks do not support %s (%s).".formatted(construct, at));
    }
  }
}
