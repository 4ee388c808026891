package com.cloudcockpit.qualification.openapi;

import static com.cloudcockpit.qualification.openapi.Comparison.Party.CALLERS;
import static com.cloudcockpit.qualification.openapi.Comparison.Party.DEPLOYMENT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What changed between two versions of an OpenAPI 3.0 document, in words, and whom it breaks.
 *
 * <p>A version allows certain requests and certain responses. Callers that keep to the previous
 * version break where a request is no longer allowed, or a response is that was not; a deployment
 * that keeps to it breaks the other way round. Besides, callers miss whatever is gone, but are
 * expected to bear new properties and new error statuses. What this class does not understand
 * breaks both, so that nothing passes unseen.
 *
 * <p>No library does this: of 27 changes that break callers, openapi-diff 2.1.7 and oasdiff 1.18.1
 * missed eight each, among them forbidden properties and a server that is gone, and of 28 that
 * break a deployment, comparing the other way round, seven each.
 */
final class Comparison {

  /** Who can break. */
  enum Party {
    CALLERS,
    DEPLOYMENT
  }

  /**
   * One change.
   *
   * @param breaks who breaks that keeps to the previous version; empty if nobody does
   */
  record Change(String where, String what, Set<Party> breaks) {

    @Override
    public String toString() {
      return where + " " + what;
    }
  }

  /** Whom it breaks if fewer messages of a kind are allowed than before, and if more are. */
  private enum Message {
    REQUEST(CALLERS, DEPLOYMENT),
    RESPONSE(DEPLOYMENT, CALLERS);

    final Set<Party> narrower;
    final Set<Party> wider;

    Message(Party narrower, Party wider) {
      this.narrower = Set.of(narrower);
      this.wider = Set.of(wider);
    }

    /** Whom it breaks that a value stands where another stood, or none. */
    Set<Party> replacement(JsonNode was, JsonNode is) {
      if (was.isMissingNode() || PARTS.contains(List.of(is.asText(), was.asText()))) {
        return narrower;
      }
      boolean wider = is.isMissingNode() || PARTS.contains(List.of(was.asText(), is.asText()));
      return wider ? this.wider : BOTH;
    }
  }

  private enum Presence {
    ABSENT,
    OPTIONAL,
    REQUIRED;

    static Presence of(boolean exists, boolean required) {
      return required ? REQUIRED : exists ? OPTIONAL : ABSENT;
    }

    static Presence of(JsonNode node) {
      return of(!node.isMissingNode(), node.path("required").asBoolean());
    }
  }

  /** A place in a body, a parameter or a header, and the path of properties that leads to it. */
  private record Place(String path, String root) {

    Place property(String name) {
      return new Place(path.isEmpty() ? name : path + "." + name, root);
    }

    Place items() {
      return new Place(path + "[]", root);
    }

    @Override
    public String toString() {
      return path.isEmpty() ? root : path + " in " + root;
    }
  }

  /** Takes what stands under one name in two objects; in at most one it is missing. */
  private interface Pair {
    void accept(String name, JsonNode was, JsonNode is);
  }

  private static final Set<Party> NOBODY = Set.of();
  private static final Set<Party> MISSED = Set.of(CALLERS);
  private static final Set<Party> BOTH = Set.of(CALLERS, DEPLOYMENT);
  private static final JsonNode ANYTHING = MissingNode.getInstance();
  private static final JsonNode FALSE = JsonNodeFactory.instance.booleanNode(false);

  /** Keys that change no message. */
  private static final Set<String> DOCUMENTATION =
      Set.of(
          "deprecated",
          "description",
          "example",
          "examples",
          "externalDocs",
          "info",
          "openapi",
          "operationId",
          "summary",
          "tags",
          "title");

  /** Types and formats of which the first allows a part of what the second allows. */
  private static final Set<List<String>> PARTS =
      Set.of(List.of("integer", "number"), List.of("int32", "int64"), List.of("float", "double"));

  private final List<Change> changes = new ArrayList<>();

  private Comparison() {}

  /**
   * {@return what changed between two documents}
   *
   * @throws IllegalArgumentException if a reference leads nowhere, or out of its document, or a
   *     security scheme is not defined
   */
  static List<Change> between(JsonNode previous, JsonNode current) {
    var comparison = new Comparison();
    comparison.documents(previous, current);
    return comparison.changes;
  }

