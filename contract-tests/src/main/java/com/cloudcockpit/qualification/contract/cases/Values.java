package com.cloudcockpit.qualification.contract.cases;

import com.atlassian.oai.validator.report.MessageResolver;
import com.atlassian.oai.validator.schema.SchemaValidator;
import com.cloudcockpit.qualification.contract.spec.Contract;
import com.cloudcockpit.qualification.contract.spec.Field;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.cloudcockpit.qualification.contract.spec.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.swagger.v3.oas.models.media.Schema;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The values that a user sets for the parameters and body properties of valid requests.
 *
 * @param texts the values as the user wrote them
 * @param parsed the values of each operation by name
 */
public record Values(Map<String, String> texts, Map<Operation, Map<String, JsonNode>> parsed) {

  private static final String INCOMPLETE = "The values for %s are incomplete: add %s.";

  /**
   * {@return the given values}
   *
   * @param texts the values by {@code NAME} or {@code OPERATION.NAME}: text for strings, JSON for
   *     everything else
   * @throws IllegalArgumentException if a name or a value is invalid, or if the values are complete
   *     for no operation
   */
  public static Values of(Contract contract, Map<String, String> texts) {
    var values = new Values(new LinkedHashMap<>(texts), new LinkedHashMap<>());
    var unknown = new TreeSet<>(texts.keySet());
    var known = new TreeSet<String>();
    require(
        unknown.stream().noneMatch(name -> ".%s".formatted(name).endsWith("." + Operation.TENANT)),
        "Set the tenant with --tenant, not with --set.");
    for (var operation : contract.operations()) {
      values.parsed.put(operation, new HashMap<>());
      for (var field : operation.fields()) {
        var name = name(operation, field.name());
        var qualified = "%s.%s".formatted(operation.id(), field.name());
        var text = texts.getOrDefault(qualified, texts.get(name));
        known.add(name);
        unknown.removeAll(List.of(name, qualified));
        if (text != null) {
          values.parsed.get(operation).put(field.name(), parse(contract, field, text));
        }
      }
    }
    known.removeIf(name -> name.endsWith(Operation.TENANT));
    require(
        unknown.isEmpty(),
        "No operation has a parameter or body property %s: set one of %s."
            .formatted(String.join(", ", unknown), String.join(", ", known)));
    require(
        texts.isEmpty() || contract.operations().stream().anyMatch(values::areCompleteFor),
        contract.operations().stream()
            .filter(operation -> !values.parsed.get(operation).isEmpty())
            .map(one -> INCOMPLETE.formatted(one.id(), values.missing(one)))
            .collect(Collectors.joining(" ")));
    return values;
  }

  /** {@return whether there is a value for each path parameter and required body property} */
  public boolean areCompleteFor(Operation operation) {
    var given = parsed.get(operation).keySet();
    return !given.isEmpty() && required(operation).allMatch(given::contains);
  }

  /** {@return the value for a parameter or a body property of an operation, or null} */
  JsonNode get(Operation operation, String name) {
    return parsed.get(operation).get(name);
  }

  /** {@return options for the values that an operation lacks, for messages} */
  String missing(Operation operation) {
    return required(operation)
        .filter(name -> get(operation, name) == null)
        .map(name -> "--set %s=…".formatted(name(operation, name)))
        .collect(Collectors.joining(" "));
  }

  private static Stream<String> required(Operation operation) {
    return operation.fields().stream()
        .filter(field -> field.isIn("path") || field.isIn("body") && field.required())
        .map(Field::name);
  }

  /** {@return the name to set; one that operations share must not name what is deleted} */
  private static String name(Operation operation, String name) {
    return operation.isDelete() ? "%s.%s".formatted(operation.id(), name) : name;
  }

  private static JsonNode parse(Contract contract, Field field, String text) {
    boolean isText = field.type().equals("string");
    var value = Json.read(text).filter(json -> !isText).orElse(TextNode.valueOf(text));
    var schema = Json.MAPPER.convertValue(field.schema(), Schema.class);
    var validator = new SchemaValidator(contract.specification(), new MessageResolver());
    require(!text.isBlank(), "The value of %s is empty.".formatted(field.name()));
    for (var problem : validator.validate(() -> value, schema, field.name()).getMessages()) {
      throw new IllegalArgumentException(
          "Set %s to a value that the contract allows: %s."
              .formatted(field.name(), problem.getMessage().replaceFirst("\\.$", "")));
    }
    return value;
  }

  private static void require(boolean valid, String sentence) {
    if (!valid) {
      throw new IllegalArgumentException(sentence);
    }
  }

  /** {@return the values, for a report} */
  @Override
  public String toString() {
    return texts.isEmpty() ? "none" : texts.toString().replaceAll("^\\{|}$", "");
  }
}
