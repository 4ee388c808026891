package com.cloudcockpit.qualification.contract.compare;

import static com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY;
import static com.fasterxml.jackson.databind.node.BooleanNode.TRUE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.cloudcockpit.qualification.contract.http.InconclusiveException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.Sets;
import com.google.common.io.Resources;
import io.swagger.v3.parser.util.RemoteUrl;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** An OpenAPI 3 document in JSON or YAML 1.2, and the files that it refers to. */
final class Specification {

  static final String CONTRACT = "this contract";
  private static final String CONTRACT_FILE = "openapi/openapi.yaml";
  private static final ObjectMapper JSON = new ObjectMapper().enable(FAIL_ON_READING_DUP_TREE_KEY);
  private static final ObjectNode EMPTY = JSON.createObjectNode();
  private static final LoadSettings YAML =
      LoadSettings.builder()
          .setSchema(new CoreSchema())
          .setCodePointLimit(30_000_000)
          .setMaxAliasesForCollections(10_000)
          .build();

  private static final Map<String, Rule> RULES =
      JSON.convertValue(
          new Load(YAML).loadFromInputStream(Specification.class.getResourceAsStream("rules.yaml")),
          new TypeReference<>() {});

  /** A row of {@code rules.yaml}, which explains the columns. */
  record Rule(List<String> effects, List<String> words, Set<JsonNode> defaults, String place) {

    /** Pairs of types, constants or formats where the second includes the first. */
    private static final String WIDER =
        "(?i)(any .*) \\1|any integer any number|int32 int64|float double";

    static Rule of(String key) {
      return RULES.getOrDefault(key.replaceFirst("(?<=^x-).*| .*", ""), RULES.get("other"));
    }

    /** {@return whether a part is compared as a whole instead of part by part} */
    boolean isWhole() {
      return effects.size() > 2;
    }

    /** {@return the effect of changing a part that is compared as a whole} */
    String effect(JsonNode was, JsonNode is, boolean text) {
      if (!effects.get(2).matches("minimum|maximum|values")) {
        return effects.get(2);
      }
      if (includes(was, is, text)) {
        return includes(is, was, text) ? "" : "narrower";
      }
      return includes(is, was, text) ? "wider" : "narrower and wider";
    }

    private boolean includes(JsonNode all, JsonNode some, boolean text) {
      if (effects.contains("values")) {
        return elements(some).allMatch(v -> elements(all).anyMatch(other -> fits(v, other, text)));
      }
      var limit = new BigDecimal(all.asText().replaceFirst(".* ", ""));
      var number = new BigDecimal(some.asText().replaceFirst(".* ", ""));
      int sign = effects.contains("minimum") ? number.compareTo(limit) : limit.compareTo(number);
      return sign > 0 || sign == 0 && (some.isTextual() || !all.isTextual()); // text: exclusive
    }

    private static boolean fits(JsonNode value, JsonNode other, boolean text) {
      var type = value.isIntegralNumber() ? "integer" : value.getNodeType().name();
      var any = value.asText().replaceFirst("(?s)^(?!any ).*", "any " + type);
      var wider = text ? WIDER + "|any (boolean|integer|number) any string" : WIDER;
      return value.equals(other)
          || (any + " " + other.asText()).matches(wider)
          || (value.asText() + " " + other.asText()).matches(wider);
    }
  }

  /** How messages refer to the document. */
  final String name;

  final String version;
  final boolean isVersion30;

  /** The parts of the document, with operations in place of paths and components. */
  final Parts parts;

  private final String argument;
  private final String location;
  private final Map<String, JsonNode> files = new LinkedHashMap<>();

  /** Derived nodes, reused because each node is compared only once. */
  private final Map<JsonNode, JsonNode> shared = new LinkedHashMap<>();

  private final Set<JsonNode> open = Sets.newIdentityHashSet();

