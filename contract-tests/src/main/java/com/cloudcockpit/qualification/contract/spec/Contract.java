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
    SupportedConstructs.require(model);
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
    operations.forEach(SupportedConstructs::require);
    return new Contract(model, List.copyOf(operations));
  }

  /** {@return a file of the openapi module, such as {@code openapi.yaml}} */
  public static String resource(String name) {
    try (var stream = Contract.class.getResourceAsStream(FOLDER + name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String version() {
    return model.at("/info/version").asText();
  }

  public String title() {
    return model.at("/info/title").asText();
  }

  /** {@return the OAuth 2.0 client credentials flow} */
  public OAuthFlow clientCredentials() {
    var flows = model.at("/components/securitySchemes").findValue("flows");
    return Json.MAPPER.convertValue(flows.get("clientCredentials"), OAuthFlow.class);
  }
}
