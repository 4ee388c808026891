package com.cloudcockpit.qualification.contract.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.core.util.ObjectMapperFactory;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Lists what a specification states about its operation, keyword by keyword. */
public final class Statements {

  private static final ObjectMapper SCHEMA_MAPPER = ObjectMapperFactory.createJson();
  private static final Set<String> ANNOTATIONS =
      Set.of("description", "example", "examples", "title", "default", "deprecated", "nullable");

  private final Map<String, Statement> statements = new LinkedHashMap<>();

  private Statements() {}

  /** {@return every statement of a contract, in the order of its specification} */
  public static List<Statement> of(Contract contract) {
    var all = new Statements();
    all.add("operation", "%s %s exists".formatted(contract.method(), contract.path()));
    contract
        .specification()
        .getSecurity()
        .forEach(
            requirement ->
                requirement
                    .keySet()
                    .forEach(
                        scheme ->
                            all.add("security." + scheme, "a token by the scheme " + scheme)));
    contract
        .parameters()
        .forEach(
            parameter -> {
              var at = parameter.getIn() + "." + parameter.getName();
              var presence = parameter.getRequired() ? "required" : "optional";
              all.add(at + "." + presence, "%s is %s".formatted(parameter.getName(), presence));
              all.addSchema(at, parameter.getName(), parameter.getSchema());
            });
    all.addRequestBody(contract);
    all.addResponses(contract);
    return List.copyOf(all.statements.values());
  }

  private void addRequestBody(Contract contract) {
    var body = contract.operation().getRequestBody();
    var presence = body.getRequired() ? "required" : "optional";
    add("body." + presence, "a body is " + presence);
    body.getContent()
        .forEach(
            (type, content) -> {
              add("body.content-type", "the body is " + type);
              addSchema("body", "the body", content.getSchema());
              addExamples("body", content);
            });
  }

  private void addResponses(Contract contract) {
    contract
        .responses()
        .forEach(
            (status, response) -> {
              var at = "response." + status;
              add(at, "%s is answered: %s".formatted(status, firstLine(response.getDescription())));
              if (response.getContent() != null) {
                response
                    .getContent()
                    .forEach(
                        (type, content) -> {
                          add(at + ".content-type", "the body of %s is %s".formatted(status, type));
                          add(
                              at + ".schema",
                              "the body of %s is an ErrorResponse".formatted(status));
                          addExamples(at, content);
                          addSchema("error", "an ErrorResponse", content.getSchema());
                        });
              }
            });
  }

  /** A realistic example illustrates; the documentation page's states what the API sends. */
  private void addExamples(String at, MediaType content) {
    if (content.getExamples() == null) {
      return;
    }
    content
        .getExamples()
        .keySet()
        .forEach(
            example ->
                add(
                    "%s.example.%s".formatted(at, example),
                    "%s has the example %s".formatted(at, example)));
  }

  private void addSchema(String at, String name, Schema<?> schema) {
    addSchema(at, name, SCHEMA_MAPPER.<JsonNode>valueToTree(schema));
  }

  private void addSchema(String at, String name, JsonNode schema) {
    schema
        .properties()
        .forEach(
            keyword -> {
              var value = keyword.getValue();
              switch (keyword.getKey()) {
                case "properties" -> addProperties(at, value);
                case "required" ->
                    value.forEach(
                        property ->
                            add(
                                "%s.%s.required".formatted(at, property.asText()),
                                property.asText() + " is required"));
                case "items" -> addSchema(at + ".items", "an item of " + name, value);
                default -> addKeyword(at, name, keyword.getKey(), value);
              }
            });
  }

  private void addProperties(String at, JsonNode properties) {
    properties
        .properties()
        .forEach(
            property -> {
              var propertyAt = at + "." + property.getKey();
              boolean nullable = property.getValue().path("nullable").asBoolean();
              add(
                  propertyAt + ".null",
                  "%s may %sbe null".formatted(property.getKey(), nullable ? "" : "not "));
              addSchema(propertyAt, property.getKey(), property.getValue());
            });
  }

  private void addKeyword(String at, String name, String keyword, JsonNode value) {
    if (!ANNOTATIONS.contains(keyword) && !keyword.startsWith("x-")) {
      add(
          at + "." + kebabCase(keyword),
          "%s: %s of %s".formatted(name, keyword, value.toString().replace("\"", "")));
    }
  }

  private void add(String id, String text) {
    statements.putIfAbsent(id, new Statement(id, text));
  }

  private static String firstLine(String text) {
    return text.strip().lines().findFirst().orElse("");
  }

  /**
   * {@return a keyword as the names of checks have it, {@code min-length} for {@code minLength}}
   */
  public static String kebabCase(String keyword) {
    var words = new ArrayList<String>(List.of(keyword.split("(?=[A-Z])")));
    return String.join("-", words).toLowerCase(Locale.ROOT);
  }
}
