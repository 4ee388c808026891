package com.cloudcockpit.qualification.contract.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An OpenAPI document in a normal form, which is read level by level. Each key is a keyword of
 * OpenAPI, followed by a name where there can be several, as in {@code responses 200}. References
 * are resolved, {@code allOf} is merged, operations have what they inherit, and letter case and the
 * notation of types make no difference.
 */
record Specification(JsonNode document) {

  private static final ObjectNode ANYTHING = JsonNodeFactory.instance.objectNode();
  private static final int MAX_DEPTH = 30;
  private static final String METHODS = "get|put|post|delete|options|head|patch|trace";
  private static final Set<String> SCHEMAS =
      Set.of("additionalProperties", "items", "option", "properties", "schema");
  private static final Pattern HOST = Pattern.compile("^\\w+://[^/]*");

  /** {@return the first word of a key, a keyword} */
  static String kind(String key) {
    return key.split(" ")[0];
  }

  /** {@return the operations, and what the document says about itself} */
  ObjectNode operations() {
    var parts = members(document.<ObjectNode>deepCopy().without(List.of("components", "paths")), 0);
    for (var path : document.path("paths").properties()) {
      var item = resolved(path.getValue());
      for (var method : item.properties()) {
        if (method.getKey().matches(METHODS)) {
          operation(parts, path.getKey(), item, method);
        }
      }
    }
    return parts;
  }

  /**
   * {@return the parts of a node; none if it is a plain value}
   *
   * @throws IllegalArgumentException if a reference leads nowhere or out of the document
   */
  ObjectNode parts(JsonNode node, boolean request) {
    var parts = members(node, 0);
    var hidden = request ? "readOnly" : "writeOnly";
    for (var property : parts.deepCopy().properties()) {
      boolean named = kind(property.getKey()).equals("properties");
      if (named && members(property.getValue(), 0).path(hidden).asBoolean()) {
        parts.remove(property.getKey());
        parts.remove(property.getKey().replace("properties", "requires"));
      }
    }
    return parts;
  }

  /** Adds an operation, with what its path and the document add to it. */
  private void operation(
      ObjectNode parts, String path, JsonNode item, Map.Entry<String, JsonNode> method) {
    var source = method.getValue();
    var servers = inherited("servers", source, item, document);
    var base = HOST.matcher(url(servers.path(0))).replaceFirst("");
    var label = method.getKey().toUpperCase(Locale.ROOT) + " " + base + path;
    var operation = source.<ObjectNode>deepCopy();
    parts.set("operation " + label, operation);
    var byUrl = operation.putObject("servers");
    (servers.isEmpty() ? List.of(ANYTHING) : servers)
        .forEach(s -> byUrl.set(url(s).replaceFirst(Pattern.quote(base) + "$", ""), s));
    var ways = operation.putObject("security");
    var security = inherited("security", source, document);
    (security.isEmpty() ? List.of(ANYTHING) : security)
        .forEach(way -> ways.put(needs(way, operation), true));
    var parameters = operation.putObject("parameters");
    for (var listed : List.of(item.path("parameters"), source.path("parameters"))) {
      for (var reference : listed) {
        var parameter = resolved(reference).<ObjectNode>deepCopy();
        var in = parameter.path("in").asText();
        var name = parameter.path("name").asText();
        var key = in + " parameter " + (in.equals("header") ? lower(name) : name);
        var style = parameter.path("style").asText(in.matches("header|path") ? "simple" : "form");
        boolean exploded = parameter.path("explode").asBoolean(style.equals("form"));
        if (!key.matches("header parameter (accept|authorization|content-type)")) {
          parameters.set(key, parameter.put("style", style).put("explode", exploded));
        }
      }
    }
  }

  private static String url(JsonNode server) {
    var url = server.path("url").asText().replaceFirst("/$", "");
    return HOST.matcher(url).replaceFirst(host -> lower(host.group()));
  }

  /** What requests need; OAuth 2.0 and OpenID Connect end in a bearer token. */
  private String needs(JsonNode requirement, ObjectNode operation) {
    var needs = new TreeSet<String>();
    for (var entry : requirement.properties()) {
      var reference = "#/components/securitySchemes/" + entry.getKey();
      var scheme = resolved(ANYTHING.objectNode().put("$ref", reference));
      var words =
          Stream.of("type", "scheme", "in", "name").map(key -> scheme.path(key).asText(" "));
      var credential = lower(String.join(" ", words.toList())).strip();
      needs.add(credential.replaceFirst("oauth2|openidconnect", "http bearer"));
      texts(entry.getValue()).forEach(scope -> needs.add("scope " + scope));
      Stream.of("authorizationUrl", "tokenUrl", "openIdConnectUrl")
          .flatMap(key -> scheme.findValuesAsText(key).stream())
          .reduce((one, other) -> one + " or " + other)
          .ifPresent(urls -> needs.add("token from " + urls));
      for (var field : scheme.properties()) {
        var kind = field.getKey().startsWith("x-") ? "extension " : "scheme ";
        operation.set(kind + entry.getKey() + " " + field.getKey(), field.getValue());
      }
    }
    return needs.isEmpty() ? "without authentication" : "with " + String.join(" + ", needs);
  }