  private void documents(JsonNode previous, JsonNode current) {
    rest("the document", previous, current, "components", "paths", "security", "servers");
    var before = Operations.of(previous);
    var after = Operations.of(current);
    boolean alone = names(before, after).size() == 1;
    each(
        before,
        after,
        (name, was, is) -> {
          if (is.isMissingNode()) {
            report(name, "is gone", MISSED);
          } else if (was.isMissingNode()) {
            report(name, "is new", Message.REQUEST.wider);
          } else {
            operation(alone ? "" : name + ", ", was, is);
          }
        });
  }

  private void operation(String prefix, JsonNode previous, JsonNode current) {
    each(
        previous.path("servers"),
        current.path("servers"),
        (url, was, is) -> {
          var where = prefix + "server " + url;
          if (presence(where, Message.REQUEST, Presence.of(was), Presence.of(is))) {
            rest(where, was, is);
          }
        });
    authentication(prefix, previous.path("security"), current.path("security"));
    each(
        previous.path("parameters"),
        current.path("parameters"),
        (identity, was, is) -> {
          var known = is.isMissingNode() ? was : is;
          var where =
              prefix + known.path("in").asText() + " parameter " + known.path("name").asText();
          field(where, Message.REQUEST, was, is);
        });
    requestBody(prefix + "the request body", previous, current);
    responses(prefix, previous.path("responses"), current.path("responses"));
    rest(
        prefix + "the operation",
        previous,
        current,
        "parameters",
        "requestBody",
        "responses",
        "security",
        "servers");
  }

  private void authentication(String prefix, JsonNode previous, JsonNode current) {
    var before = new ArrayList<JsonNode>();
    previous.forEach(before::add);
    var after = new ArrayList<JsonNode>();
    current.forEach(after::add);
    each(
        previous,
        current,
        (name, was, is) -> {
          // a scheme may have got another name
          boolean gone = !was.isMissingNode() && !after.contains(was);
          boolean added = !is.isMissingNode() && !before.contains(is);
          var where = prefix + "authentication '" + name + "'";
          if (gone && added) {
            report(where, "is another", BOTH);
          } else if (gone) {
            report(where, "is gone", Message.REQUEST.narrower);
          } else if (added) {
            report(where, "is new", Message.REQUEST.wider);
          }
        });
  }

  private void requestBody(String where, JsonNode previous, JsonNode current) {
    var was = previous.path("requestBody");
    var is = current.path("requestBody");
    if (!was.equals(is) && presence(where, Message.REQUEST, Presence.of(was), Presence.of(is))) {
      bodies(where, Message.REQUEST, schemas(was), schemas(is));
      mediaTypes(where, was, is);
      rest(where, was, is, "content", "required");
    }
  }

  private void responses(String prefix, JsonNode previous, JsonNode current) {
    // statuses mostly share a schema: what changed in it is said once
    var alike = new LinkedHashMap<List<JsonNode>, List<String>>();
    each(
        previous,
        current,
        (status, ownBefore, ownAfter) -> {
          var where = prefix + "response " + status;
          var was = covering(previous, status);
          var is = covering(current, status);
          if (is.isMissingNode()) {
            report(where, "is gone", Message.RESPONSE.narrower);
          } else if (was.isMissingNode()) {
            boolean error = status.startsWith("4") || status.startsWith("5");
            report(where, "is new", error ? NOBODY : Message.RESPONSE.wider);
          } else {
            if (ownBefore.isMissingNode() || ownAfter.isMissingNode()) {
              report(
                  where,
                  ownAfter.isMissingNode() ? "is no longer listed apart" : "is listed apart now",
                  NOBODY);
            }
            each(
                was.path("headers"),
                is.path("headers"),
                (name, headerBefore, headerAfter) ->
                    field(where + " header " + name, Message.RESPONSE, headerBefore, headerAfter));
            mediaTypes(where, was, is);
            rest(where, was, is, "content", "headers");
            alike
                .computeIfAbsent(List.of(schemas(was), schemas(is)), key -> new ArrayList<>())
                .add(status);
          }
        });
    alike.forEach(
        (schemas, statuses) ->
            bodies(
                prefix + "the body of response " + String.join(", ", statuses),
                Message.RESPONSE,
                schemas.get(0),
                schemas.get(1)));
  }

  /** The response that holds for a status, or for a range of them. */
  private static JsonNode covering(JsonNode responses, String status) {
    var range = status.charAt(0) + "XX";
    for (var name : List.of(status, range, "default")) {
      if (responses.has(name)) {
        return responses.path(name);
      }
    }
    return ANYTHING;
  }

