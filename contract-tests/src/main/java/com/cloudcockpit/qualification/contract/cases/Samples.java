package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.stream.Stream;

/** Derives the value of a valid request from a schema. */
final class Samples {

  private Samples() {}

  /** {@return the example of a parameter, or a value that its schema allows} */
  static JsonNode example(Parameter parameter) {
    var examples = parameter.getExamples();
    return Stream.of(
            parameter.getExample(),
            examples == null ? null : examples.values().iterator().next().getValue())
        .filter(Objects::nonNull)
        .findFirst()
        .map(example -> Json.MAPPER.<JsonNode>valueToTree(example))
        .orElseGet(() -> example(parameter.getSchema()));
  }

  /** {@return the example of a schema, or a value that it allows} */
  static JsonNode example(Schema<?> schema) {
    var given =
        Stream.of(
                schema.getExample(),
                schema.getDefault(),
                schema.getEnum() == null ? null : schema.getEnum().get(0))
            .filter(Objects::nonNull)
            .findFirst();
    return given.isPresent()
        ? Json.MAPPER.valueToTree(given.get())
        : switch (Objects.requireNonNullElse(schema.getType(), "object")) {
          case "string" -> Json.MAPPER.valueToTree(text(schema));
          case "integer", "number" -> Json.MAPPER.valueToTree(number(schema));
          case "boolean" -> Json.MAPPER.valueToTree(true);
          case "array" -> Json.MAPPER.createArrayNode().add(example(schema.getItems()));
          default -> object(schema);
        };
  }

  private static String text(Schema<?> schema) {
    return switch (Objects.requireNonNullElse(schema.getFormat(), "")) {
      case "uuid" -> "6f9619ff-8b86-4d01-b42d-00c04fc964ff";
      case "date" -> "2024-02-29";
      case "date-time" -> "2024-02-29T12:30:00Z";
      case "email" -> "user@example.com";
      case "uri" -> "https://example.com";
      default -> {
        int shortest = Objects.requireNonNullElse(schema.getMinLength(), 1);
        int longest = Objects.requireNonNullElse(schema.getMaxLength(), shortest);
        yield "x".repeat(Math.max(shortest, Math.min(4, longest)));
      }
    };
  }

  private static BigDecimal number(Schema<?> schema) {
    if (schema.getMinimum() != null) {
      return Boolean.TRUE.equals(schema.getExclusiveMinimum())
          ? schema.getMinimum().add(BigDecimal.ONE)
          : schema.getMinimum();
    }
    return schema.getMaximum() == null
        ? BigDecimal.ONE
        : schema.getMaximum().subtract(BigDecimal.ONE).min(BigDecimal.ONE);
  }

  private static JsonNode object(Schema<?> schema) {
    var object = Json.MAPPER.createObjectNode();
    if (schema.getProperties() != null) {
      schema.getProperties().forEach((name, property) -> object.set(name, example(property)));
    }
    return object;
  }
}
