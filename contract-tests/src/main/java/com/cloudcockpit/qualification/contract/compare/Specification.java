package com.cloudcockpit.qualification.contract.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * An OpenAPI document in a normal form, read level by level because schemas can be recursive. The
 * key of a part is its kind, usually an OpenAPI keyword, followed by its name if there can be
 * several: {@code responses 200}. References are resolved, {@code allOf} is merged, operations
 * include what they inherit, defaults are omitted, and each meaning is expressed in one way.
 */
final class Specification extends Document {

  static final ObjectNode EMPTY = JsonNodeFactory.instance.objectNode();

  /** The operations, including what they inherit, by method and path. */
  final ObjectNode operations = EMPTY.objectNode();

  final String version = root.at("/info/version").asText("unknown");
  final String basePath = basePath(root);
  private final boolean isVersion30 = root.path("openapi").asText().startsWith("3.0");
  private final Map<JsonNode, JsonNode> merged = new LinkedHashMap<>();
  private final List<JsonNode> open = new ArrayList<>();

  Specification(String role, String argument, File directory) {
    super(role, argument, directory);
    var rootHosts = merged(root).retain("servers");
    var access = merged(root).retain("security");
    access.putIfAbsent("security", EMPTY);
    for (var path : root.path("paths").properties()) {
      var additional = path.getValue().path("additionalOperations");
      var item = merged(target(path.getValue()), path.getValue(), additional);
      item.remove("additionalOperations");
      var hosts = item.has("servers") ? merged(item).retain("servers") : rootHosts;
      for (var member : item.properties()) {
        if (member.getValue() instanceof ObjectNode source && !member.getKey().startsWith("x-")) {
          var node = merged(source);
          node.set("inherited parameters", item.path("parameters"));
          node.set("hosts", source.has("servers") ? merged(source).retain("servers") : hosts);
          node.set("access", source.has("security") ? merged(source).retain("security") : access);
          node.remove(List.of("servers", "security"));
          var method = member.getKey().toUpperCase(Locale.ROOT);
          operations.set(method + " " + basePath(node.path("hosts")) + path.getKey(), node);
        }
      }
    }
  }

  private static ObjectNode merged(JsonNode... nodes) {
    var all = EMPTY.objectNode();
    Stream.of(nodes).forEach(node -> node.forEachEntry(all::set));
    return all;
  }

  private static String basePath(JsonNode node) {
    return url(node.at("/servers/0")).replaceAll("^\\w+://[^/]*|/$", "");
  }

  private static String url(JsonNode server) {
    var url = server.path("url").asText();
    for (var variable : server.path("variables").properties()) {
      var value = variable.getValue().path("default").asText();
      url = url.replace("{" + variable.getKey() + "}", value);
    }
    return url;
  }

  /** {@return the names of the operations by what identifies them: not the path parameters} */
  Map<String, String> names(boolean withBasePath) {
    var names = new LinkedHashMap<String, String>();
    for (var name : keys("", operations)) {
      var id = withBasePath ? name : name.replace(" " + basePath + "/", " /");
      names.put(id.replaceAll("\\{[^{}]*}", "{}"), name);
    }
    return names;
  }

  /** {@return the document with complete operations instead of paths and components} */
  ObjectNode root() {
    var parts = merged(root);
    parts.remove(List.of("components", "paths", "security", "servers"));
    return parts.set("operations", operations);
  }

  /** {@return the parts of a node, without properties that are only sent the other way} */
  ObjectNode parts(JsonNode node, boolean request) {
    var parts = read(node);
    var hidden = request ? "readOnly" : "writeOnly";
    for (var key : keys("properties ", parts)) {
      if (read(parts.path(key)).has(hidden)) {
        parts.remove(List.of(key, "required " + key));
      }
    }
    return parts;
  }

  static List<String> keys(String kind, ObjectNode parts) {
    return parts.propertyStream().map(Map.Entry::getKey).filter(k -> k.startsWith(kind)).toList();
  }

  /** {@return a node, or what it refers to if that is all it says} */
  JsonNode resolved(JsonNode node) {
    return isVersion30 || node.size() == 1 ? target(node) : node;
  }

  private ObjectNode read(JsonNode node) {
    return read(node, EMPTY.objectNode());
  }

