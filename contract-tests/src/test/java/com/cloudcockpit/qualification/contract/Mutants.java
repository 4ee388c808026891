package com.cloudcockpit.qualification.contract;

import static com.cloudcockpit.qualification.contract.CompliantApi.RENAMED;
import static com.cloudcockpit.qualification.contract.CompliantApi.REPLACES;
import static com.cloudcockpit.qualification.contract.CompliantApi.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Generates specifications that differ from a contract in one statement. A server that implements
 * one of them violates the contract, unless {@code mutations.yaml} gives a reason.
 */
final class Mutants {

  /**
   * A specification with one change.
   *
   * @param operation the ID of the operation that changes
   * @param name the place of the change, and what it is; starts with the status for a response
   * @param uncounted why the checks need not detect it, or an empty string
   */
  record Mutant(String operation, String name, ObjectNode specification, String uncounted) {

    @Override
    public String toString() {
      return "%s: %s".formatted(operation, name);
    }
  }

  static final String COMPLIES = "the response still complies";

  private static final ObjectNode MUTATIONS = CompliantApi.resource("mutations.yaml");
  private static final String BOUND = "m(in|ax)(Length|Items|imum)";

  private final ObjectNode contract;
  private final String operation;
  private final List<Mutant> mutants = new ArrayList<>();

  private Mutants(ObjectNode contract, String operation) {
    this.contract = contract;
    this.operation = operation;
  }

  /** {@return the mutants of each operation of a contract without references} */
  static List<Mutant> of(ObjectNode contract) {
    var all = new ArrayList<Mutant>();
    for (var path : contract.get("paths").properties()) {
      for (var method : path.getValue().properties()) {
        var mutants = new Mutants(contract, method.getValue().get("operationId").asText());
        mutants.changeOperation(path.getKey(), method.getKey());
        all.addAll(mutants.mutants);
      }
    }
    return all;
  }

  private void add(String at, String name, JsonNode value) {
    var copy = contract.deepCopy();
    ((ObjectNode) copy.at(at)).removeAll().setAll((ObjectNode) value.deepCopy());
    var reason =
        MUTATIONS
            .get("uncounted")
            .propertyStream()
            .filter(pattern -> "%s: %s".formatted(operation, name).matches(pattern.getKey()))
            .map(pattern -> pattern.getValue().asText())
            .findFirst()
            .orElse(complies(copy, at) ? COMPLIES : "");
    mutants.add(new Mutant(operation, name, copy, reason));
  }

  /** {@return whether a response that matches a changed schema matches the original, too} */
  private boolean complies(ObjectNode changed, String at) {
    var api = new CompliantApi(changed, List.of());
    return at.matches(".*/responses/.*/schema.*")
        && api.allows(contract.at(at), api.shape(changed.at(at), MissingNode.getInstance()));
  }

  /** Adds a mutant, given a JSON merge patch (RFC 7396) in YAML with placeholders. */
  private void patch(String at, String name, String patch, Object... values) {
    add(at, name, patched(contract.at(at), parse(patch.formatted(values))));
  }

  private static ObjectNode patched(JsonNode object, JsonNode patch) {
    ObjectNode patched = object.isObject() ? object.deepCopy() : parse("{}");
    for (var change : patch.properties()) {
      var value = change.getValue();
      if (value.isNull()) {
        patched.remove(change.getKey());
      } else {
        var inner = value.isObject() ? patched(object.path(change.getKey()), value) : value;
        patched.set(change.getKey(), inner);
      }
    }
    return patched;
  }

  private void changeOperation(String path, String method) {
    var at = "/paths/%s/%s".formatted(escaped(path), method);
    var node = contract.at(at);
    patch(at, "security is not required", "{security: []}");
    // with one operation, the preflight takes this for a wrong base URL
    if (contract.findValues("operationId").size() > 1) {
      patch("/paths", "method is another", "{'%s': {%s: ~, put: %s}}", path, method, node);
      var moved = "{'%s': {%s: ~}, '%1$s/v2': {%2$s: %s}}";
      patch("/paths", "path is another", moved, path, method, node);
    }
    for (int i = 0; i < node.path("parameters").size(); i++) {
      changeParameter("%s/parameters/%d".formatted(at, i));
    }
    if (node.has("requestBody")) {
      changePresence(at + "/requestBody", "body");
      changeContent(at + "/requestBody/content", "body");
    }
    for (var response : node.get("responses").properties()) {
      // a client cannot provoke a 500
      if (!response.getKey().equals("500")) {
        changeResponse(at + "/responses", response.getKey());
      }
    }
  }

  private static String escaped(String name) {
    return name.replace("/", "~1");
  }

  private void changeParameter(String at) {
    var in = contract.at(at).get("in").asText();
    var name = contract.at(at).get("name").asText();
    var place = "%s %s".formatted(in, name);
    if (!in.equals("path")) {
      var other = in.equals("query") ? "header" : "query";
      changePresence(at, place);
      patch(at, place + " has another name", "{name: %s%s}", name, RENAMED);
      patch(at, "%s is in the %s".formatted(place, other), "{in: %s}", other);
    }
    changeSchema(at + "/schema", place, "parameter");
  }