  /**
   * Reads a document.
   *
   * @param role which of the two documents it is
   * @param argument a file, a URL, a Git revision, {@code -} or {@link #CONTRACT}
   * @throws InconclusiveException if it cannot be read or is not an OpenAPI 3 document
   */
  Specification(String role, String argument) {
    this.name = "%s (%s)".formatted(role, withoutSecrets(argument));
    this.argument = argument;
    if (argument.equals(CONTRACT)) {
      var resource = "/com/cloudcockpit/qualification/" + CONTRACT_FILE;
      location = Specification.class.getResource(resource).toString();
    } else if (argument.matches("(?i)https?://.*|-")) {
      location = argument.replaceFirst("#.*", "").replaceFirst("^-$", "stdin:-");
    } else {
      var file = new File(argument);
      location = file.exists() ? file.toURI().toString() : "git:/" + CONTRACT_FILE;
    }
    var text = read(name, location);
    var root = text.strip().startsWith("<") ? EMPTY : parse(name, text);
    files.put(location, root);
    var number = root.path("openapi").asText();
    if (!number.matches("3\\.[012].*")) {
      throw new InconclusiveException(
          "%s is not an OpenAPI 3.0, 3.1 or 3.2 document. It starts with '%.40s'."
              .formatted(name, text.strip().replaceAll("\\s+", " ")));
    }
    isVersion30 = number.startsWith("3.0");
    version = root.at("/info/version").asText("unknown");
    var own = merged(root).without(List.of("components", "paths", "security", "servers"));
    parts = new Parts(own);
    root.path("servers").forEach(x -> parts.put("basePath", EMPTY.textNode(basePath(root))));
    root.path("paths").forEachEntry((path, item) -> addOperations(path, item, root));
  }

  private void addOperations(String path, JsonNode listed, JsonNode root) {
    var additional = listed.path("additionalOperations");
    ObjectNode item = merged(target(listed), listed, additional).without("additionalOperations");
    item.forEachEntry(
        (method, operation) -> {
          if (operation.isObject() && !method.startsWith("x-")) {
            var node = merged(EMPTY.objectNode().set("security", null), root);
            node.retain("security", "servers").setAll(merged(item).retain("servers"));
            node.setAll((ObjectNode) operation);
            node.set("inherited parameters", item.path("parameters"));
            var name = method.toUpperCase(Locale.ROOT) + " " + basePath(node) + path;
            parts.put("operations " + name, node);
          }
        });
  }

  private static ObjectNode merged(JsonNode... nodes) {
    var all = EMPTY.objectNode();
    Stream.of(nodes).forEach(node -> node.forEachEntry(all::set));
    return all;
  }

  private static String basePath(JsonNode node) {
    return node.at("/servers/0/url").asText().replaceAll("^([^/]*//)?[^/]*|/$", "");
  }

  /** {@return the keys of the operations by method and path, without parameter names} */
  Map<String, String> names(boolean withBasePath) {
    var basePath = basePath(files.get(location));
    var names = new LinkedHashMap<String, String>();
    for (var name : parts.missing("operations ", Map.of())) {
      var id = withBasePath ? name : name.replace(" " + basePath + "/", " /");
      names.put(id.replaceAll("\\{[^{}]*}", "{}"), name);
    }
    return names;
  }

  private String read(String document, String url) {
    try {
      var uri = URI.create(url);
      if (!url.startsWith(location.replaceFirst(":.*", ":"))) {
        throw new IOException("references to another URL scheme are not followed");
      }
      return switch (uri.getScheme()) {
        case "git" -> git(uri.getPath().substring(1));
        case "http", "https" -> RemoteUrl.urlToString(url, null);
        case "stdin" -> new String(System.in.readAllBytes(), UTF_8);
        default -> Resources.toString(uri.toURL(), UTF_8);
      };
    } catch (Exception e) { // as RemoteUrl declares
      var reason =
          withoutSecrets(e.toString())
              .replaceFirst(".*FileNotFoundException.*", "not found")
              .replaceFirst(".*UnknownHostException", "unknown host")
              .replaceFirst("^[\\w.]+: ", "");
      throw new InconclusiveException("%s cannot be read: %s.".formatted(document, reason));
    }
  }

