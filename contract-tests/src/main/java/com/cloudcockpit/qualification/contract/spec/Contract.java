package com.cloudcockpit.qualification.contract.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.oas.models.security.OAuthFlow;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The contract.
 *
 * @param model an OpenAPI specification without references, as JSON
 * @param operations its operations, in the order of the specification
 */
public record Contract(JsonNode model, List<Operation> operations) {

  private static final String FOLDER = "/com/cloudcockpit/qualification/openapi/";

  /** The schema keywords that the checks support or may ignore. */
  private static final String KEYWORDS =
      "(?!(anyOf|oneOf|not|multipleOf|uniqueItems|(min|max)Properties|exclusive.*)$).*";

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
   * @param text an OpenAPI 3.0 document
   * @return the contract that it describes
   * @throws UnsupportedOperationException if the document contains a construct that the checks do
   *     not support
   */
  public static Contract parse(String text) {
    var options = new ParseOptions();
    options.setResolve(true);
    options.setResolveFully(true);
    var specification = new OpenAPIV3Parser().readContents(text, null, options).getOpenAPI();
    var model = Json.read(io.swagger.v3.core.util.Json.pretty(specification)).orElseThrow();
    require(model);
    var validator = new ValueValidator(specification);
    var operations = new ArrayList<Operation>();
    for (var path : model.get("paths").properties()) {
      for (var member : path.getValue().properties()) {
        if (member.getValue() instanceof ObjectNode operation && operation.has("responses")) {
          var method = member.getKey().toUpperCase(Locale.ROOT);
          operation.putIfAbsent("security", model.withArray("security"));
          operations.add(new Operation(method, path.getKey(), operation, validator));
        }
      }
    }
    operations.forEach(Contract::require);
    return new Contract(model, List.copyOf(operations));
  }

  /** Requires that the checks support a specification, apart from its operations. */
  private static void require(JsonNode specification) {
    if (!specification.has("paths")) {
      throw new UnsupportedOperationException("The document is not an OpenAPI 3.0 specification.");
    }
    require("OpenAPI %s", specification.path("openapi").asText(), "3\\.0.*", "the document");
    for (var scheme : specification.at("/components/securitySchemes").properties()) {
      var type = scheme.getValue().path("scheme").asText(scheme.getValue().path("type").asText());
      require("the security scheme %s", type, "(?i)bearer|oauth2|openIdConnect", scheme.getKey());
    }
  }

  private static void require(Operation operation) {
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

  /** {@return a file of the openapi module, such as {@code openapi.yaml}} */
  public static String resource(String name) {
    try (var stream = Contract.class.getResourceAsStream(FOLDER + name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return a property of the specification's {@code info}, such as {@code version}} */
  public String info(String property) {
    return model.path("info").path(property).asText();
  }

  /** {@return the OAuth 2.0 client credentials flow} */
  public OAuthFlow clientCredentials() {
    var flows = model.at("/components/securitySchemes").findValue("flows");
    return Json.MAPPER.convertValue(flows.get("clientCredentials"), OAuthFlow.class);
  }
}