  /** The members of an object, with those of its reference and of {@code allOf}. */
  private ObjectNode members(JsonNode source, int depth) {
    var members = ANYTHING.objectNode();
    Iterable<JsonNode> parts =
        source.has("$ref") ? List.of(resolved(source)) : source.path("allOf");
    parts.forEach(part -> addAll(members, part, depth));
    if (source.has("$ref") && document.path("openapi").asText().startsWith("3.0")) {
      return members; // OpenAPI 3.0 ignores what stands beside a reference
    }
    for (var member : source.properties()) {
      var name = member.getKey();
      var value = member.getValue();
      switch (name) {
        case "$ref", "allOf" -> {}
        case "content", "headers", "parameters", "responses", "security", "servers" ->
            value
                .properties()
                .forEach(e -> members.set(key(name, e.getKey()), resolved(e.getValue())));
        case "properties" ->
            value.properties().forEach(e -> add(members, "properties " + e.getKey(), e.getValue()));
        case "items", "schema" -> add(members, name, value);
        case "requestBody" -> members.set(name, resolved(value));
        case "additionalProperties" -> {
          if (value.isObject() && !value.isEmpty()) {
            add(members, name, value);
          } else {
            members.put("closed", !value.asBoolean(true));
          }
        }
        case "type" -> {
          var types = ANYTHING.arrayNode();
          texts(value).filter(type -> !type.equals("null")).forEach(types::add);
          if (texts(value).anyMatch("null"::equals)) {
            members.put("nullable", true);
          }
          add(members, name, types.size() == 1 ? types.get(0) : types);
        }
        case "required" -> {
          if (value.isBoolean()) {
            members.set(name, value);
          }
          texts(value)
              .forEach(
                  p -> members.put("requires " + p, true).putIfAbsent("properties " + p, ANYTHING));
        }
        case "const" -> add(members, "enum", ANYTHING.arrayNode().add(value));
        case "anyOf", "oneOf" ->
            options(members.put(name, true), value, source.at("/discriminator/mapping"));
        case "default" -> {
          var text = value.isValueNode() ? TextNode.valueOf(value.asText()) : value;
          add(members, name, text);
        }
        case "discriminator" -> {
          add(members, name, value.path("propertyName"));
          options(members, subtypes(source), value.path("mapping"));
        }
        default -> add(members, name, inlined(value, MAX_DEPTH / 3));
      }
    }
    return members;
  }

  private static String key(String kind, String name) {
    return switch (kind) {
      case "content" -> "content " + lower(name).replaceFirst(" *; *charset=.*", "");
      case "headers" -> "headers " + lower(name);
      case "responses" -> (name.matches("[45].*|default") ? "errors " : "responses ") + name;
      default -> kind + " " + name;
    };
  }

  /** Adds alternatives by the name of their schema, or by the value of the discriminator. */
  private static void options(ObjectNode members, JsonNode options, JsonNode mapping) {
    for (var option : options) {
      var name = last(option.path("$ref").asText(option.toString()));
      var entries = mapping.properties().stream();
      var values =
          entries
              .filter(e -> last(e.getValue().asText()).equals(name))
              .map(e -> e.getKey())
              .toList();
      (values.isEmpty() ? List.of(name) : values).forEach(v -> members.set("option " + v, option));
    }
  }

  /** References to the schemas that extend one. */
  private JsonNode subtypes(JsonNode schema) {
    var subtypes = ANYTHING.arrayNode();
    for (var component : document.at("/components/schemas").properties()) {
      if (stream(component.getValue().path("allOf")).anyMatch(part -> resolved(part) == schema)) {
        subtypes.addObject().put("$ref", "#/components/schemas/" + component.getKey());
      }
    }
    return subtypes;
  }

  private void addAll(ObjectNode members, JsonNode part, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("has a schema that consists of itself");
    }
    members(part, depth + 1).properties().forEach(m -> add(members, m.getKey(), m.getValue()));
  }

  /** Adds a member to others that apply as well. */
  private static void add(ObjectNode members, String key, JsonNode value) {
    var known = members.putIfAbsent(key, value);
    if (known == null || known.equals(value)) {
      return;
    }
    if (SCHEMAS.contains(kind(key))) {
      members.putObject(key).putArray("allOf").add(known).add(value);
      return;
    }
    switch (Rule.of(kind(key)).change(known, value, false)) {
      case "narrower" -> members.set(key, value);
      case "wider" -> {}
      default -> add(members, key + " too", value);
    }
  }

  private static JsonNode inherited(String key, JsonNode... levels) {
    return Stream.of(levels).filter(l -> l.has(key)).findFirst().orElse(ANYTHING).path(key);
  }

  /** A value that is compared as a whole, with what it refers to. */
  private JsonNode inlined(JsonNode value, int depth) {
    var copy = resolved(value).deepCopy();
    if (depth > 0) {
      copy.properties().forEach(e -> e.setValue(inlined(e.getValue(), depth - 1)));
    }
    return copy;
  }

  /** What a reference leads to, or the node itself. */
  private JsonNode resolved(JsonNode node) {
    var target = node;
    for (int depth = 0; target.path("$ref").isTextual(); depth++) {
      var reference = target.path("$ref").textValue();
      boolean local = reference.startsWith("#/") && depth < MAX_DEPTH;
      target = document.at(local ? reference.substring(1) : "/ ");
      if (target.isMissingNode()) {
        throw new IllegalArgumentException("has nothing that '%s' refers to".formatted(reference));
      }
    }
    return target;
  }

  private static Stream<String> texts(JsonNode value) {
    return value.isTextual() ? Stream.of(value.asText()) : stream(value).map(JsonNode::asText);
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static String last(String reference) {
    return reference.substring(reference.lastIndexOf('/') + 1);
  }
}
