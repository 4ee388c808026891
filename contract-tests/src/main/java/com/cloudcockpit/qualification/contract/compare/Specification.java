package com.cloudcockpit.qualification.contract.compare;

import com.cloudcockpit.qualification.contract.compare.Operations.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An OpenAPI document in a normal form, read level by level because schemas can be recursive. The
 * key of a part is its kind, usually an OpenAPI keyword, followed by its name if there can be
 * several: {@code responses 200}. References are resolved, {@code allOf} is merged, operations
 * include what they inherit, defaults are omitted, and each meaning is expressed in one way.
 */
final class Specification {

  static final ObjectNode EMPTY = JsonNodeFactory.instance.objectNode();

  final Document document;
  private final JsonNode root;
  private final boolean isVersion30;
  private final Map<JsonNode, JsonNode> merged = new HashMap<>();

  Specification(Document document) {
    this.document = document;
    root = document.root;
    isVersion30 = root.path("openapi").asText().startsWith("3.0");
  }

  String version() {
    return root.at("/info/version").asText("unknown");
  }

  boolean listsServers() {
    return !root.path("servers").isEmpty();
  }

  /** {@return the document with complete operations instead of paths and components} */
  ObjectNode root(ObjectNode operations) {
    var parts = EMPTY.objectNode().<ObjectNode>setAll((ObjectNode) root);
    parts.remove(List.of("components", "paths", "security", "servers"));
    return parts.set("operations", operations);
  }

  /** {@return the operations, including what they inherit} */
  List<Operation> operations() {
    var operations = new ArrayList<Operation>();
    var hosts = only("servers", root);
    var access = only("security", root);
    for (var path : root.path("paths").properties()) {
      var item = EMPTY.objectNode();
      document.resolved(path.getValue()).forEachEntry(item::set);
      path.getValue().forEachEntry(item::set);
      item.path("additionalOperations").forEachEntry(item::set);
      item.remove("additionalOperations");
      for (var member : item.properties()) {
        if (member.getValue() instanceof ObjectNode source && !member.getKey().startsWith("x-")) {
          var node = source.objectNode().<ObjectNode>setAll(source);
          node.set("inherited parameters", item.path("parameters"));
          var holder = source.has("servers") ? source : item;
          node.set("hosts", holder.has("servers") ? only("servers", holder) : hosts);
          node.set("access", source.has("security") ? only("security", source) : access);
          node.remove(List.of("servers", "security"));
          var url = url(node.at("/hosts/servers/0")).replaceAll("^\\w+://[^/]*|/$", "");
          var method = member.getKey().toUpperCase(Locale.ROOT);
          operations.add(new Operation(method, url + path.getKey(), node));
        }
      }
    }
    return operations;
  }

  private static JsonNode only(String key, JsonNode node) {
    return EMPTY.objectNode().set(key, node.path(key));
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
    return isVersion30 || node.size() == 1 ? document.resolved(node) : node;
  }