  private ObjectNode read(JsonNode listed, ObjectNode parts) {
    var node = resolved(listed);
    if (node.equals(BooleanNode.FALSE)) {
      parts.put("impossible", true);
    }
    if (open.stream().noneMatch(other -> other == node)) {
      open.add(node);
      for (int i = 0; node.isArray() && i < node.size(); i++) {
        add(parts, "element " + i, node.get(i));
      }
      node.forEachEntry((keyword, value) -> read(keyword, value, node, parts));
      open.remove(open.size() - 1);
    }
    return parts;
  }

  private void read(String keyword, JsonNode value, JsonNode node, ObjectNode parts) {
    switch (keyword) {
      case "$ref" -> read(target(node), parts);
      case "allOf" -> value.forEach(schema -> read(schema, parts));
      case "anyOf", "oneOf" -> addOptions(parts, node, keyword);
      case "flows", "headers", "operations", "properties", "responses" ->
          value.forEachEntry((name, part) -> add(parts, key(keyword, name), part));
      case "examples" ->
          value.forEachEntry((name, part) -> add(parts, key(keyword, name), target(part)));
      case "content" ->
          value.forEachEntry((type, part) -> addContent(parts, key(keyword, type), part, node));
      case "parameters", "inherited parameters" -> value.forEach(part -> addParameter(parts, part));
      case "servers" -> value.forEach(server -> add(parts, key(keyword, url(server)), server));
      case "security" -> addSecurity(parts, value);
      case "required" ->
          value.forEach(
              property -> {
                parts.put("required properties " + property.asText(), true);
                parts.putIfAbsent("properties " + property.asText(), EMPTY);
              });
      case "type" -> addTypes(parts, ChangeRule.values(value).stream().map(JsonNode::asText));
      case "enum", "const" -> addConstants(parts, ChangeRule.values(value), node);
      case "nullable" -> add(parts, keyword, BooleanNode.valueOf(isVersion30 && value.asBoolean()));
      case "exclusiveMinimum" -> addExclusive(parts, "minimum", value, node);
      case "exclusiveMaximum" -> addExclusive(parts, "maximum", value, node);
      case "discriminator" -> {
        parts.set(keyword, value.path("propertyName"));
        var mapping = node.has("oneOf") || node.has("anyOf") ? EMPTY : value.path("mapping");
        mapping.forEachEntry((k, v) -> parts.put("discriminator value " + k, name(v.asText())));
      }
      case "additionalProperties" -> add(parts, value.asBoolean(true) ? keyword : "closed", value);
      default -> add(parts, keyword, value);
    }
  }

  /** {@return the key of a part, without differences in letter case, charset and base path} */
  private static String key(String keyword, String name) {
    boolean isError = keyword.equals("responses") && name.matches("[45].*|default");
    boolean anyCase = keyword.matches("content|headers|servers") || name.startsWith("header ");
    var normal = anyCase ? name.toLowerCase(Locale.ROOT) : name.replaceFirst("^(\\d)xx$", "$1XX");
    var ignored = keyword.equals("servers") ? "(?<=\\w)/.*" : " *; *charset=.*";
    return (isError ? "errors " : keyword + " ") + normal.replaceFirst(ignored, "");
  }

  /** Adds a media type, or the schema of a parameter, which has only one. */
  private void addContent(ObjectNode parts, String key, JsonNode part, JsonNode node) {
    if (!node.has("in")) {
      add(parts, key, part);
      return;
    }
    parts.set("schema", part.has("schema") ? part.path("schema") : EMPTY);
    var type = read(part.path("schema")).path("type").asText();
    if (!key.endsWith("json") || !type.matches("boolean|integer|number")) {
      parts.put("serialization", ChangeRule.name(key));
    }
  }

  private void addTypes(ObjectNode parts, Stream<String> listed) {
    var types = new TreeSet<>(listed.map(type -> type.toLowerCase(Locale.ROOT)).toList());
    if (types.remove("null")) {
      parts.put("nullable", true);
    }
    var all = EMPTY.arrayNode().addAll(types.stream().map(EMPTY::textNode).toList());
    add(parts, "type", all.size() == 1 ? all.get(0) : all);
  }

