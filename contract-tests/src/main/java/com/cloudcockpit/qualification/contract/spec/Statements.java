package com.cloudcockpit.qualification.contract.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.NamingBase;
import io.swagger.v3.core.util.ObjectMapperFactory;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lists the statements of a specification about its operation, keyword by keyword. */
public final class Statements {

  private static final ObjectMapper SCHEMA_MAPPER = ObjectMapperFactory.createJson();
  private static final NamingBase KEBAB_CASE = new PropertyNamingStrategies.KebabCaseStrategy();
  private static final Set<String> ANNOTATIONS =
      Set.of("description", "example", "examples", "title", "default", "deprecated", "nullable");

  private final Map<String, Statement> statements = new LinkedHashMap<>();

  private Statements() {}

  /** {@return all statements of a contract, in the order of its specification} */
  public static List<Statement> of(Contract contract) {
    var all = new Statements();
    all.add("operation", "The operation is %s %s".formatted(contract.method(), contract.path()));
    contract.specification().getSecurity().stream()
        .flatMap(requirement -> requirement.keySet().stream())
        .forEach(
            scheme ->
                all.add(
                    "security." + scheme, "The security scheme %s is accepted".formatted(scheme)));
    for (var parameter : contract.parameters()) {
      var at = "%s.%s".formatted(parameter.getIn(), parameter.getName());
      all.addPresence(at, parameter.getName(), parameter.getRequired());
      all.addSchema(at, parameter.getName(), json(parameter.getSchema()));
    }
    all.addRequestBody(contract);
    all.addResponses(contract);
    return List.copyOf(all.statements.values());
  }

  private void addRequestBody(Contract contract) {
    var body = contract.operation().getRequestBody();
    addPresence("body", "The request body", body.getRequired());
    for (var type : body.getContent().keySet()) {
      add("body.content-type", "The request body is %s".formatted(type));
      addSchema("body", "the request body", json(body.getContent().get(type).getSchema()));
      addExamples("body", "the request body", body.getContent().get(type));
    }
  }

  private void addResponses(Contract contract) {
    for (var status : contract.responses().keySet()) {
      var response = contract.responses().get(status);
      var at = "response.%s".formatted(status);
      var summary = response.getDescription().strip().lines().findFirst().orElse("");
      add(at, "%s: %s".formatted(status, summary));
      if (response.getContent() == null) {
        continue;
      }
      for (var type : response.getContent().keySet()) {
        var content = response.getContent().get(type);
        add(at + ".content-type", "The body of a %s is %s".formatted(status, type));
        add(at + ".schema", "The body of a %s is an ErrorResponse".formatted(status));
        addExamples(at, "a %s".formatted(status), content);
        addSchema("error", "ErrorResponse", json(content.getSchema()));
      }
    }
  }

  private void addPresence(String at, String name, boolean required) {
    var presence = required ? "required" : "optional";
    add("%s.%s".formatted(at, presence), "%s is %s".formatted(name, presence));
  }

  private void addExamples(String at, String name, MediaType content) {
    var examples = content.getExamples() == null ? Map.of() : content.getExamples();
    for (var example : examples.keySet()) {
      add("%s.example.%s".formatted(at, example), "%s has an example: %s".formatted(name, example));
    }
  }

  private void addSchema(String at, String name, JsonNode schema) {
    for (var keyword : schema.properties()) {
      var value = keyword.getValue();
      switch (keyword.getKey()) {
        case "properties" -> addProperties(at, value);
        case "required" ->
            value.forEach(
                property ->
                    addPresence("%s.%s".formatted(at, property.asText()), property.asText(), true));
        case "items" -> addSchema(at + ".items", "Items of %s".formatted(name), value);
        default -> addKeyword(at, name, keyword.getKey(), value);
      }
    }
  }

  private void addProperties(String at, JsonNode properties) {
    for (var property : properties.properties()) {
      var name = property.getKey();
      var schema = property.getValue();
      add(
          "%s.%s.null".formatted(at, name),
          "%s %s be null".formatted(name, schema.path("nullable").asBoolean() ? "can" : "cannot"));
      addSchema("%s.%s".formatted(at, name), name, schema);
    }
  }

  private void addKeyword(String at, String name, String keyword, JsonNode value) {
    if (!ANNOTATIONS.contains(keyword) && !keyword.startsWith("x-")) {
      add(
          "%s.%s".formatted(at, KEBAB_CASE.translate(keyword)),
          "%s has %s: %s".formatted(name, keyword, value.toString().replace("\"", "")));
    }
  }

  private void add(String id, String text) {
    statements.putIfAbsent(id, new Statement(id, text));
  }

  private static JsonNode json(Schema<?> schema) {
    return SCHEMA_MAPPER.valueToTree(schema);
  }
}
