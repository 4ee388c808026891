package com.cloudcockpit.qualification.contract.compare;

import com.cloudcockpit.qualification.contract.http.InconclusiveException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * An OpenAPI document in a normal form, read level by level because schemas can be recursive. The
 * key of a part is its kind, usually an OpenAPI keyword, followed by its name if there can be
 * several: {@code responses 200}. References are resolved, {@code allOf} is merged, operations
 * include what they inherit, and defaults are omitted.
 *
 * @param name how messages refer to the document
 */
record Specification(String name, JsonNode document) {

  private static final ObjectNode EMPTY = JsonNodeFactory.instance.objectNode();
  private static final int MAX_DEPTH = 10;
  private static final String METHODS = "get|put|post|delete|options|head|patch|trace";

  String version() {
    return document.at("/info/version").asText("unknown");
  }

  /** {@return the document with complete operations instead of paths and components} */
  JsonNode root() {
    var root = document.<ObjectNode>deepCopy();
    root.remove(List.of("components", "paths", "security", "servers"));
    var operations = root.putObject("operations");
    for (var path : document.path("paths").properties()) {
      var item = resolved(path.getValue());
      var servers = item.has("servers") ? item : document;
      for (var method : item.properties()) {
        if (method.getKey().matches(METHODS) && method.getValue() instanceof ObjectNode source) {
          var operation = source.deepCopy();
          operation.putIfAbsent("security", document.path("security"));
          operation.putIfAbsent("servers", servers.path("servers"));
          operation.set("inherited parameters", item.path("parameters"));
          var url = operation.path("servers").path(0).path("url").asText();
          var basePath = url.replaceAll("^\\w+://[^/]*|/$", "");
          var verb = method.getKey().toUpperCase(Locale.ROOT);
          operations.set("%s %s%s".formatted(verb, basePath, path.getKey()), operation);
        }
      }
    }
    return root;
  }

  /** {@return the parts of a node, without properties that are only sent the other way} */
  ObjectNode parts(JsonNode node, boolean request) {
    var parts = read(node, EMPTY.objectNode(), new HashSet<>());
    var hidden = request ? "readOnly" : "writeOnly";
    for (var part : List.copyOf(parts.properties())) {
      boolean property = part.getKey().startsWith("properties ");
      if (property && read(part.getValue(), EMPTY.objectNode(), new HashSet<>()).has(hidden)) {
        parts.remove(List.of(part.getKey(), "required " + part.getKey()));
      }
    }
    return parts;
  }

  private ObjectNode read(JsonNode node, ObjectNode parts, Set<JsonNode> seen) {
    if (!seen.add(node)) {
      return parts;
    }
    for (var member : node.properties()) {
      var keyword = member.getKey();
      var value = member.getValue();
      switch (keyword) {
        case "$ref" -> read(resolved(node), parts, seen);
        case "allOf" -> value.forEach(schema -> read(schema, parts, seen));
        case "content", "examples", "flows", "headers", "operations", "properties", "responses" ->
            value.forEachEntry((name, part) -> add(parts, key(keyword, name), part));
        case "parameters", "inherited parameters" -> value.forEach(p -> addParameter(parts, p));
        case "servers" -> value.forEach(server -> addServer(parts, server));
        case "security" -> addSecurity(parts, value);
        case "required" -> value.forEach(name -> require(parts, name.asText()));
        case "type" -> addTypes(parts, value);
        case "const" -> add(parts, "enum", EMPTY.arrayNode().add(value));
        case "anyOf", "oneOf" -> addOptions(parts, keyword, value);
        case "additionalProperties" ->
            add(parts, value.asBoolean(true) ? keyword : "closed", value);
        default -> add(parts, keyword, value);
      }
    }
    return parts;
  }

  /** {@return the key of a part, without differences in letter case and charset} */
  private static String key(String keyword, String name) {
    boolean error = keyword.equals("responses") && name.matches("[45].*|default");
    boolean anyCase = keyword.matches("content|headers|servers") || name.startsWith("header ");
    var normal = anyCase ? lower(name).replaceFirst(" *; *charset=.*", "") : name;
    return "%s %s".formatted(error ? "errors" : keyword, normal);
  }