  private ObjectNode read(JsonNode node) {
    return read(node, EMPTY.objectNode(), Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private ObjectNode read(JsonNode node, ObjectNode parts, Set<JsonNode> seen) {
    var schema = resolved(node);
    if (schema.equals(BooleanNode.FALSE)) {
      parts.put("impossible", true);
    }
    if (seen.add(schema)) {
      schema.forEachEntry((keyword, value) -> read(keyword, value, schema, parts, seen));
    }
    return parts;
  }

  private void read(
      String keyword, JsonNode value, JsonNode node, ObjectNode parts, Set<JsonNode> seen) {
    switch (keyword) {
      case "$ref" -> read(document.resolved(node), parts, seen);
      case "allOf" -> value.forEach(schema -> read(schema, parts, seen));
      case "anyOf", "oneOf" -> addOptions(parts, node, keyword, seen);
      case "flows", "headers", "operations", "properties", "responses" ->
          value.forEachEntry((name, part) -> add(parts, key(keyword, name), part));
      case "examples" ->
          value.forEachEntry((n, part) -> add(parts, key(keyword, n), document.resolved(part)));
      case "content" ->
          value.forEachEntry((type, part) -> addContent(parts, key(keyword, type), part, node));
      case "parameters", "inherited parameters" ->
          value.forEach(part -> addParameter(parts, part, node.path("renamed")));
      case "servers" -> value.forEach(server -> add(parts, key(keyword, host(server)), server));
      case "security" -> addSecurity(parts, value);
      case "required" -> value.forEach(name -> require(parts, name.asText()));
      case "type" -> addTypes(parts, ChangeRule.values(value).stream().map(JsonNode::asText));
      case "enum", "const" -> addConstants(parts, ChangeRule.values(value), node);
      case "nullable" -> add(parts, keyword, BooleanNode.valueOf(isVersion30 && value.asBoolean()));
      case "minimum", "exclusiveMinimum" -> addBound(parts, "minimum", value, node, "more than");
      case "maximum", "exclusiveMaximum" -> addBound(parts, "maximum", value, node, "less than");
      case "discriminator" -> addDiscriminator(parts, value, node);
      case "additionalProperties" -> add(parts, value.asBoolean(true) ? keyword : "closed", value);
      case "renamed" -> {}
      default -> add(parts, keyword, value);
    }
  }

  /** {@return the key of a part, without differences in letter case and charset} */
  private static String key(String keyword, String name) {
    if (keyword.equals("responses")) {
      var kind = name.matches("[45].*|default") ? "errors" : keyword;
      return kind + " " + name.replaceFirst("xx$", "XX");
    }
    boolean anyCase = keyword.matches("content|headers|servers") || name.startsWith("header ");
    var normal = anyCase ? lower(name).replaceFirst(" *; *charset=.*", "") : name;
    return keyword + " " + normal;
  }

  private static String url(JsonNode server) {
    var url = server.path("url").asText();
    for (var variable : server.path("variables").properties()) {
      var pattern = "(?<=/)\\{\\Q%s\\E}".formatted(variable.getKey());
      url = url.replaceAll(pattern, variable.getValue().path("default").asText());
    }
    return url;
  }

  /** {@return the host of a server; its base path is part of the operations} */
  private static String host(JsonNode server) {
    return url(server).replaceFirst("(?<=\\w)/.*", "");
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
    var types = listed.collect(Collectors.toCollection(TreeSet::new));
    if (types.remove("null")) {
      parts.put("nullable", true);
    }
    var all = EMPTY.arrayNode().addAll(types.stream().map(EMPTY::textNode).toList());
    add(parts, "type", all.size() == 1 ? all.get(0) : all);
  }

  /** Adds constants, and their types unless these are listed. */
  private void addConstants(ObjectNode parts, Collection<JsonNode> constants, JsonNode node) {
    if (!node.has("type")) {
      addTypes(parts, constants.stream().map(Specification::type));
    }
    var values = constants.stream().filter(value -> !value.isNull()).toList();
    add(parts, "enum", EMPTY.arrayNode().addAll(values));
  }

  private static String type(JsonNode value) {
    return value.isIntegralNumber() ? "integer" : lower(value.getNodeType().name());
  }

  /** Adds a bound; it is exclusive if a number says so, or a Boolean as in OpenAPI 3.0. */
  private void addBound(
      ObjectNode parts, String key, JsonNode value, JsonNode node, String exclusive) {
    var limit = node.path(key.replaceFirst("m", "exclusiveM"));
    boolean isExclusive = limit == value || limit.equals(BooleanNode.TRUE);
    if (value.isNumber()) {
      var words = EMPTY.textNode(exclusive + " " + value.asText());
      add(parts, key, isExclusive ? words : value);
    }
  }

  private void addOptions(ObjectNode parts, JsonNode node, String keyword, Set<JsonNode> seen) {
    var options = new ArrayList<JsonNode>();
    var constants = new LinkedHashSet<JsonNode>();
    boolean isEnum = true;
    for (var option : node.path(keyword)) {
      var known = Collections.newSetFromMap(new IdentityHashMap<JsonNode, Boolean>());
      known.addAll(seen);
      var alternative = read(option, EMPTY.objectNode(), known);
      if (alternative.path("type").isArray() && alternative.path("type").isEmpty()) {
        parts.put("nullable", true);
      } else {
        options.add(option);
        isEnum &= alternative.has("enum");
        alternative.path("enum").forEach(constants::add);
      }
    }
    if (options.size() == 1) {
      read(options.get(0), parts, seen);
    } else if (isEnum) {
      addConstants(parts, constants, node);
    } else {
      add(parts, "alternatives", EMPTY.textNode(keyword));
      var mapping = node.at("/discriminator/mapping");
      options.forEach(o -> names(o, mapping).forEach(name -> add(parts, "option " + name, o)));
    }
  }

  /** {@return the values of the discriminator that select a schema, or else its name or title} */
  private static List<String> names(JsonNode option, JsonNode mapping) {
    var label = option.path("title").asText(option.toString());
    var name = name(option.path("$ref").asText(label));
    var values = mapping.propertyStream().filter(v -> name(v.getValue().asText()).equals(name));
    var names = values.map(Map.Entry::getKey).toList();
    return names.isEmpty() ? List.of(name) : names;
  }

  private static String name(String reference) {
    return reference.replaceAll("^[^{]*/|\\.(json|ya?ml)$", "");
  }

  /** Adds a discriminator, and its values unless these are the names of the options. */
  private static void addDiscriminator(ObjectNode parts, JsonNode value, JsonNode node) {
    parts.set("discriminator", value.path("propertyName"));
    if (!node.has("oneOf") && !node.has("anyOf")) {
      value
          .path("mapping")
          .forEachEntry((k, v) -> parts.put("discriminator value " + k, name(v.asText())));
    }
  }

  private static void require(ObjectNode parts, String property) {
    parts.put("required properties " + property, true);
    parts.putIfAbsent("properties " + property, EMPTY);
  }

  private void addParameter(ObjectNode parts, JsonNode listed, JsonNode renamed) {
    var parameter = document.resolved(listed);
    var in = parameter.path("in").asText();
    var name = parameter.path("name").asText();
    var oldName = in.equals("path") ? renamed.path(name).asText(name) : name;
    var key = key("parameters", "%s parameter %s".formatted(in, oldName));
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
        var scheme = document.resolved(EMPTY.objectNode().put("$ref", reference));
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
    var rule = ChangeRule.of(key);
    var known = parts.path(key);
    if (rule.isDefault(value) || value.equals(known)) {
      return;
    }
    if (known.isMissingNode()) {
      parts.set(key, value);
    } else if (!rule.isWhole()) {
      var both = EMPTY.objectNode();
      both.putArray("allOf").add(known).add(value);
      parts.set(key, merged.computeIfAbsent(both, x -> both));
    } else {
      switch (rule.effect(known, value, false)) {
        case "narrower" -> parts.set(key, value);
        case "wider", "none" -> {}
        default -> add(parts, key + " too", value);
      }
    }
    if (!rule.isWhole() && document.resolved(value).path("required").asBoolean()) {
      parts.put("required " + key, true);
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