  private void changePresence(String at, String place) {
    boolean required = contract.at(at).path("required").asBoolean();
    patch(at, place + (required ? " is optional" : " is required"), "{required: %s}", !required);
  }

  private void changeResponse(String responses, String status) {
    var at = "%s/%s".formatted(responses, status);
    var response = contract.at(at);
    var other = MUTATIONS.get("status").path(status).asText();
    if (!other.isEmpty()) {
      var changed = patched(response, parse("{%s: '%s'}".formatted(REPLACES, status)));
      patch(responses, status + " is " + other, "{'%s': ~, '%s': %s}", status, other, changed);
    }
    if (response.has("content")) {
      patch(at, status + " has no body", "{content: ~}");
      changeContent(at + "/content", status);
    }
  }

  private void changeContent(String at, String place) {
    var type = contract.at(at).fieldNames().next();
    var json = contract.at(at).get(type);
    for (var other : List.of("text/plain", "application/x-www-form-urlencoded")) {
      patch(at, "%s is %s".formatted(place, other), "{%s: ~, %s: %s}", type, other, json);
      if (place.equals("body")) {
        patch(at, "body may be " + other, "{%s: %s}", other, json);
      }
    }
    changeSchema(at + "/" + escaped(type) + "/schema", place, place);
  }

  /**
   * Adds a mutant for each way in which a schema may change.
   *
   * @param in {@code parameter}, {@code body} or the status of a response
   */
  private void changeSchema(String at, String place, String in) {
    var schema = contract.at(at);
    for (var mutation : MUTATIONS.get("schemas")) {
      if (in.matches(mutation.path("in").asText("parameter|body"))
          && mutation.get("of").propertyStream().allMatch(of -> matches(schema, of))) {
        var name = "%s %s".formatted(place, mutation.get("name").asText());
        var replacement = "{anyOf: [%s, %s]}".formatted(schema, mutation.path("also"));
        add(
            at,
            name,
            mutation.has("also")
                ? parse(replacement)
                : mutation.has("patch")
                    ? patched(schema, mutation.get("patch"))
                    : mutation.get("replace"));
      }
    }
    schema
        .propertyStream()
        .filter(keyword -> keyword.getKey().matches(BOUND))
        .forEach(bound -> changeBound(at, place, in, bound.getKey(), bound.getValue().asLong()));
    for (int i = 0; schema.path("enum").size() > 1 && i < schema.get("enum").size(); i++) {
      var others = (ArrayNode) schema.get("enum").deepCopy();
      patch(at, "%s is not %s".formatted(place, others.remove(i)), "{enum: %s}", others);
    }
    if (schema.has("items")) {
      changeSchema(at + "/items", place + "[]", in);
    }
    var required =
        new TreeSet<>(schema.path("required").valueStream().map(JsonNode::asText).toList());
    for (var property : schema.path("properties").properties()) {
      var name = property.getKey();
      changeProperty(at, place, name, required);
      changeSchema("%s/properties/%s".formatted(at, name), "%s.%s".formatted(place, name), in);
    }
  }

  private void changeProperty(String at, String place, String name, Set<String> required) {
    var property = "%s.%s".formatted(place, name);
    var others = new TreeSet<>(required);
    boolean isRequired = others.remove(name);
    var renamed = name + RENAMED;
    var presence = isRequired ? " is optional" : " is required";
    patch(at, property + presence, "{required: %s}", isRequired ? others : with(others, name));
    var forbidden = "{required: %s, properties: {%s: {not: {}}}}";
    patch(at, property + " is forbidden", forbidden, others, name);
    var moved = "{required: %s, properties: {%s: ~, %s: %s}}";
    var names = isRequired ? with(others, renamed) : others;
    var schema = contract.at("%s/properties/%s".formatted(at, name));
    patch(at, property + " has another name", moved, names, name, renamed, schema);
  }

  private static Set<String> with(Set<String> names, String name) {
    var more = new TreeSet<>(names);
    more.add(name);
    return more;
  }

  private void changeBound(String at, String place, String in, String bound, long value) {
    boolean lower = bound.startsWith("min");
    var opposite = bound.replaceFirst("^...", lower ? "max" : "min");
    long beyond = lower ? value - 1 : value + 1;
    if (in.matches("\\d..")) {
      patch(at, place + " violates " + bound, "{%s: ~, %s: %d}", bound, opposite, beyond);
    } else {
      patch(at, "%s has a wider %s".formatted(place, bound), "{%s: %d}", bound, beyond);
      long within = 2 * value - beyond;
      patch(at, "%s has a narrower %s".formatted(place, bound), "{%s: %d}", bound, within);
    }
  }

  private static boolean matches(JsonNode schema, Map.Entry<String, JsonNode> keyword) {
    var value = schema.path(keyword.getKey());
    return (value.isTextual() ? value.asText() : value.toString())
        .matches(keyword.getValue().asText());
  }
}