  /** A parameter, or a header of a response. */
  private void field(String where, Message message, JsonNode was, JsonNode is) {
    if (presence(where, message, Presence.of(was), Presence.of(is))) {
      schema(new Place("", where), message, was.path("schema"), is.path("schema"));
      rest(where, was, is, "in", "name", "required", "schema");
    }
  }

  /** The schemas by media type; of a response without content nothing is said. */
  private static JsonNode schemas(JsonNode message) {
    if (!message.has("content")) {
      return ANYTHING;
    }
    var schemas = JsonNodeFactory.instance.objectNode();
    for (var type : message.path("content").properties()) {
      var schema = type.getValue().path("schema");
      schemas.set(type.getKey(), schema.isMissingNode() ? schemas.objectNode() : schema);
    }
    return schemas;
  }

  private void bodies(String where, Message message, JsonNode previous, JsonNode current) {
    if (previous.isMissingNode() != current.isMissingNode()) {
      boolean promised = previous.isMissingNode();
      report(
          where,
          promised ? "is promised now" : "is no longer promised",
          promised ? message.narrower : message.wider);
      return;
    }
    each(
        previous,
        current,
        (type, was, is) -> {
          if (!current.has(type)) {
            report(where, "may no longer be " + type, message.narrower);
          } else if (!previous.has(type)) {
            report(where, "may be " + type + " now", message.wider);
          } else {
            schema(new Place("", where), message, was, is);
          }
        });
  }

  /** What media types say beside their schemas. */
  private void mediaTypes(String where, JsonNode previous, JsonNode current) {
    each(
        previous.path("content"),
        current.path("content"),
        (type, was, is) -> {
          if (!was.isMissingNode() && !is.isMissingNode()) {
            rest(where, was, is, "schema");
          }
        });
  }

  private void schema(Place place, Message message, JsonNode previous, JsonNode current) {
    var where = place.toString();
    var typeBefore = previous.path("type");
    var type = current.path("type");
    if (!type.equals(typeBefore) && message.replacement(typeBefore, type) == BOTH) {
      replaced(where, "type", typeBefore, type, message);
      return;
    }
    each(
        previous,
        current,
        (keyword, was, is) -> {
          switch (keyword) {
            case "additionalProperties", "properties", "required" -> {}
            case "items" -> schema(place.items(), message, was, is);
            case "enum" -> enumeration(where, message, was, is);
            case "format", "multipleOf", "pattern", "type" ->
                replaced(where, keyword, was, is, message);
            case "minimum", "minItems", "minLength", "minProperties" ->
                limit(where, keyword, was, is, message.narrower, message.wider);
            case "maximum", "maxItems", "maxLength", "maxProperties" ->
                limit(where, keyword, was, is, message.wider, message.narrower);
            case "exclusiveMaximum", "exclusiveMinimum", "uniqueItems" ->
                flag(where, keyword, was, is, message.narrower, message.wider);
            case "nullable" -> flag(where, keyword, was, is, message.wider, message.narrower);
            default -> other(where, keyword);
          }
        });
    properties(place, message, previous, current);
  }

  private void properties(Place place, Message message, JsonNode previous, JsonNode current) {
    var before = additional(previous);
    var after = additional(current);
    var requiredBefore = texts(previous.path("required"));
    var requiredAfter = texts(current.path("required"));
    var names = names(previous.path("properties"), current.path("properties"));
    names.addAll(requiredBefore);
    names.addAll(requiredAfter);
    for (var name : names) {
      var was = previous.path("properties").path(name);
      var is = current.path("properties").path(name);
      var property = place.property(name);
      var presence = Presence.of(!was.isMissingNode(), requiredBefore.contains(name));
      var presenceNow = Presence.of(!is.isMissingNode(), requiredAfter.contains(name));
      if (presence(property.toString(), message, presence, presenceNow)) {
        schema(property, message, was, is);
      } else if (presence == Presence.ABSENT) {
        if (before == FALSE) {
          report(property.toString(), "was forbidden", message.wider);
        } else if (before.isObject()) {
          schema(property, message, before, is);
        }
      } else if (after == FALSE) {
        report(property.toString(), "is forbidden", message.narrower);
      } else if (after.isObject()) {
        schema(property, message, was, after);
      }
    }
    if (before == FALSE || after == FALSE) {
      if (before != after) {
        report(
            place.toString(),
            after == FALSE ? "may have no other properties now" : "may have other properties now",
            after == FALSE ? message.narrower : message.wider);
      }
    } else if (!before.equals(after)) {
      schema(place.property("*"), message, before, after);
    }
  }

