package com.cloudcockpit.qualification.contract.cases;

import com.atlassian.oai.validator.report.MessageResolver;
import com.atlassian.oai.validator.schema.SchemaValidator;
import com.cloudcockpit.qualification.contract.spec.Contract;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.cloudcockpit.qualification.contract.spec.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The values that a user sets for the parameters and body properties of valid requests. */
public final class Values {

  private final Contract contract;
  private final Map<String, String> texts;
  private final Map<String, JsonNode> parsed = new HashMap<>();

  private Values(Contract contract, Map<String, String> texts) {
    this.contract = contract;
    this.texts = texts;
  }

  /**
   * {@return the given values}
   *
   * @param texts the values by {@code NAME} or {@code OPERATION.NAME}: text for strings, JSON for
   *     everything else
   * @throws IllegalArgumentException if a name or a value is invalid, or if the values are complete
   *     for no operation
   */
  public static Values of(Contract contract, Map<String, String> texts) {
    var values = new Values(contract, new LinkedHashMap<>(texts));
    values.requireValid();
    return values;
  }

  private void requireValid() {
    for (var name : texts.keySet()) {
      if (unqualified(name).equals(Operation.TENANT)) {
        throw new IllegalArgumentException("Set the tenant with --tenant, not with --set.");
      }
      if (contract.operations().stream().noneMatch(operation -> concerns(name, operation))) {
        throw new IllegalArgumentException(
            "No operation has a parameter or body property %s: set one of %s."
                .formatted(name, String.join(", ", allNames())));
      }
    }
    for (var operation : contract.operations()) {
      fields(operation).forEach((name, schema) -> parse(operation, name, schema));
    }
    if (!texts.isEmpty() && contract.operations().stream().noneMatch(this::areCompleteFor)) {
      throw new IllegalArgumentException(
          contract.operations().stream()
              .filter(operation -> texts.keySet().stream().anyMatch(n -> concerns(n, operation)))
              .map(this::missing)
              .collect(Collectors.joining(" ")));
    }
  }

  private String missing(Operation operation) {
    var names = required(operation).filter(name -> get(operation, name) == null).toList();
    return "The values for %s are incomplete: add %s."
        .formatted(
            operation.id(),
            names.stream()
                .map(name -> "--set %s=…".formatted(qualified(operation, name)))
                .collect(Collectors.joining(" ")));
  }

  /** {@return whether there is a value for each path parameter and required body property} */
  public boolean areCompleteFor(Operation operation) {
    return !texts.isEmpty()
        && required(operation).allMatch(name -> get(operation, name) != null)
        && texts.keySet().stream().anyMatch(name -> concerns(name, operation));
  }

  /** {@return options for the values that an operation requires, for messages} */
  static String options(Operation operation) {
    return required(operation)
        .map(name -> "--set %s=…".formatted(qualified(operation, name)))
        .collect(Collectors.joining(" "));
  }

  /** {@return the value for a parameter or a body property of an operation, or null} */
  JsonNode get(Operation operation, String name) {
    return parsed.get("%s.%s".formatted(operation.id(), name));
  }

  private void parse(Operation operation, String name, Schema<?> schema) {
    var qualifiedName = "%s.%s".formatted(operation.id(), name);
    // a name that other operations share must not name what is deleted
    var text = texts.getOrDefault(qualifiedName, operation.isDelete() ? null : texts.get(name));
    if (text != null) {
      var value = parse(name, schema, text);
      requireAllowed(name, schema, value);
      parsed.put(qualifiedName, value);
    }
  }

  private void requireAllowed(String name, Schema<?> schema, JsonNode value) {
    new SchemaValidator(contract.specification(), new MessageResolver())
        .validate(() -> value, schema, name).getMessages().stream()
            .findFirst()
            .ifPresent(
                message -> {
                  throw new IllegalArgumentException(
                      "Set %s to a value that the contract allows: %s."
                          .formatted(name, message.getMessage().replaceFirst("\\.$", "")));
                });
  }

  /** {@return the values, for a report} */
  @Override
  public String toString() {
    return texts.isEmpty()
        ? "none"
        : texts.entrySet().stream()
            .map(value -> "%s=%s".formatted(value.getKey(), value.getValue()))
            .collect(Collectors.joining(", "));
  }

  private static JsonNode parse(String name, Schema<?> schema, String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("The value of %s is empty.".formatted(name));
    }
    if ("string".equals(schema.getType())) {
      if ("uuid".equals(schema.getFormat()) && !text.matches(Bodies.UUID_PATTERN)) {
        throw new IllegalArgumentException(
            "Set %s to a UUID: '%s' is not one.".formatted(name, text));
      }
      return TextNode.valueOf(text);
    }
    var type = Objects.requireNonNullElse(schema.getType(), "value");
    return Json.read(text)
        .filter(
            value ->
                Json.kind(value).endsWith(type)
                    || type.equals("value")
                    || type.equals("number") && value.isNumber())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Set %s to a JSON %s%s."
                        .formatted(
                            name,
                            type,
                            type.equals("object") ? ", such as '{\"name\":\"value\"}'" : "")));
  }

  private static Stream<String> required(Operation operation) {
    var path = operation.parameters().stream().filter(p -> p.getIn().equals("path"));
    return Stream.concat(path.map(Parameter::getName), operation.requiredProperties().stream());
  }

  private static Map<String, Schema<?>> fields(Operation operation) {
    var fields = new LinkedHashMap<String, Schema<?>>();
    operation.parameters().forEach(one -> fields.put(one.getName(), one.getSchema()));
    operation.bodyProperties().forEach(fields::putIfAbsent);
    return fields;
  }

  private static boolean concerns(String name, Operation operation) {
    return fields(operation).keySet().stream()
        .anyMatch(
            field ->
                name.equals("%s.%s".formatted(operation.id(), field))
                    || name.equals(field) && !operation.isDelete());
  }

  private static String qualified(Operation operation, String name) {
    return operation.isDelete() ? "%s.%s".formatted(operation.id(), name) : name;
  }

  private String unqualified(String name) {
    return contract.operations().stream()
        .map(operation -> operation.id() + ".")
        .filter(name::startsWith)
        .findFirst()
        .map(prefix -> name.substring(prefix.length()))
        .orElse(name);
  }

  private TreeSet<String> allNames() {
    var names = new TreeSet<String>();
    for (var operation : contract.operations()) {
      fields(operation).keySet().forEach(name -> names.add(qualified(operation, name)));
    }
    names.remove(Operation.TENANT);
    return names;
  }
}
