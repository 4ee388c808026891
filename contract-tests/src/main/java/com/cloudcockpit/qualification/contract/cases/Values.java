package com.cloudcockpit.qualification.contract.cases;

import static com.google.common.base.Preconditions.checkArgument;

import com.cloudcockpit.qualification.contract.spec.Contract;
import com.cloudcockpit.qualification.contract.spec.Field;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.cloudcockpit.qualification.contract.spec.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.common.collect.HashBasedTable;
import com.google.common.collect.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The values that a user sets for the parameters and body properties of valid requests.
 *
 * @param texts the values as the user entered them
 * @param parsed the values by operation ID and name
 */
public record Values(Map<String, String> texts, Table<String, String, JsonNode> parsed) {

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
    var values = new Values(new LinkedHashMap<>(texts), HashBasedTable.create());
    var unknown = new TreeSet<>(texts.keySet());
    var known = new TreeSet<String>();
    checkArgument(
        unknown.stream().noneMatch(name -> ".%s".formatted(name).endsWith("." + Operation.TENANT)),
        "Set the tenant with --tenant, not with --set.");
    for (var operation : contract.operations()) {
      for (var field : operation.fields()) {
        var name = name(operation, field.name());
        var qualified = "%s.%s".formatted(operation.id(), field.name());
        var text = texts.getOrDefault(qualified, texts.get(name));
        known.add(name);
        unknown.removeAll(List.of(name, qualified));
        if (text != null) {
          values.parsed.put(operation.id(), field.name(), parse(operation, field, text));
        }
      }
    }
    known.remove(Operation.TENANT);
    checkArgument(
        unknown.isEmpty(),
        "No operation has a parameter or body property %s: set one of %s.",
        String.join(", ", unknown),
        String.join(", ", known));
    checkArgument(
        texts.isEmpty() || contract.operations().stream().anyMatch(values::areCompleteFor),
        contract.operations().stream()
            .filter(one -> values.parsed.containsRow(one.id()))
            .map(one -> INCOMPLETE.formatted(one.id(), values.missing(one)))
            .collect(Collectors.joining(" ")));
    return values;
  }

  /** {@return whether there is a value for each path parameter and required body property} */
  public boolean areCompleteFor(Operation operation) {
    var given = parsed.row(operation.id()).keySet();
    return !given.isEmpty() && required(operation).allMatch(given::contains);
  }

  /** {@return the value for a parameter or a body property of an operation, or null} */
  JsonNode get(Operation operation, String name) {
    return parsed.get(operation.id(), name);
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

  /** {@return the name to set, which is qualified for an operation that deletes} */
  private static String name(Operation operation, String name) {
    return operation.isDelete() ? "%s.%s".formatted(operation.id(), name) : name;
  }

  private static JsonNode parse(Operation operation, Field field, String text) {
    boolean isText = field.type().equals("string");
    var value = Json.read(text).filter(json -> !isText).orElse(TextNode.valueOf(text));
    var problems = operation.validator().problems("request", field.schema(), value);
    checkArgument(!text.isBlank(), "The value of %s is empty.", field.name());
    checkArgument(
        problems.isEmpty(),
        "Set %s to %s that the contract allows: %s.",
        field.name(),
        field.type().matches("object|array") ? "JSON" : "a value",
        String.join("; ", problems));
    return value;
  }

  /** {@return the values, for a report} */
  @Override
  public String toString() {
    return texts.isEmpty() ? "none" : texts.toString().replaceAll("^\\{|}$", "");
  }
}
