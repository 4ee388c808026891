package com.cloudcockpit.qualification.contract.spec;

import com.atlassian.oai.validator.report.LevelResolverFactory;
import com.atlassian.oai.validator.report.MessageResolver;
import com.atlassian.oai.validator.schema.SchemaValidator;
import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Validates values against the schemas of a specification, and describes problems in words. */
public final class ValueValidator {

  private final SchemaValidator validator;

  /** Cached, since compiling is slow. */
  private final Map<JsonNode, Schema<?>> schemas = new ConcurrentHashMap<>();

  ValueValidator(OpenAPI specification) {
    var levels = LevelResolverFactory.withAdditionalPropertiesIgnored();
    validator = new SchemaValidator(specification, new MessageResolver(levels));
  }

  /**
   * {@return the problems of a value}
   *
   * @param message the message that contains it, {@code request} or {@code response}
   */
  public List<String> problems(String message, JsonNode schema, JsonNode value) {
    var model =
        schemas.computeIfAbsent(schema, key -> Json.mapper().convertValue(key, Schema.class));
    return validator.validate(() -> value, model, message + ".body").getMessages().stream()
        .map(problem -> inPlainWords(problem.getMessage()))
        .distinct()
        .toList();
  }

  private static String inPlainWords(String problem) {
    return problem
        .replaceAll("/\\d+(?=[/'])", "[]")
        .replaceAll("/(?=[^']*'])", ".")
        .replaceFirst("^\\[Path '\\.?(.*?)'] ", "the property $1: ")
        .replaceFirst("(?i)object has (missing required properties) \\(\\[(.*)]\\)", "$1: $2")
        .replaceFirst(
            "(?i)instance type \\((.*)\\) .* type \\(allowed: \\[(.*)]\\)\\.?",
            "the type is $1, but the contract specifies $2");
  }
}
