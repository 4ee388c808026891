package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.spec.Field;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.cloudcockpit.qualification.contract.spec.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.lang3.StringUtils;

/**
 * The valid request of an operation, from which all cases are made.
 *
 * @param several whether the contract has several operations, so that names of rules start with the
 *     ID of the operation
 */
public record Template(Operation operation, Deployment deployment, boolean several) {

  public static final String UUID_PATTERN = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

  /** {@return what a valid request is for, such as {@code customer}} */
  public String resource() {
    var name = operation.resourceId().map(Field::name).orElse("resource");
    return name.replaceFirst("(?<=.)I[dD]$", "");
  }

  /** {@return options for the values without which the operation cannot be checked completely} */
  String missing() {
    return deployment.values().missing(operation);
  }

  /** {@return whether a valid request is for something that exists, or needs no ID} */
  public boolean isKnown() {
    return deployment.mock()
        || !operation.isDelete() && deployment.values().areCompleteFor(operation)
        || !operation.changesData() && operation.resourceId().isEmpty();
  }

  /** {@return whether a valid request may be sent, since it changes nothing by accident} */
  public boolean isSafe() {
    return isKnown() || !operation.changesData() || operation.resourceId().isPresent();
  }

  /** {@return whether all rules about the operation can be checked} */
  public boolean isComplete() {
    return isKnown() || deployment.values().areCompleteFor(operation);
  }

  /** {@return whether valid requests change data that exists and stays} */
  public boolean changesKnownData() {
    return isKnown() && operation.changesData() && !deployment.mock();
  }

  /** {@return what a valid request gets} */
  public Expectation accepted() {
    var success = Expectation.success(operation);
    if (isKnown()) {
      return success;
    }
    return operation.responses().has("404") ? Expectation.UNKNOWN : success.or("4..");
  }

  /**
   * {@return a valid request with a random correlation ID, and random IDs unless they are known}
   */
  public Request request() {
    return request(isKnown());
  }

  /** {@return a valid request with known IDs, or with random ones} */
  Request request(boolean known) {
    var body = operation.body().map(one -> example(one).toString());
    var request = Request.of(operation.method(), operation.path(), body.orElse(null));
    if (operation.requiresToken()) {
      request = request.withHeader("Authorization", "Bearer " + deployment.token());
    }
    for (var field : operation.fields()) {
      var value = value(field, known);
      request = value == null ? request : with(request, field, value);
    }
    request = request.withHeader("Accept", Json.MEDIA_TYPE);
    return body.isEmpty() ? request : request.withHeader("Content-Type", Json.MEDIA_TYPE);
  }

  /** {@return a valid request with all optional parameters and body properties} */
  public Request fullRequest() {
    var request = request();
    for (var field : operation.fields()) {
      request = with(request, field, valid(field));
    }
    return request;
  }

  /** {@return a valid request for something that does not exist} */
  public Request unknownRequest() {
    return request(false);
  }

  /** {@return valid requests with other texts in the body, which the API may look up} */
  public List<Request> requestsWithOtherTexts() {
    return List.of(withTexts(Template::similar), withTexts(text -> UUID.randomUUID().toString()));
  }

  private Request withTexts(UnaryOperator<String> change) {
    var request = request();
    for (var property : operation.bodyProperties()) {
      var value = body().path(property.name());
      boolean free = !property.schema().has("enum") && !property.schema().has("pattern");
      if (value.isTextual() && free) {
        request = with(request, property, TextNode.valueOf(change.apply(value.asText())));
      }
    }
    return request;
  }

  /** {@return the body of a valid request} */
  JsonNode body() {
    return Json.read(request().bodyText()).orElseThrow();
  }

  /** {@return a valid value of a field, even if a valid request leaves it out} */
  JsonNode valid(Field field) {
    var value = field.isIn("body") ? body().at(field.pointer()) : value(field, isKnown());
    return value == null || value.isMissingNode() ? example(field) : value;
  }

  /** {@return the value of a field in a valid request, or null if only an example has one} */
  private JsonNode value(Field field, boolean known) {
    var set = deployment.values().get(operation, field.name());
    if (field.name().equals(Operation.TENANT)) {
      return TextNode.valueOf(deployment.tenant());
    }
    if (field.isId() && !known) {
      return randomId(field);
    }
    if (set != null || field.isIn("body")) {
      return set;
    }
    if (field.isUuid() && field.isIn("header")) {
      return TextNode.valueOf(UUID.randomUUID().toString());
    }
    return field.required() ? example(field) : null;
  }

  private static JsonNode randomId(Field field) {
    var schema = field.schema();
    if (field.type().equals("integer")) {
      long largest = schema.path("maximum").asLong(Integer.MAX_VALUE);
      return LongNode.valueOf(largest - ThreadLocalRandom.current().nextLong(1 + largest / 20));
    }
    var id = UUID.randomUUID().toString();
    int longest = schema.path("maxLength").asInt(id.length());
    return schema.has("pattern") ? example(field) : TextNode.valueOf(StringUtils.left(id, longest));
  }

  /**
   * {@return a valid request with another value for a field}
   *
   * @param value the value, or null to leave the field out
   */
  public Request with(Field field, JsonNode value) {
    return with(request(), field, value);
  }

  private static Request with(Request request, Field field, JsonNode value) {
    var pointer = field.pointer();
    if (!field.isIn("body")) {
      var name = pointer.getMatchingProperty();
      return request.with(field.in(), name, value == null ? null : texts(field, value));
    }
    if (field.isBody()) {
      var changed = request.withBody(Objects.toString(value, null));
      return value == null && !field.required() ? changed.withoutHeader("Content-Type") : changed;
    }
    var body = Json.read(request.bodyText()).orElseThrow();
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
    var items = value.isArray() ? value.valueStream() : Stream.of(value);
    var texts = items.map(JsonNode::asText).toList();
    return field.model().path("explode").asBoolean(true) ? texts : List.of(String.join(",", texts));
  }

  /** {@return another text of the same form, such as another UUID} */
  static String similar(String text) {
    var changed = text.replaceFirst("(?s).$", text.endsWith("1") ? "2" : "1");
    return text.matches(UUID_PATTERN) ? UUID.randomUUID().toString() : changed;
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
        return Json.MAPPER.createArrayNode().add(example(field.children().get(0)));
      default:
        var object = Json.MAPPER.createObjectNode();
        field.children().forEach(child -> object.set(child.name(), example(child)));
        return object;
    }
  }

  public Rule rule(String name, Outcome severity, String sentence) {
    var shortened = name.replaceFirst("^%s\\.".formatted(operation.verb()), "");
    var qualified = "%s.%s".formatted(operation.id(), shortened);
    return new Rule(several ? qualified : name, several ? name : qualified, sentence, severity);
  }

  /** {@return a case, which is skipped if its request is valid and may change data by accident} */
  Case create(
      Case.Kind kind, Rule rule, Case.Place place, Expectation expectation, Request request) {
    boolean valid = kind == Case.Kind.VALID;
    var controls = valid ? List.of(request()) : List.<Request>of();
    var reason = valid && !isSafe() ? "a valid request would change data: add " + missing() : "";
    return new Case(operation, rule, kind, place, request, isKnown(), expectation, controls, "")
        .skippedBecause(reason);
  }
}
