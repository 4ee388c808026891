package com.cloudcockpit.qualification.contract.spec;

import com.atlassian.oai.validator.model.Request.Method;
import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.core.util.ObjectMapperFactory;
import io.swagger.v3.oas.models.OpenAPI;
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
 * @param specification an OpenAPI specification without references
 * @param model the specification as JSON
 * @param operations its operations, in the order of the specification
 */
public record Contract(OpenAPI specification, JsonNode model, List<Operation> operations) {

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
    JsonNode model = ObjectMapperFactory.createJson().valueToTree(specification);
    SupportedConstructs.require(model);
    var validator = ResponseSchema.validator(text);
    var operations = new ArrayList<Operation>();
    for (var path : model.get("paths").properties()) {
      for (var member : path.getValue().properties()) {
        if (member.getValue().has("responses")) {
          var method = member.getKey().toUpperCase(Locale.ROOT);
          var schema = new ResponseSchema(validator, Method.valueOf(method), path.getKey());
          var security = model.path("security");
          operations.add(new Operation(method, path.getKey(), member.getValue(), security, schema));
        }
      }
    }
    operations.forEach(SupportedConstructs::require);
    return new Contract(specification, model, List.copyOf(operations));
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
    return specification.getInfo().getVersion();
  }

  public String title() {
    return specification.getInfo().getTitle();
  }

  /** {@return the OAuth 2.0 client credentials flow} */
  public OAuthFlow clientCredentials() {
    var flows = model.at("/components/securitySchemes").findValue("flows");
    return Json.MAPPER.convertValue(flows.get("clientCredentials"), OAuthFlow.class);
  }
}
