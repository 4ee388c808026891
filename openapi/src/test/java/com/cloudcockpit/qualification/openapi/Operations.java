package com.cloudcockpit.qualification.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The operations of an OpenAPI 3.0 document, each whole: its references are resolved, what it
 * inherits from its path and from the document is written out, and its lists have become objects,
 * by what identifies an entry.
 */
final class Operations {

  private static final List<String> METHODS =
      List.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}]*)}");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Operations() {}

  /**
   * {@return the operations by method and path, in which path parameters have no names}
   *
   * @throws IllegalArgumentException if a reference leads nowhere, or out of the document, or a
   *     security scheme is not defined
   */
  static ObjectNode of(JsonNode document) {
    var whole = resolved(document, document, Set.of());
    var operations = NODES.objectNode();
    for (var path : whole.path("paths").properties()) {
      var item = path.getValue();
      for (var method : METHODS) {
        if (item.path(method) instanceof ObjectNode operation) {
          operation.set("parameters", parameters(path.getKey(), item, operation));
          operation.set("servers", servers(inherited("servers", operation, item, whole)));
          operation.set(
              "security",
              authentication(
                  inherited("security", operation, whole),
                  whole.at("/components/securitySchemes")));
          var template = PLACEHOLDER.matcher(path.getKey()).replaceAll("{}");
          operations.set(method.toUpperCase(Locale.ROOT) + " " + template, operation);
        }
      }
    }
    return operations;
  }

  private static JsonNode inherited(String key, JsonNode... levels) {
    JsonNode found = NODES.missingNode();
    for (int i = 0; i < levels.length && found.isMissingNode(); i++) {
      found = levels[i].path(key);
    }
    return found;
  }

  private static ObjectNode parameters(String path, JsonNode item, JsonNode operation) {
    var placeholders = PLACEHOLDER.matcher(path).results().map(match -> match.group(1)).toList();
    var parameters = NODES.objectNode();
    for (var level : List.of(item, operation)) {
      for (var parameter : level.path("parameters")) {
        var place = parameter.path("in").asText();
        var name = parameter.path("name").asText();
        var identity =
            switch (place) {
              case "path" -> Integer.toString(placeholders.indexOf(name));
              case "header" -> name.toLowerCase(Locale.ROOT);
              default -> name;
            };
        parameters.set(place + " " + identity, parameter);
      }
    }
    return parameters;
  }

  private static ObjectNode servers(JsonNode list) {
    var servers = NODES.objectNode();
    for (var server : list) {
      servers.set(server.path("url").asText(), server);
    }
    return servers;
  }

  /** The alternatives by the names of their schemes; each has what binds in them. */
  private static ObjectNode authentication(JsonNode requirements, JsonNode schemes) {
    var alternatives = NODES.objectNode();
    for (var requirement : requirements) {
      var alternative = NODES.arrayNode();
      var names = new TreeSet<String>();
      requirement.fieldNames().forEachRemaining(names::add);
      for (var name : names) {
        if (!(schemes.path(name) instanceof ObjectNode scheme)) {
          throw new IllegalArgumentException("The security scheme '" + name + "' is not defined.");
        }
        var binding = scheme.deepCopy().without(List.of("bearerFormat", "description"));
        alternative.add(binding).add(requirement.path(name));
      }
      alternatives.set(names.isEmpty() ? "none" : String.join(" and ", names), alternative);
    }
    return alternatives.isEmpty() ? alternatives.set("none", NODES.arrayNode()) : alternatives;
  }

  /** A copy with each reference replaced by its target, down to where a target contains itself. */
  private static JsonNode resolved(JsonNode node, JsonNode document, Set<String> entered) {
    if (node.path("$ref").isTextual()) {
      var reference = node.path("$ref").textValue();
      var target =
          reference.startsWith("#/") ? document.at(reference.substring(1)) : NODES.missingNode();
      if (target.isMissingNode()) {
        throw new IllegalArgumentException(
            "The reference '" + reference + "' leads to nothing in its document.");
      }
      if (entered.contains(reference)) {
        return node;
      }
      var inside = new HashSet<>(entered);
      inside.add(reference);
      return resolved(target, document, inside);
    }
    if (node.isObject()) {
      var copy = NODES.objectNode();
      node.properties()
          .forEach(e -> copy.set(e.getKey(), resolved(e.getValue(), document, entered)));
      return copy;
    }
    if (node.isArray()) {
      var copy = NODES.arrayNode();
      node.forEach(element -> copy.add(resolved(element, document, entered)));
      return copy;
    }
    return node;
  }
}
