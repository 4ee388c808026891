package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.spec.Field;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/** Puts values of fields into requests. */
public final class Bodies {

  public static final String UUID_PATTERN = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

  private Bodies() {}

  /**
   * {@return a request with another value for a field}
   *
   * @param value the value, or null to leave the field out
   */
  public static Request with(Request request, Field field, JsonNode value) {
    var pointer = field.pointer();
    if (!field.isIn("body")) {
      var name = pointer.getMatchingProperty();
      return request.with(field.in(), name, value == null ? null : texts(field, value));
    }
    if (field.isBody()) {
      var changed = request.withBody(Objects.toString(value, null));
      return value == null && !field.required() ? changed.withoutHeader("Content-Type") : changed;
    }
    var body = Json.object(request.bodyText()).orElseThrow();
    if (field.isItem()) {
      body.withArray(pointer.head()).removeAll().add(value);
    } else if (value == null) {
      body.withObject(pointer.head()).remove(field.name());
    } else {
      body.withObject(pointer.head()).set(field.name(), value);
    }
    return request.withBody(body.toString());
  }

  private static List<String> texts(Field field, JsonNode value) {
    if (!value.isArray()) {
      return List.of(value.asText());
    }
    var items = value.valueStream().map(JsonNode::asText).toList();
    return field.model().path("explode").asBoolean(true) ? items : List.of(String.join(",", items));
  }

  /** {@return another text of the same form, such as another UUID} */
  public static String similar(String text) {
    if (text.matches(UUID_PATTERN)) {
      return UUID.randomUUID().toString();
    }
    int last = text.length() - 1;
    return text.substring(0, last) + (text.charAt(last) == '1' ? '2' : '1');
  }

  /** {@return the contract's example of a field, or another value that its schema allows} */
  static JsonNode example(Field field) {
    var schema = field.schema();
    return Stream.of(
            field.model().path("example"),
            field.model().path("examples").findPath("value"),
            schema.path("example"),
            schema.path("default"),
            schema.path("enum").path(0))
        .filter(value -> !value.isMissingNode())
        .findFirst()
        .orElseGet(() -> anyValue(field, schema));
  }

  private static JsonNode anyValue(Field field, JsonNode schema) {
    var children = field.children();
    switch (field.type()) {
      case "string":
        int longest = schema.path("maxLength").asInt(4);
        var text = "x".repeat(Math.max(schema.path("minLength").asInt(1), Math.min(4, longest)));
        var format = schema.path("format").asText();
        return TextNode.valueOf(Catalog.INSTANCE.formats().getOrDefault(format, text));
      case "integer", "number":
        var one = IntNode.valueOf(Math.min(1, schema.path("maximum").asInt(1)));
        return schema.has("minimum") ? schema.get("minimum") : one;
      case "boolean":
        return BooleanNode.TRUE;
      case "array":
        return Json.MAPPER.createArrayNode().add(example(children.get(0)));
      default:
        var object = Json.MAPPER.createObjectNode();
        children.forEach(child -> object.set(child.name(), example(child)));
        return object;
    }
  }
}