  /** Adds a server by its host; its base path is part of the operation. */
  private void addServer(ObjectNode parts, JsonNode server) {
    var host = server.path("url").asText().replaceFirst("(?<=\\w)/.*", "");
    add(parts, key("servers", host), server);
  }

  private void addTypes(ObjectNode parts, JsonNode value) {
    var types = Rule.values(value).stream().filter(type -> !type.asText().equals("null")).toList();
    add(parts, "type", types.size() == 1 ? types.get(0) : EMPTY.arrayNode().addAll(types));
    if (types.size() < value.size()) {
      parts.put("nullable", true);
    }
  }

  private void addOptions(ObjectNode parts, String keyword, JsonNode options) {
    parts.put(keyword, true);
    for (var option : options) {
      var name = option.path("$ref").asText(option.toString()).replaceFirst("^#.*/", "");
      add(parts, "option " + name, option);
    }
  }

  private static void require(ObjectNode parts, String property) {
    parts.put("required properties " + property, true);
    parts.putIfAbsent("properties " + property, EMPTY);
  }

  private void addParameter(ObjectNode parts, JsonNode listed) {
    var parameter = resolved(listed);
    var in = parameter.path("in").asText();
    var key = key("parameters", in + " parameter " + parameter.path("name").asText());
    boolean ignored = key.matches(".* header parameter (accept|authorization|content-type)");
    if (!ignored && !parts.has(key)) {
      add(parts, key, parameter);
    }
  }

  /** Adds the ways to authenticate, by the credentials and scopes that each of them needs. */
  private void addSecurity(ObjectNode parts, JsonNode requirements) {
    for (var requirement : requirements.isEmpty() ? List.of(EMPTY) : requirements) {
      var needs = new TreeSet<String>();
      for (var entry : requirement.properties()) {
        var reference = "#/components/securitySchemes/" + entry.getKey();
        var scheme = resolved(EMPTY.objectNode().put("$ref", reference));
        var words = Stream.of("type", "scheme", "in", "name").map(key -> scheme.path(key).asText());
        var credential = lower(String.join(" ", words.filter(word -> !word.isEmpty()).toList()));
        if (credential.matches("oauth2|openidconnect")) {
          needs.add("http bearer"); // the token that the caller obtains
        }
        needs.add(credential);
        entry.getValue().forEach(scope -> needs.add("scope " + scope.asText()));
        add(parts, "schemes " + credential, scheme);
      }
      var way = needs.isEmpty() ? "without authentication" : "with " + String.join(" + ", needs);
      needs.forEach(parts.putArray("security " + way)::add);
    }
  }

  /** Adds a part. If there already is one with this key, both apply. */
  private void add(ObjectNode parts, String key, JsonNode value) {
    var rule = Rule.of(key);
    var known = parts.path(key);
    if (rule.isDefault(value) || value.equals(known)) {
      return;
    }
    if (known.isMissingNode()) {
      parts.set(key, rule.isWhole() ? resolved(value) : value);
    } else if (!rule.isWhole()) {
      parts.putObject(key).putArray("allOf").add(known).add(value);
    } else {
      switch (rule.effect(known, value, false)) {
        case "narrower" -> parts.set(key, value);
        case "wider" -> {}
        default -> add(parts, key + " too", value);
      }
    }
    if (resolved(value).path("required").asBoolean()) {
      parts.put("required " + key, true);
    }
  }

  private JsonNode resolved(JsonNode node) {
    var target = node;
    for (int depth = 0; target.path("$ref").isTextual(); depth++) {
      var reference = target.path("$ref").asText();
      boolean local = reference.startsWith("#/") && depth < MAX_DEPTH;
      target = document.at(local ? reference.substring(1) : "/ ");
      if (target.isMissingNode()) {
        throw new InconclusiveException(
            "%s refers to '%s' but does not contain it: bundle the document into one file."
                .formatted(name, reference));
      }
    }
    return target;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
