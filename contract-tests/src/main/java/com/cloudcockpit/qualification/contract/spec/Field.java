package com.cloudcockpit.qualification.contract.spec;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A place for a value in a request: a parameter, the body, or a part of it.
 *
 * @param in the location: {@code path}, {@code query}, {@code header} or {@code body}
 * @param name the name, or an empty string for the whole body
 * @param pointer the path from the location to the value
 * @param required whether a request or an object must have it
 * @param model the parameter, content or schema in the specification
 */
public record Field(String in, String name, JsonPointer pointer, boolean required, JsonNode model) {

  static Field parameter(JsonNode model) {
    var name = model.path("name").asText();
    var pointer = JsonPointer.empty().appendProperty(name);
    boolean required = model.path("required").asBoolean();
    return new Field(model.path("in").asText(), name, pointer, required, model);
  }

  /** {@return the start of the names of the rules about this field} */
  public String at() {
    return (in + pointer).replaceAll("/0(?=/|$)", ".items").replace('/', '.');
  }

  public JsonNode schema() {
    return model.has("schema") ? model.get("schema") : model;
  }

  /** {@return the JSON type, or an empty string if the schema allows any} */
  public String type() {
    return schema().path("type").asText();
  }

  /** {@return whether this is an ID of this form} */
  public boolean isUuid() {
    return schema().path("format").asText().equals("uuid");
  }

  /** {@return whether this is a path parameter that identifies a resource} */
  public boolean isId() {
    return isIn("path") && !schema().has("enum") && !type().equals("boolean");
  }

  /** {@return whether this is the whole body} */
  public boolean isBody() {
    return name.isEmpty();
  }

  public boolean isIn(String location) {
    return in.equals(location);
  }

  /** {@return whether this is an item of an array} */
  public boolean isItem() {
    return name.endsWith("[0]");
  }

  /** {@return the item of an array, or the properties of an object} */
  public List<Field> children() {
    var required = schema().path("required").valueStream().map(JsonNode::asText).toList();
    var children = new ArrayList<Field>();
    if (schema().has("items")) {
      var item = pointer.appendIndex(0);
      children.add(new Field(in, name + "[0]", item, false, schema().get("items")));
    }
    for (var property : schema().path("properties").properties()) {
      var key = property.getKey();
      var place = pointer.appendProperty(key);
      children.add(new Field(in, key, place, required.contains(key), property.getValue()));
    }
    return children;
  }
}