  private String git(String file) throws IOException {
    var process = Runtime.getRuntime().exec(new String[] {"git", "show", argument + ":" + file});
    var text = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException("neither a file, a URL nor a Git revision with " + CONTRACT_FILE);
    }
    return text;
  }

  /** {@return a text in which URLs have no user information, query or fragment} */
  private static String withoutSecrets(String text) {
    return text.replaceAll("(?<=://)[^/]*@|(?<=://.{1,999})[?#].*", "");
  }

  static JsonNode parse(String document, String text) {
    try {
      return JSON.readTree(text.strip().startsWith("{") ? text : "?");
    } catch (IOException e) {
      // may be YAML, which can also start with a brace
    }
    try {
      return JSON.valueToTree(new Load(YAML).loadFromString(text));
    } catch (MarkedYamlEngineException e) {
      var place = e.getProblemMark().orElseThrow();
      throw new InconclusiveException(
          "%s is neither JSON nor YAML: %s in line %d, column %d."
              .formatted(document, e.getProblem(), place.getLine() + 1, place.getColumn() + 1));
    } catch (YamlEngineException | IllegalArgumentException | VirtualMachineError e) {
      throw new InconclusiveException(
          "%s is nested too deeply or too large. YAML may have %,d characters and %,d aliases."
              .formatted(document, YAML.getCodePointLimit(), YAML.getMaxAliasesForCollections()));
    }
  }

  /** {@return a node, or the target of its reference if it has no siblings} */
  JsonNode resolved(JsonNode node) {
    return isVersion30 || node.size() == 1 ? target(node) : node;
  }

  /**
   * {@return a node, or what it refers to}
   *
   * @throws InconclusiveException if the reference cannot be resolved
   */
  JsonNode target(JsonNode node) {
    var reference = node.path("$ref").textValue();
    if (reference == null) {
      return node;
    }
    var document = "%s refers to '%s', which".formatted(name, withoutSecrets(reference));
    try {
      var target = (absolute(location, reference) + "#").split("#", -1);
      var file = files.computeIfAbsent(target[0], url -> load(document, url));
      var pointer = URLDecoder.decode(target[1].replace("+", "%2B"), UTF_8);
      return target(file.requiredAt(pointer));
    } catch (IllegalArgumentException | StackOverflowError e) {
      throw new InconclusiveException(document + " cannot be found.");
    }
  }

  private JsonNode load(String document, String url) {
    var file = parse(document, read(document, url));
    file.findParents("$ref")
        .forEach(p -> ((ObjectNode) p).put("$ref", absolute(url, p.path("$ref").asText())));
    return file;
  }

  private static String absolute(String base, String reference) {
    int hash = (reference + "#").indexOf('#');
    var file = reference.substring(0, hash);
    return (hash == 0 ? base : URI.create(base).resolve(file)) + reference.substring(hash);
  }

  /**
   * The parts of a node in a normal form. The key of a part is its kind, usually an OpenAPI
   * keyword, followed by its name if there can be several: {@code responses 200}. References are
   * resolved, {@code allOf} is merged, defaults are omitted, and equivalent forms become one. The
   * parts of a part are not read yet, because schemas can be recursive.
   */
  final class Parts extends LinkedHashMap<String, JsonNode> {

    private static final long serialVersionUID = 1L;

    Parts(JsonNode node) {
      read(node);
      List.copyOf(missing("required properties ", Map.of()))
          .forEach(key -> putIfAbsent(key.replaceFirst("required ", ""), EMPTY));
    }

    /** Reads the parts of a node, except properties that are sent only in the other direction. */
    Parts(JsonNode node, boolean request) {
      this(node);
      var word = request ? "readOnly" : "writeOnly";
      var properties = missing("properties ", Map.of());
      List.copyOf(Sets.filter(properties, key -> new Parts(get(key)).containsKey(word)))
          .forEach(key -> keySet().removeAll(Set.of(key, "required " + key)));
    }

    /** {@return the keys of a kind that other parts lack} */
    Set<String> missing(String kind, Map<String, ?> others) {
      return Sets.filter(keySet(), key -> key.startsWith(kind) && !others.containsKey(key));
    }

    /** {@return a part, or the more general one that covers it, or a missing node} */
    JsonNode part(String key, Map<String, ?> excluded) {
      var general = keySet().stream().filter(k -> covers(k, key) && !excluded.containsKey(k));
      var found = containsKey(key) ? key : general.findFirst().orElse(key);
      return getOrDefault(found, EMPTY.path(key));
    }

    /** {@return whether a part, such as a range of statuses or a default, includes another} */
    private static boolean covers(String general, String key) {
      var range = "(?<=^(content|errors|responses) .{0,99})(XX|default|\\*/\\*|\\*)$";
      var prefix = general.replaceFirst(range, "").replace("additionalProperties", "properties ");
      var and = " without authentication| with | \\+ ";
      return !prefix.equals(general) && key.startsWith(prefix)
          || general.startsWith("security ")
              && List.of(key.split(and)).containsAll(List.of(general.split(and)));
    }

    /** Lists a schema as the only alternative if the other document lists several. */
    void wrap(JsonNode schema, Parts others) {
      boolean isSeveral = others.containsKey("alternatives") && !others.containsKey("values");
      if (isSeveral && !containsKey("alternatives")) {
        keySet().retainAll(Set.of("nullable"));
        put("alternatives", others.get("alternatives"));
        put("option " + label(schema, EMPTY), schema);
      }
    }

    private void read(JsonNode listed) {
      var node = resolved(listed);
      if (node.equals(BooleanNode.FALSE)) {
        put("values", EMPTY.arrayNode());
      }
      if (open.add(node)) {
        for (int i = 0; node.isArray() && i < node.size(); i++) {
          add("element " + i, node.get(i));
        }
        node.forEachEntry((keyword, value) -> read(keyword, value, node));
        open.remove(node);
      }
    }

    private void read(String keyword, JsonNode value, JsonNode node) {
      switch (keyword) {
        case "$ref" -> read(target(node));
        case "allOf" -> value.forEach(this::read);
        case "anyOf", "oneOf" -> addOptions(node, keyword);
        case "examples" ->
            value.forEachEntry((name, part) -> add("examples " + name, target(part)));
        case "flows", "headers", "properties", "responses" ->
            value.forEachEntry((name, part) -> add(key(keyword, name), part));
        case "content" ->
            value.forEachEntry((type, part) -> addContent(key(keyword, type), part, node));
        case "parameters", "inherited parameters" -> value.forEach(this::addParameter);
        case "security", "servers" -> {
          JsonNode all = EMPTY.objectNode().set("all " + keyword, value);
          put("inherited " + keyword, shared.computeIfAbsent(all, x -> all));
        }
        case "all security" -> addSecurity(value);
        case "all servers" ->
            value.forEach(server -> add(key("servers", server.path("url").asText()), server));
        case "required" -> value.forEach(p -> put("required properties " + p.asText(), TRUE));
        case "type" ->
            addValues(elements(value).map(type -> EMPTY.textNode("any " + type.asText())).toList());
        case "enum", "const" -> addValues(elements(value).toList());
        case "nullable" -> add(keyword, BooleanNode.valueOf(isVersion30 && value.asBoolean()));
        case "exclusiveMaximum", "exclusiveMinimum" -> {
          var bound = keyword.substring(9).toLowerCase(Locale.ROOT);
          var limit = value.isNumber() ? value : node.path(bound); // OpenAPI 3.0 has a Boolean
          boolean inclusive = limit.isMissingNode() || value.equals(BooleanNode.FALSE);
          add(bound, inclusive ? limit : EMPTY.textNode("exclusive " + limit));
        }
        case "discriminator" -> put(keyword, value.path("propertyName"));
        case "additionalProperties" -> add(value.asBoolean(true) ? keyword : "closed", value);
        default -> add(keyword, value);
      }
    }

    /** {@return the key of a part, without differences in letter case, charset and base path} */
    private static String key(String keyword, String name) {
      boolean isError = keyword.equals("responses") && name.matches("[45].*|default");
      boolean anyCase = keyword.matches("content|headers|servers") || name.startsWith("header ");
      var normal = anyCase ? name.toLowerCase(Locale.ROOT) : name.replaceFirst("^(\\d)xx$", "$1XX");
      var ignored = keyword.equals("servers") ? "(?<=[\\w}])/.*" : " *; *charset=.*";
      return (isError ? "errors " : keyword + " ") + normal.replaceFirst(ignored, "");
    }

    /** Adds a media type, or the schema of a parameter, which has only one. */
    private void addContent(String key, JsonNode part, JsonNode node) {
      if (!node.has("in")) {
        add(key, part);
        return;
      }
      put("schema", part.has("schema") ? part.path("schema") : EMPTY);
      var values = String.valueOf(new Parts(part.path("schema")).get("values"));
      if (!key.endsWith("json") || !values.matches(".*any (boolean|integer|number).*")) {
        put("serialization", EMPTY.textNode(key.replaceFirst("\\S+ ", "")));
      }
    }

    /** Adds constants, or types such as "any string". */
    private void addValues(List<? extends JsonNode> listed) {
      var values =
          listed.stream().filter(v -> !v.isNull() && !v.asText().equals("any null")).toList();
      if (values.size() < listed.size()) {
        put("nullable", TRUE);
      }
      add("values", EMPTY.arrayNode().addAll(values));
    }

    private void addOptions(JsonNode node, String keyword) {
      var options = new ArrayList<>(elements(node.path(keyword)).toList());
      if (options.removeIf(option -> EMPTY.arrayNode().equals(new Parts(option).get("values")))) {
        put("nullable", TRUE);
      }
      var anything = EMPTY.textNode("any value");
      var values =
          options.stream().map(option -> new Parts(option).getOrDefault("values", anything));
      var all = values.flatMap(Specification::elements).toList();
      if (options.size() == 1) {
        read(options.get(0));
      } else if (all.stream().noneMatch(value -> value.asText().startsWith("any "))) {
        addValues(all);
      } else {
        add("alternatives", EMPTY.textNode(keyword));
        var mapping = node.at("/discriminator/mapping");
        options.forEach(option -> add("option " + label(option, mapping), option));
      }
    }

    /** {@return the values of the discriminator that select a schema, or else its name or title} */
    private static String label(JsonNode schema, JsonNode mapping) {
      var name = name(schema.path("$ref").asText(schema.path("title").asText(schema.toString())));
      var values = mapping.propertyStream().filter(v -> name(v.getValue().asText()).equals(name));
      return values.map(Map.Entry::getKey).reduce((a, b) -> a + " or " + b).orElse(name);
    }

    private static String name(String reference) {
      return reference.replaceAll("^[^{]*/|\\.(json|ya?ml)$", "");
    }

    private void addParameter(JsonNode listed) {
      var parameter = target(listed);
      var in = parameter.path("in").asText();
      var format = in.equals("path") ? "path parameter {%2$s}" : "%s parameter %s";
      var key = key("parameters", format.formatted(in, parameter.path("name").asText()));
      boolean ignored = key.matches(".* header parameter (accept|authorization|content-type)");
      if (!ignored && !containsKey(key)) {
        add(key, parameter);
      }
    }

    /** Adds the ways to authenticate, by the credentials and scopes that each of them needs. */
    private void addSecurity(JsonNode requirements) {
      for (var requirement : requirements.isEmpty() ? List.of(EMPTY) : requirements) {
        var needs = new TreeSet<String>();
        for (var entry : requirement.properties()) {
          var reference = "#/components/securitySchemes/" + entry.getKey();
          var scheme = target(EMPTY.objectNode().put("$ref", reference));
          var credential =
              Stream.of("type", "scheme", "in", "name")
                  .map(key -> scheme.path(key).asText().toLowerCase(Locale.ROOT))
                  .reduce("", (a, b) -> (a + " " + b).strip());
          // these schemes obtain a bearer token
          needs.add(credential.replaceFirst("^(oauth2|openidconnect)$", "http bearer + $1"));
          entry.getValue().forEach(scope -> needs.add("scope " + scope.asText()));
          add("schemes " + credential, scheme);
        }
        var way = needs.isEmpty() ? "without authentication" : "with " + String.join(" + ", needs);
        put("security " + way, TRUE);
      }
    }

    /** Adds a part. If there already is one with this key, both apply. */
    private void add(String key, JsonNode value) {
      var rule = Rule.of(key);
      var known = get(key);
      boolean isDefault = rule.defaults() != null && rule.defaults().contains(value);
      if (isDefault || value.isMissingNode() || value.equals(known)) {
        return;
      }
      if (known == null) {
        put(key, value);
      } else if (!rule.isWhole()) {
        JsonNode both = EMPTY.objectNode().set("allOf", EMPTY.arrayNode().add(known).add(value));
        put(key, shared.computeIfAbsent(both, x -> both));
      } else {
        switch (rule.effect(known, value, false)) {
          case "narrower" -> put(key, value);
          case "wider", "Compatible", "" -> {}
          default -> add(key + " too", value);
        }
      }
      if (!rule.isWhole() && target(value).path("required").asBoolean()) {
        put("required " + key, TRUE);
      }
    }
  }

  private static Stream<JsonNode> elements(JsonNode value) {
    return value.isArray() ? value.valueStream() : Stream.of(value);
  }
}