  /** The schema of properties that are not named, or {@code FALSE} where there may be none. */
  private static JsonNode additional(JsonNode schema) {
    var additional = schema.path("additionalProperties");
    return additional.isObject() ? additional : additional.asBoolean(true) ? ANYTHING : FALSE;
  }

  private void enumeration(String where, Message message, JsonNode was, JsonNode is) {
    if (was.isMissingNode() || is.isMissingNode()) {
      replaced(where, "enum", was, is, message);
      return;
    }
    var before = new LinkedHashSet<JsonNode>();
    was.forEach(before::add);
    var after = new LinkedHashSet<JsonNode>();
    is.forEach(after::add);
    for (var value : before) {
      if (!after.contains(value)) {
        report(where, "may no longer be " + value, message.narrower);
      }
    }
    for (var value : after) {
      if (!before.contains(value)) {
        report(where, "may be " + value + " now", message.wider);
      }
    }
  }

  private void limit(
      String where, String keyword, JsonNode was, JsonNode is, Set<Party> up, Set<Party> down) {
    double none = keyword.equals("minimum") ? Double.NEGATIVE_INFINITY : 0;
    double missing = keyword.startsWith("max") ? Double.POSITIVE_INFINITY : none;
    int change = Double.compare(is.asDouble(missing), was.asDouble(missing));
    if (change != 0) {
      report(where, words(keyword, was, is), change > 0 ? up : down);
    }
  }

  private void flag(
      String where, String keyword, JsonNode was, JsonNode is, Set<Party> set, Set<Party> unset) {
    if (was.asBoolean() != is.asBoolean()) {
      report(where, words(keyword, was, is), is.asBoolean() ? set : unset);
    }
  }

  private void replaced(String where, String keyword, JsonNode was, JsonNode is, Message message) {
    report(where, words(keyword, was, is), message.replacement(was, is));
  }

  private static String words(String keyword, JsonNode was, JsonNode is) {
    if (is.isMissingNode()) {
      return "has no " + keyword + " any more, had " + text(was);
    }
    return "has "
        + keyword
        + " "
        + text(is)
        + (was.isMissingNode() ? " now" : ", had " + text(was));
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }

  /** Compares whether something is there, and tells whether it was and is. */
  private boolean presence(String where, Message message, Presence was, Presence is) {
    boolean required = is == Presence.REQUIRED;
    if (was == Presence.ABSENT) {
      report(
          where, required ? "is new and required" : "is new", required ? message.narrower : NOBODY);
      return false;
    }
    if (is == Presence.ABSENT) {
      var breaks = new LinkedHashSet<>(MISSED);
      if (was == Presence.REQUIRED) {
        breaks.addAll(message.wider);
      }
      report(where, "is gone", breaks);
      return false;
    }
    if (was != is) {
      report(
          where,
          required ? "is required now" : "is no longer required",
          required ? message.narrower : message.wider);
    }
    return true;
  }

  /** The other keys of an object. */
  private void rest(String where, JsonNode previous, JsonNode current, String... compared) {
    each(
        previous,
        current,
        (key, was, is) -> {
          if (!List.of(compared).contains(key)) {
            other(where, key);
          }
        });
  }

  private void other(String where, String key) {
    if (DOCUMENTATION.contains(key) || key.startsWith("x-")) {
      report(where, "changes its " + key, NOBODY);
    } else {
      report(where, "changes its " + key + ", which this comparison can't judge", BOTH);
    }
  }

  private void report(String where, String what, Set<Party> breaks) {
    changes.add(new Change(where, what, breaks));
  }

  /** Goes through what differs in two objects. */
  private static void each(JsonNode previous, JsonNode current, Pair pair) {
    for (var name : names(previous, current)) {
      if (!previous.path(name).equals(current.path(name))) {
        pair.accept(name, previous.path(name), current.path(name));
      }
    }
  }

  private static Set<String> names(JsonNode previous, JsonNode current) {
    var names = new LinkedHashSet<String>();
    previous.fieldNames().forEachRemaining(names::add);
    current.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Set<String> texts(JsonNode list) {
    var texts = new LinkedHashSet<String>();
    list.forEach(element -> texts.add(element.asText()));
    return texts;
  }
}
