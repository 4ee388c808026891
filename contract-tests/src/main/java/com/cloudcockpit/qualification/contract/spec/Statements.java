package com.cloudcockpit.qualification.contract.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.NamingBase;
import io.swagger.v3.core.util.ObjectMapperFactory;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import java.util.LinkedHashSet;
import java.util.Set;

/** Lists what a specification states about an operation, keyword by keyword. */
public final class Statements {

  private static final ObjectMapper SCHEMA_MAPPER = ObjectMapperFactory.createJson();
  private static final NamingBase KEBAB_CASE = new PropertyNamingStrategies.KebabCaseStrategy();
  private static final Set<String> ANNOTATIONS =
      Set.of("description", "example", "examples", "title", "default", "deprecated", "nullable");

  private final Set<String> statements = new LinkedHashSet<>();

  private Statements() {}

  /**
   * {@return the place and the keyword of each statement, such as {@code
   * body.providerInstanceId.min-length}, in the order of the specification}
   */
  public static Set<String> of(Operation operation) {
    var all = new Statements();
    all.statements.add("operation");
    operation.securitySchemes().forEach(scheme -> all.statements.add("security." + scheme));
    for (var parameter : operation.parameters()) {
      var at = "%s.%s".formatted(parameter.getIn(), parameter.getName());
      all.addPresence(at, Boolean.TRUE.equals(parameter.getRequired()));
      all.addSchema(at, parameter.getSchema());
    }
    operation
        .body()
        .ifPresent(
            body -> {
              all.addPresence("body", operation.requiresBody());
              all.addContent("body", "body", body);
            });
    operation
        .responses()
        .forEach(
            (status, response) -> {
              var at = "response." + status;
              all.statements.add(at);
              if (response.getContent() != null) {
                all.statements.add(at + ".schema");
                var content = response.getContent().get(Json.MEDIA_TYPE);
                all.addContent(at, status.startsWith("2") ? "success" : "error", content);
              }
            });
    return all.statements;
  }

  private void addPresence(String at, boolean required) {
    statements.add(at + (required ? ".required" : ".optional"));
  }

  private void addContent(String at, String schemaAt, MediaType content) {
    statements.add(at + ".content-type");
    if (content.getExamples() != null) {
      content.getExamples().keySet().forEach(name -> statements.add(at + ".example." + name));
    }
    addSchema(schemaAt, content.getSchema());
  }

  private void addSchema(String at, Schema<?> schema) {
    addSchema(at, SCHEMA_MAPPER.<JsonNode>valueToTree(schema));
  }

  private void addSchema(String at, JsonNode schema) {
    for (var keyword : schema.properties()) {
      var value = keyword.getValue();
      switch (keyword.getKey()) {
        case "properties" ->
            value
                .properties()
                .forEach(
                    property -> {
                      var inner = "%s.%s".formatted(at, property.getKey());
                      statements.add(inner + ".null");
                      addSchema(inner, property.getValue());
                    });
        case "required" ->
            value.forEach(name -> addPresence("%s.%s".formatted(at, name.asText()), true));
        case "items" -> addSchema(at + ".items", value);
        default -> addKeyword(at, keyword.getKey());
      }
    }
  }

  private void addKeyword(String at, String keyword) {
    if (!ANNOTATIONS.contains(keyword) && !keyword.startsWith("x-")) {
      statements.add("%s.%s".formatted(at, KEBAB_CASE.translate(keyword)));
    }
  }
}
