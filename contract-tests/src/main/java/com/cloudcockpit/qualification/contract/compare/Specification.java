package com.cloudcockpit.qualification.contract.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Normalises an OpenAPI document to a tree in which each key is a kind, followed by a name where
 * there can be several of that kind, as in {@code response 404}. References are resolved, so a
 * recursive schema is a node that contains itself; {@code allOf} is merged; each operation has what
 * it inherits; defaults, letter case and the notations of OpenAPI 3.0 and 3.1 make no difference.
 */
final class Specification {

  /** The key under which a node has its name for messages. */
  static final String LABEL = "label";

  /** The key under which the node of a schema has the schema itself. */
  static final String SOURCE = "source";

  /** The types that a schema without a type allows. */
  static final String ANY_TYPE = "array or boolean or null or number or object or string";

  private static final ObjectNode ANYTHING = JsonNodeFactory.instance.objectNode();
  private static final List<String> METHODS =
      List.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}]*)}");
  private static final Pattern HOST = Pattern.compile("^\\w+://[^/]*");
  private static final Map<String, String> ENTRIES =
      Map.of("content", "media", "headers", "header", "responses", "response");

  private final JsonNode document;
  private final Map<List<Object>, ObjectNode> schemas = new HashMap<>();

  private Specification(JsonNode document) {
    this.document = document;
  }

  /**
   * {@return the normalised document}
   *
   * @throws IllegalArgumentException if a reference leads nowhere or out of the document
   */
  static ObjectNode normalised(JsonNode document) {
    return new Specification(document).normalised();
  }

  private ObjectNode normalised() {
    var node = ANYTHING.objectNode();
    fill(node, "", without(document, "components", "info", "paths", "security", "servers"), true);
    fill(node.putObject("info"), "", document.path("info"), true);
    for (var path : document.path("paths").properties()) {
      var item = resolved(path.getValue());
      METHODS.stream().filter(item::has).forEach(m -> operation(node, m, path.getKey(), item));
    }
    return node;
  }

  private void operation(ObjectNode operations, String method, String path, JsonNode item) {
    var source = item.path(method);
    var servers = servers(inherited("servers", source, item, document));
    var base = HOST.matcher(servers.keySet().iterator().next()).replaceFirst("");
    var label = method.toUpperCase(Locale.ROOT) + " " + base + path;
    var node = operations.putObject("operation " + PLACEHOLDER.matcher(label).replaceAll("{}"));
    node.put(LABEL, label);
    value(node, "path", without(item, "parameters", "servers").without(METHODS));
    fill(node, "", without(source, "parameters", "security", "servers"), true);
    servers.forEach(
        (url, server) ->
            node.put("server " + url.replaceFirst(Pattern.quote(base) + "$", ""), server));
    var security = inherited("security", source, document);
    (security.isEmpty() ? List.of(ANYTHING) : security).forEach(way -> security(node, way));
    var placeholders = PLACEHOLDER.matcher(path).results().map(match -> match.group(1)).toList();
    for (var level : List.of(item, source)) {
      for (var entry : level.path("parameters")) {
        var parameter = resolved(entry);
        var in = parameter.path("in").asText();
        var name = parameter.path("name").asText();
        var key = in + " " + (in.equals("path") ? placeholders.indexOf(name) : folded(in, name));
        if (!key.matches("header (accept|authorization|content-type)")) {
          var part = node.putObject("parameter " + key).put(LABEL, in + " parameter " + name);
          fill(part, "parameter", parameter, true);
        }
      }
    }
  }

  /** The servers by URL, one for each value that a variable can have. */
  private static Map<String, String> servers(JsonNode list) {
    var servers = new LinkedHashMap<String, String>();
    for (var server : list.isEmpty() ? List.of(ANYTHING) : list) {
      var urls = List.of(server.path("url").asText().replaceFirst("/$", ""));
      for (var variable : server.path("variables").properties()) {
        var name = "{" + variable.getKey() + "}";
        var values = texts(variable.getValue().path("enum"));
        if (!values.isEmpty()) {
          urls = product(urls, values, (url, value) -> url.replace(name, value));
        }
      }
      urls.forEach(
          url ->
              servers.put(
                  HOST.matcher(url).replaceFirst(h -> lower(h.group())), server.toString()));
    }
    return servers;
  }

  /** What requests need; OAuth 2.0 and OpenID Connect end in a bearer token. */
  private void security(ObjectNode node, JsonNode requirement) {
    var ways = List.of("");
    for (var entry : requirement.properties()) {
      var scheme = resolved(document.at("/components/securitySchemes").path(entry.getKey()));
      var in = scheme.path("in").asText();
      var type = scheme.path("type").asText();
      var credential =
          switch (type) {
            case "http" -> lower(scheme.path("scheme").asText()) + " authentication";
            case "apiKey" -> "the " + in + " " + folded(in, scheme.path("name").asText());
            case "oauth2", "openIdConnect" -> "bearer authentication";
            default -> type;
          };
      if (type.isEmpty()) {
        throw new IllegalArgumentException(
            "the security scheme '%s' is not defined in it".formatted(entry.getKey()));
      }
      var scopes = texts(entry.getValue()).stream().sorted().map(" + scope "::concat).toList();
      var flows = scheme.has("flows") ? stream(scheme.path("flows")) : Stream.of(scheme);
      var options = flows.map(flow -> credential + String.join("", scopes) + urls(flow)).toList();
      ways = product(ways, options, (way, option) -> way + " + " + option);
      node.put("scheme " + entry.getKey(), scheme.toString());
      for (var note : scheme.properties()) {
        if (note.getKey().startsWith("x-")) {
          node.put("extension " + note.getKey(), note.getValue().toString());
        }
      }
    }
    for (var way : ways) {
      var needs = way.isEmpty() ? "without authentication" : way.replaceFirst(" \\+", "with");
      node.put("security " + needs, true);
    }
  }

  private static List<String> product(
      List<String> some, List<String> others, BinaryOperator<String> both) {
    return some.stream().flatMap(s -> others.stream().map(o -> both.apply(s, o))).toList();
  }

  private static String urls(JsonNode flow) {
    return flow.properties().stream()
        .filter(entry -> entry.getKey().endsWith("Url"))
        .map(entry -> " + a token from " + entry.getValue().asText())
        .collect(Collectors.joining());
  }

  /** Adds the parts of anything but a schema. */
  private void fill(ObjectNode node, String kind, JsonNode source, boolean request) {
    for (var entry : source.properties()) {
      var name = entry.getKey();
      var value = entry.getValue();
      var entries = ENTRIES.get(name);
      if (entries != null) {
        for (var part : value.properties()) {
          var key = key(entries, part.getKey());
          fill(
              node.putObject(key).put(LABEL, part.getKey()),
              entries,
              resolved(part.getValue()),
              request && !entries.equals("response"));
        }
      } else if (name.equals("requestBody")) {
        fill(node.putObject("body"), name, resolved(value), true);
      } else if (!Set.of("explode", "in", "schema", "style").contains(name)) {
        var whole = value.isObject() ? ((ObjectNode) value).deepCopy() : value;
        value
            .properties()
            .forEach(e -> ((ObjectNode) whole).set(e.getKey(), resolved(e.getValue())));
        value(node, name, whole);
      }
    }
    boolean field = Set.of("header", "parameter").contains(kind) && !source.has("content");
    if (field) {
      boolean simple = Set.of("header", "path").contains(source.path("in").asText("header"));
      var style = source.path("style").asText(simple ? "simple" : "form");
      var types = types(keywords(source.path("schema"), 0));
      boolean compound = types.contains("array") || types.contains("object");
      boolean exploded = compound && source.path("explode").asBoolean(style.equals("form"));
      node.put("style", exploded ? style + " exploded" : style);
    }
    if (field || kind.equals("media")) {
      node.set("schema", schema(source.path("schema"), request, field));
    }
  }

  private static String key(String kind, String name) {
    boolean error = kind.equals("response") && name.matches("[45].*|default");
    return (error ? "error" : kind) + " " + lower(name).replaceFirst(" *; *charset=.*", "");
  }

  private ObjectNode schema(JsonNode schema, boolean request, boolean text) {
    var id = List.<Object>of(schema, request, text);
    if (schemas.containsKey(id)) {
      return schemas.get(id);
    }
    var node = ANYTHING.objectNode();
    schemas.put(id, node);
    node.put(SOURCE, resolved(schema).toString());
    var keywords = keywords(schema, 0);
    var types = types(keywords);
    node.put(text ? "text" : "type", String.join(" or ", types));
    if (types.contains("object") && keywords.path("additionalProperties").asBoolean(true)) {
      keywords.putIfAbsent("additionalProperties", ANYTHING);
    }
    if (keywords.path("type").toString().contains("array")) {
      keywords.putIfAbsent("items", ANYTHING);
    }
    for (var entry : keywords.properties()) {
      var name = entry.getKey();
      var value = entry.getValue();
      switch (name) {
        case "nullable", "type" -> {}
        case "additionalProperties" -> {
          if (value.asBoolean(true)) {
            node.set("others", schema(value, request, false));
          }
        }
        case "items" -> node.set(name, schema(value, request, text));
        case "contains", "else", "if", "not", "propertyNames", "then" ->
            node.set("unclear " + name, schema(value, request, text));
        case "dependentSchemas", "patternProperties", "properties" -> {
          for (var part : value.properties()) {
            if (!isExcluded(part.getValue(), request)) {
              var kind = name.equals("properties") ? "property " : "unclear ";
              node.set(kind + part.getKey(), schema(part.getValue(), request, false));
            }
          }
        }
        case "required" -> {
          for (var property : texts(value)) {
            var known = keywords.path("properties").path(property);
            if (known.isMissingNode()) {
              node.set("property " + property, schema(ANYTHING, request, false));
            }
            if (!isExcluded(known, request)) {
              node.put("required " + property, true);
            }
          }
        }
        case "enum" -> {
          var values = node.putObject(name).put(LABEL, value.toString());
          value.forEach(one -> values.put("value " + one, true));
        }
        case "anyOf", "oneOf" ->
            alternatives(node.putObject("alternatives"), name, keywords, request, text);
        case "default" ->
            node.put(
                request ? name : "documented default",
                value.isTextual() ? value.asText() : value.toString());
        case "discriminator" -> node.set(name, value.path("propertyName"));
        case "format" ->
            node.set(value.asText().equals("password") ? "documented format" : name, value);
        default -> value(node, name, value);
      }
    }
    return node;
  }

  private boolean isExcluded(JsonNode property, boolean request) {
    return keywords(property, 0).path(request ? "readOnly" : "writeOnly").asBoolean();
  }

  private void alternatives(
      ObjectNode node, String keyword, ObjectNode keywords, boolean request, boolean text) {
    node.put("keyword", keyword);
    boolean discriminated = keywords.has("discriminator");
    var kind = discriminated ? "alternative " : "option ";
    for (var schema : keywords.path(keyword)) {
      var reference = schema.path("$ref").asText();
      var name = discriminated ? last(reference) : resolved(schema).toString();
      var names = new TreeSet<String>();
      for (var entry : keywords.at("/discriminator/mapping").properties()) {
        if (last(entry.getValue().asText()).equals(name)) {
          names.add(entry.getKey());
        }
      }
      for (var value : names.isEmpty() ? Set.of(name) : names) {
        node.set(kind + value, schema(schema, request, text));
      }
    }
  }

  /** The keywords of a schema, with those of its references and of {@code allOf}. */
  private ObjectNode keywords(JsonNode schema, int depth) {
    if (depth > 99) {
      throw new IllegalArgumentException("A schema consists of itself: " + schema);
    }
    var all = ANYTHING.objectNode();
    if (schema.has("$ref")) {
      addAll(all, keywords(resolved(schema), depth + 1));
      if (document.path("openapi").asText().startsWith("3.0")) {
        return all; // OpenAPI 3.0 ignores what stands beside a reference
      }
    }
    for (var entry : schema.properties()) {
      var name = entry.getKey();
      var value = entry.getValue();
      switch (name) {
        case "$ref" -> {}
        case "allOf" -> {
          for (var part : value) {
            var more = keywords(part, depth + 1);
            boolean subtype = more.has("discriminator") && isComponent(schema);
            addAll(
                all,
                more.without(subtype ? List.of("anyOf", "discriminator", "oneOf") : List.of()));
          }
        }
        case "anyOf", "oneOf" -> {
          var list = all.arrayNode();
          value.forEach(
              one -> (one.path("type").asText().equals("null") ? all.arrayNode() : list).add(one));
          boolean nullable = list.size() < value.size();
          if (nullable) {
            add(all, "nullable", BooleanNode.TRUE);
          }
          if (nullable && list.size() == 1) {
            addAll(all, keywords(list.get(0), depth + 1));
          } else {
            add(all, name, list);
          }
        }
        case "const" -> add(all, "enum", all.arrayNode().add(value));
        case "exclusiveMaximum", "exclusiveMinimum" -> {
          if (value.isNumber()) {
            add(all, name.replace("exclusiveM", "m"), value);
          }
          add(all, name, BooleanNode.valueOf(value.isNumber() || value.asBoolean()));
        }
        default -> add(all, name, value);
      }
    }
    if (schema.has("discriminator") && !all.has("oneOf") && !all.has("anyOf")) {
      all.set("anyOf", subtypes(schema));
    }
    return all;
  }

  private boolean isComponent(JsonNode schema) {
    return stream(document.at("/components/schemas")).anyMatch(component -> component == schema);
  }

  /** References to the schemas that extend one. */
  private JsonNode subtypes(JsonNode schema) {
    var subtypes = ANYTHING.arrayNode();
    for (var entry : document.at("/components/schemas").properties()) {
      if (stream(entry.getValue().path("allOf")).anyMatch(part -> resolved(part) == schema)) {
        subtypes.addObject().put("$ref", "#/components/schemas/" + entry.getKey());
      }
    }
    return subtypes;
  }

  /** Adds keywords that apply as well, as {@code allOf} does. */
  private static void addAll(ObjectNode all, ObjectNode more) {
    more.properties().forEach(entry -> add(all, entry.getKey(), entry.getValue()));
  }

  private static void add(ObjectNode all, String name, JsonNode more) {
    var known = all.path(name);
    if (known.isMissingNode() || known.equals(more)) {
      all.set(name, more);
    } else if (name.matches("(min|max)[A-Zi].*")) {
      boolean larger = more.asDouble() > known.asDouble();
      all.set(name, larger == name.startsWith("min") ? more : known);
    } else {
      switch (name) {
        case "properties" -> {
          var merged = all.putObject(name).setAll((ObjectNode) known);
          for (var entry : more.properties()) {
            var other = known.path(entry.getKey());
            ((ObjectNode) merged).set(entry.getKey(), both(other, entry.getValue()));
          }
        }
        case "required" -> all.set(name, known.<ArrayNode>deepCopy().addAll((ArrayNode) more));
        case "enum" ->
            all.set(
                name,
                all.arrayNode()
                    .addAll(
                        stream(known)
                            .filter(value -> stream(more).anyMatch(value::equals))
                            .toList()));
        case "type" -> all.set(name, known.asText().equals("integer") ? known : more);
        case "additionalProperties", "items" -> all.set(name, both(known, more));
        case "nullable" -> all.put(name, false);
        default -> all.set("also " + name, more);
      }
    }
  }

  /** A schema that demands two. */
  private static JsonNode both(JsonNode one, JsonNode other) {
    if (one.isMissingNode() || one.equals(other) || one.isBoolean() && one.asBoolean()) {
      return other;
    }
    if (one.isBoolean() || other.isBoolean()) {
      return other.asBoolean() ? one : BooleanNode.FALSE;
    }
    return ANYTHING.objectNode().set("allOf", ANYTHING.arrayNode().add(one).add(other));
  }

  private JsonNode resolved(JsonNode node) {
    var target = node;
    for (int depth = 0; target.path("$ref").isTextual(); depth++) {
      var reference = target.path("$ref").textValue();
      var pointer = URLDecoder.decode(reference.replace("+", "%2B"), StandardCharsets.UTF_8);
      target =
          pointer.startsWith("#/") ? document.at(pointer.substring(1)) : MissingNode.getInstance();
      if (target.isMissingNode() || depth > 99) {
        throw new IllegalArgumentException(
            "the reference '%s' leads to nothing in it".formatted(reference));
      }
    }
    return target;
  }

  private static Set<String> types(ObjectNode keywords) {
    var types = new TreeSet<>(texts(keywords.path("type")));
    if (types.isEmpty()) {
      types.addAll(List.of(ANY_TYPE.split(" or ")));
    }
    if (keywords.path("nullable").asBoolean()) {
      types.add("null");
    }
    return types;
  }

  private static void value(ObjectNode node, String name, JsonNode value) {
    boolean isDefault =
        value.isBoolean() && !value.asBoolean() || name.matches("min[ILP].*") && value.asInt() == 0;
    if (!isDefault) {
      node.set(name, value.isContainerNode() ? TextNode.valueOf(value.toString()) : value);
    }
  }

  private static ObjectNode without(JsonNode node, String... keys) {
    return ((ObjectNode) node.deepCopy()).without(List.of(keys));
  }

  private static JsonNode inherited(String key, JsonNode... levels) {
    return Stream.of(levels)
        .map(level -> level.path(key))
        .filter(value -> !value.isMissingNode())
        .findFirst()
        .orElse(ANYTHING);
  }

  private static List<String> texts(JsonNode value) {
    return value.isTextual()
        ? List.of(value.asText())
        : stream(value).map(JsonNode::asText).toList();
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static String folded(String in, String name) {
    return in.equals("header") ? lower(name) : name;
  }

  private static String last(String reference) {
    return reference.substring(reference.lastIndexOf('/') + 1);
  }
}
