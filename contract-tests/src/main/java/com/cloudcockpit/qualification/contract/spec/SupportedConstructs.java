package com.cloudcockpit.qualification.contract.spec;

import com.fasterxml.jackson.databind.JsonNode;

/** Refuses specifications with constructs that the checks do not support. */
final class SupportedConstructs {

  /** The keywords of a schema that do not affect its values, or from which values are derived. */
  private static final String KEYWORDS =
      "(?!(anyOf|oneOf|not|multipleOf|uniqueItems|(min|max)Properties|exclusive.*)$).*";

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
    require("OpenAPI %s", specification.path("openapi").asText(), "3\\.0.*", "the document");
    for (var scheme : specification.at("/components/securitySchemes").properties()) {
      var type = scheme.getValue().path("scheme").asText(scheme.getValue().path("type").asText());
      require("the security scheme %s", type, "(?i)bearer|oauth2|openIdConnect", scheme.getKey());
    }
  }

  /**
   * Requires that the checks support an operation.
   *
   * @throws UnsupportedOperationException if they do not
   */
  static void require(Operation operation) {
    var at = "%s %s".formatted(operation.method(), operation.path());
    require("the method %s", operation.method(), "GET|PUT|POST|PATCH|DELETE", at);
    for (var parameter : operation.parameters()) {
      var place = "%s of %s".formatted(parameter.name(), at);
      boolean list = parameter.isIn("query") && parameter.type().equals("array");
      var type = list ? parameter.children().get(0).type() : parameter.type();
      require("a %s parameter", parameter.in(), "path|query|header", place);
      require("the style %s", parameter.model().path("style").asText(), "form|simple|", place);
      requireSchema(parameter, place);
      require("a parameter of type '%s'", type, "string|integer|number|boolean", place);
    }
    var ofBody = "the request body of " + at;
    requireJson(operation.model().path("requestBody"), ofBody);
    for (var body : operation.body().stream().toList()) {
      require("a body of type %s", body.type(), "object|", ofBody);
      requireSchema(body, ofBody);
    }
    for (var response : operation.responses().properties()) {
      requireJson(response.getValue(), "the %s of %s".formatted(response.getKey(), at));
    }
  }

  private static void requireJson(JsonNode message, String at) {
    for (var content : message.path("content").properties()) {
      require("the media type %s", content.getKey(), Json.MEDIA_TYPE, at);
    }
  }

  /** Requires that values of a field can be derived from its schema. */
  private static void requireSchema(Field field, String at) {
    field.schema().fieldNames().forEachRemaining(keyword -> require("%s", keyword, KEYWORDS, at));
    for (var child : field.children()) {
      requireSchema(child, child.isItem() ? at : "%s in %s".formatted(child.name(), at));
    }
  }

  private static void require(String construct, String value, String supported, String at) {
    if (!value.matches(supported)) {
      throw new UnsupportedOperationException(
          "The checks do not support %s (%s).".formatted(construct.formatted(value), at));
    }
  }
}
