package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.spec.Field;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;

/** Puts values into requests. */
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
    if (field.isBody() && value == null) {
      var without = request.withBody((byte[]) null);
      return field.required() ? without : without.withoutHeader("Content-Type");
    }
    if (field.isBody()) {
      return request.withBody(value.toString());
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
}
