package com.cloudcockpit.qualification.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/**
 * A server that complies with the specification that it is given, and shares no code with the
 * checks. It knows one tenant, one token and the ID of one resource.
 */
final class CompliantApi implements Api {

  static final String TENANT = "portal.example.com";
  static final String TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJxYSJ9.c2lnbmF0dXJlLXNlY3JldA";
  static final String TOKEN_WITHOUT_ROLE = "token-without-the-role";
  static final String ID = "7d444840-9dc0-41d1-b245-5ffdce74fad2";

  /** The stages in which requests are validated. */
  static final List<String> ORDER =
      List.of("security", "role", "path", "query", "header", "media-type", "body", "resource");

  /** The extension in which the response of a mutant names the status that it replaces. */
  static final String REPLACES = "x-replaces";

  /** The end of a name in a mutant that replaces another name. */
  static final String RENAMED = "Renamed";

  private static final Map<String, String> STATUS =
      Map.of("security", "401", "role", "403", "media-type", "415", "resource", "404");

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ObjectMapper STRICT =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDialect(
          Dialects.getOpenApi30(),
          registry ->
              registry.schemaRegistryConfig(
                  SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

  /** Values for a schema without a suitable example. */
  private static final JsonNode VALUES =
      parse(
              """
              values: [text, 3fa85f64-5717-4562-b3fc-2c963f66afa6, '2026-11-29',
                '2026-11-29T08:00:00Z', qa@example.com, 'https://example.com', XX, '', 42, 42.5, true]
              """)
          .get("values");

  private final JsonNode specification;
  private final List<String> order;
  private final Map<JsonNode, Schema> schemas =
      Collections.synchronizedMap(new IdentityHashMap<>());

  CompliantApi(ObjectNode specification, List<String> order) {
    this.specification = specification;
    this.order = order;
  }

  static ObjectNode parse(String yaml) {
    return STRICT.valueToTree(new Yaml().load(yaml));
  }

  static ObjectNode resource(String name) {
    return STRICT.valueToTree(new Yaml().load(CompliantApi.class.getResourceAsStream(name)));
  }

  /** {@return a copy of a specification without references, and with the bounds of int32} */
  static ObjectNode resolved(ObjectNode specification) {
    return (ObjectNode) resolved(specification, specification);
  }

  private static JsonNode resolved(JsonNode node, JsonNode root) {
    if (node.has("$ref")) {
      return resolved(root.at(node.get("$ref").asText().substring(1)), root);
    }
    if (node.isArray()) {
      return JSON.arrayNode().addAll(node.valueStream().map(item -> resolved(item, root)).toList());
    }
    if (!node.isObject()) {
      return node;
    }
    var copy = JSON.objectNode();
    node.properties().forEach(child -> copy.set(child.getKey(), resolved(child.getValue(), root)));
    if (node.path("format").asText().equals("int32")) {
      copy.putIfAbsent("minimum", JSON.numberNode(Integer.MIN_VALUE));
      copy.putIfAbsent("maximum", JSON.numberNode(Integer.MAX_VALUE));
    }
    return copy;
  }

  @Override
  public Reply answer(Call call) {
    int status = 404;
    for (var item : specification.get("paths").properties()) {
      var template = item.getKey().replaceAll("\\{(.*?)}", "(?<$1>[^/]*)");
      var path = Pattern.compile(template).matcher(call.path());
      if (path.matches()) {
        var operation = item.getValue().get(call.method().toLowerCase(Locale.ROOT));
        if (operation != null) {
          return answer(operation, path, call);
        }
        status = 405;
      }
    }
    return response(status, "", "");
  }

  private Reply answer(JsonNode operation, Matcher path, Call call) {
    for (var stage : order) {
      var errors =
          switch (stage) {
            case "security" -> errorOfToken(operation, call);
            case "role" -> error(!bearer(call).equals(TOKEN_WITHOUT_ROLE), "Authorization");
            case "media-type" -> errorOfMediaType(operation, call);
            case "body" -> errorsOfBody(operation.path("requestBody"), call.body());
            case "resource" ->
                error(
                    IntStream.rangeClosed(1, path.groupCount())
                        .mapToObj(path::group)
                        .allMatch(ID::equalsIgnoreCase),
                    null);
            default -> errorsOfParameters(operation, stage, path, call);
          };
      if (!errors.isEmpty()) {
        return rejection(operation, STATUS.getOrDefault(stage, "400"), errors, call);
      }
    }
    return response(operation, "2..", MissingNode.getInstance());
  }

  private ArrayNode errorOfToken(JsonNode operation, Call call) {
    var security = operation.has("security") ? operation : specification;
    boolean known = List.of(TOKEN, TOKEN_WITHOUT_ROLE).contains(bearer(call));
    return error(known || security.path("security").isEmpty(), "Authorization");
  }

  private static String bearer(Call call) {
    var header = call.header("Authorization");
    return header.matches("(?i)Bearer .*") ? header.substring(7) : "";
  }

  private static ArrayNode errorOfMediaType(JsonNode operation, Call call) {
    var content = operation.path("requestBody").path("content");
    var type = call.header("Content-Type").split(";")[0].strip().toLowerCase(Locale.ROOT);
    return error(call.body().length == 0 || content.isEmpty() || content.has(type), "Content-Type");
  }

  private static ArrayNode error(boolean valid, String property) {
    var errors = JSON.arrayNode();
    if (!valid) {
      errors.addObject().put("propertyName", property).putArray("description").add("Invalid.");
    }
    return errors;
  }

  private ArrayNode errorsOfBody(JsonNode requestBody, byte[] bytes) {
    if (bytes.length == 0 || requestBody.isMissingNode()) {
      return error(!requestBody.path("required").asBoolean(), "body");
    }
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      var json = STRICT.readTree(text);
      var schema = requestBody.get("content").iterator().next().get("schema");
      var errors = error(!json.isMissingNode(), "body");
      for (var error : schema(schema).validate(json)) {
        var path = "%s/%s".formatted(error.getInstanceLocation(), error.getProperty());
        errors.addAll(error(false, path.replaceAll("^/|/null$", "")));
      }
      return errors;
    } catch (CharacterCodingException | JsonProcessingException e) {
      return error(false, "body");
    }
  }

  private ArrayNode errorsOfParameters(JsonNode operation, String in, Matcher path, Call call) {
    var errors = JSON.arrayNode();
    for (var parameter : operation.path("parameters")) {
      var name = parameter.get("name").asText();
      if (parameter.get("in").asText().equals(in)) {
        var texts =
            switch (in) {
              case "path" -> List.of(path.group(name));
              case "query" -> call.query().getOrDefault(name, List.of());
              default -> Stream.ofNullable(call.headers().get(name)).toList();
            };
        var schema = parameter.get("schema");
        boolean known = !name.equals("X-Tenant") || List.of(TENANT, "").containsAll(texts);
        boolean valid =
            texts.isEmpty()
                ? !parameter.path("required").asBoolean()
                : known && allows(schema, value(schema, texts));
        errors.addAll(error(valid, name));
      }
    }
    return errors;
  }

  /** {@return the value of a parameter, which remains a string if it is not of the right type} */
  private static JsonNode value(JsonNode schema, List<String> texts) {
    var type = schema.path("type").asText();
    if (type.equals("array")) {
      var items = texts.stream().map(text -> value(schema.get("items"), List.of(text)));
      return JSON.arrayNode().addAll(items.toList());
    }
    var text = texts.get(0);
    return type.matches("integer|number|boolean") && text.matches("true|false|-?\\d+([.]\\d+)?")
        ? parse("value: " + text).get("value")
        : JSON.textNode(text);
  }

  private Schema schema(JsonNode schema) {
    return schemas.computeIfAbsent(schema, SCHEMAS::getSchema);
  }

  private Reply rejection(JsonNode operation, String status, ArrayNode errors, Call call) {
    var id = call.headers().get("X-Correlation-Id");
    var error =
        JSON.objectNode()
            .put("type", "Rejected")
            .put("description", "The request is rejected.")
            .put("correlationId", id == null ? null : id.toLowerCase(Locale.ROOT))
            .set("errors", errors);
    return response(operation, status, error);
  }

  /** {@return the operation's response for a status, or an empty one if there is none} */
  private Reply response(JsonNode operation, String status, JsonNode wanted) {
    for (var response : operation.get("responses").properties()) {
      var key = response.getKey();
      if (response.getValue().path(REPLACES).asText(key).matches(status)) {
        var content = response.getValue().path("content").properties();
        int code = Integer.parseInt(key.replace("XX", content.isEmpty() ? "04" : "00"));
        if (wanted instanceof ObjectNode error) {
          error.put("statusCode", code);
        }
        for (var type : content) {
          var body = shape(type.getValue().get("schema"), wanted).toString();
          return response(code, type.getKey(), body);
        }
        return response(code, "", "");
      }
    }
    return response(Integer.parseInt(status), "", "");
  }

  private static Reply response(int status, String type, String body) {
    var headers = new HashMap<>(Reply.of(status, type, body).headers());
    if (status == 401) {
      headers.put("WWW-Authenticate", "Bearer");
    }
    return new Reply(status, headers, body, "");
  }

  /** {@return a value that a schema allows, similar to another one} */
  JsonNode shape(JsonNode schema, JsonNode wanted) {
    if (wanted.isValueNode() && allows(schema, wanted)) {
      return wanted;
    }
    switch (schema.path("type").asText()) {
      case "object" -> {
        var object = JSON.objectNode();
        for (var property : schema.path("properties").properties()) {
          var value = wanted.path(property.getKey().replace(RENAMED, ""));
          if (!property.getValue().has("not")) {
            object.set(property.getKey(), shape(property.getValue(), value));
          }
        }
        return object;
      }
      case "array" -> {
        var array = JSON.arrayNode();
        var items = wanted.isArray() ? wanted : JSON.arrayNode().add(MissingNode.getInstance());
        items.forEach(item -> array.add(shape(schema.get("items"), item)));
        return array;
      }
      default -> {
        var values = new ArrayList<JsonNode>();
        if (wanted.isValueNode()) {
          values.add(JSON.textNode(wanted.asText()));
        }
        values.add(schema.path("example"));
        schema.path("enum").forEach(values::add);
        VALUES.forEach(values::add);
        values.add(JSON.textNode("x".repeat(schema.path("minLength").asInt())));
        values.add(schema.path("minimum"));
        values.add(schema.path("maximum"));
        values.removeIf(value -> value.isMissingNode() || !allows(schema, value));
        return values.isEmpty() ? JSON.nullNode() : values.get(0);
      }
    }
  }

  boolean allows(JsonNode schema, JsonNode value) {
    return schema(schema).validate(value).isEmpty();
  }
}