  /** Adds constants, and their types unless these are listed. */
  private void addConstants(ObjectNode parts, List<JsonNode> constants, JsonNode node) {
    if (!node.has("type")) {
      addTypes(
          parts,
          constants.stream()
              .map(value -> value.isIntegralNumber() ? "integer" : value.getNodeType().name()));
    }
    var values = constants.stream().filter(value -> !value.isNull()).toList();
    add(parts, "enum", EMPTY.arrayNode().addAll(values));
  }

  private void addExclusive(ObjectNode parts, String bound, JsonNode value, JsonNode node) {
    if (!value.equals(BooleanNode.FALSE)) { // a number, or a Boolean in OpenAPI 3.0
      var limit = value.isNumber() ? value : node.path(bound);
      var words = bound.equals("minimum") ? "more than " : "less than ";
      add(parts, bound, EMPTY.textNode(words + limit.asText()));
    }
  }

  private void addOptions(ObjectNode parts, JsonNode node, String keyword) {
    var options = new ArrayList<>(ChangeRule.values(node.path(keyword)));
    if (options.removeIf(option -> read(option).path("type").equals(EMPTY.arrayNode()))) {
      parts.put("nullable", true);
    }
    var enums = options.stream().map(option -> read(option).path("enum")).toList();
    if (options.size() == 1) {
      read(options.get(0), parts);
    } else if (enums.stream().noneMatch(JsonNode::isMissingNode)) {
      addConstants(parts, enums.stream().flatMap(JsonNode::valueStream).toList(), node);
    } else {
      add(parts, "alternatives", EMPTY.textNode(keyword));
      var mapping = node.at("/discriminator/mapping");
      options.forEach(o -> names(o, mapping).forEach(name -> add(parts, "option " + name, o)));
    }
  }

  /** {@return the values of the discriminator that select a schema, or else its name or title} */
  private static List<String> names(JsonNode option, JsonNode mapping) {
    var name = name(option);
    var values = mapping.propertyStream().filter(v -> name(v.getValue().asText()).equals(name));
    var names = values.map(Map.Entry::getKey).toList();
    return names.isEmpty() ? List.of(name) : names;
  }

  static String name(JsonNode schema) {
    return name(schema.path("$ref").asText(schema.path("title").asText(schema.toString())));
  }

  private static String name(String reference) {
    return reference.replaceAll("^[^{]*/|\\.(json|ya?ml)$", "");
  }

  private void addParameter(ObjectNode parts, JsonNode listed) {
    var parameter = target(listed);
    var in = parameter.path("in").asText();
    var format = in.equals("path") ? "path parameter {%2$s}" : "%s parameter %s";
    var key = key("parameters", format.formatted(in, parameter.path("name").asText()));
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
        var scheme = target(EMPTY.objectNode().put("$ref", reference));
        var words = Stream.of("type", "scheme", "in", "name").map(key -> scheme.path(key).asText());
        var credential = String.join(" ", words.filter(word -> !word.isEmpty()).toList());
        credential = credential.toLowerCase(Locale.ROOT);
        // these schemes obtain a bearer token
        needs.add(credential.replaceFirst("^(oauth2|openidconnect)$", "http bearer + $1"));
        entry.getValue().forEach(scope -> needs.add("scope " + scope.asText()));
        add(parts, "schemes " + credential, scheme);
      }
      var way = needs.isEmpty() ? "without authentication" : "with " + String.join(" + ", needs);
      parts.put("security " + way, true);
    }
  }

  /** Adds a part. If there already is one with this key, both apply. */
  private void add(ObjectNode parts, String key, JsonNode value) {
    var rule = ChangeRule.of(key);
    var known = parts.path(key);
    if (rule.isDefault(value) || value.equals(known)) {
      return;
    }
    if (known.isMissingNode()) {
      parts.set(key, value);
    } else if (!rule.isWhole()) {
      JsonNode both = EMPTY.objectNode().set("allOf", EMPTY.arrayNode().add(known).add(value));
      parts.set(key, merged.computeIfAbsent(both, x -> both));
    } else {
      switch (rule.effect(known, value, false)) {
        case "narrower" -> parts.set(key, value);
        case "wider", "Compatible" -> {}
        default -> add(parts, key + " too", value);
      }
    }
    if (!rule.isWhole() && target(value).path("required").asBoolean()) {
      parts.put("required " + key, true);
    }
  }
}
