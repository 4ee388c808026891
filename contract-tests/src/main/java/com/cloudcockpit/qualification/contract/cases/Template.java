package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.cases.Case.Kind;
import com.cloudcockpit.qualification.contract.cases.Case.Place;
import com.cloudcockpit.qualification.contract.cases.Rule.Severity;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.spec.Field;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.cloudcockpit.qualification.contract.spec.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import org.apache.commons.lang3.StringUtils;

/**
 * The valid request of an operation, from which all cases are made.
 *
 * @param several whether the contract has several operations, so that names of rules start with the
 *     ID of the operation
 */
public record Template(Operation operation, Deployment deployment, boolean several) {

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

  /** {@return the request that deletes what the user named for that, or the usual one} */
  Request requestWithValues() {
    return request(true);
  }

  private Request request(boolean known) {
    var body = operation.body().map(one -> Bodies.example(one).toString());
    var request = Request.of(operation.method(), operation.path(), body.orElse(null));
    if (operation.requiresToken()) {
      request = request.withHeader("Authorization", "Bearer " + deployment.token());
    }
    for (var field : operation.fields()) {
      var value = value(field, known);
      request = value == null ? request : Bodies.with(request, field, value);
    }
    request = request.withHeader("Accept", Json.MEDIA_TYPE);
    return body.isEmpty() ? request : request.withHeader("Content-Type", Json.MEDIA_TYPE);
  }

  /** {@return a valid request with all optional parameters and body properties} */
  public Request fullRequest() {
    var request = request();
    for (var field : operation.fields()) {
      request = Bodies.with(request, field, valid(field));
    }
    return request;
  }

  /** {@return a valid request for something that does not exist} */
  public Request unknownRequest() {
    var id = operation.resourceId().orElseThrow();
    return Bodies.with(request(), id, randomId(id));
  }

  /** {@return valid requests with other texts in the body, which the API may look up} */
  public List<Request> requestsWithOtherTexts() {
    return List.of(withTexts(Bodies::similar), withTexts(text -> UUID.randomUUID().toString()));
  }

  private Request withTexts(UnaryOperator<String> change) {
    var request = request();
    for (var property : operation.bodyProperties()) {
      var value = body().path(property.name());
      boolean free = !property.schema().has("enum") && !property.schema().has("pattern");
      if (value.isTextual() && free) {
        request = Bodies.with(request, property, TextNode.valueOf(change.apply(value.asText())));
      }
    }
    return request;
  }

  /** {@return the body of a valid request} */
  JsonNode body() {
    return Json.read(request().bodyText()).orElseThrow();
  }

  /** {@return whether a field is an ID of something that exists} */
  boolean identifiesKnown(Field field) {
    return field.isId() && isKnown() && !deployment.mock();
  }

  /** {@return a valid value of a field, even if a valid request leaves it out} */
  JsonNode valid(Field field) {
    var value = field.isIn("body") ? body().at(field.pointer()) : value(field, isKnown());
    return value == null || value.isMissingNode() ? Bodies.example(field) : value;
  }

  /** {@return the value of a field in a valid request, or null for none but that of an example} */
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
    return field.required() ? Bodies.example(field) : null;
  }

  private static JsonNode randomId(Field field) {
    var schema = field.schema();
    if (field.type().equals("integer")) {
      long largest = schema.path("maximum").asLong(Integer.MAX_VALUE);
      return LongNode.valueOf(largest - ThreadLocalRandom.current().nextLong(1 + largest / 20));
    }
    var id = UUID.randomUUID().toString();
    int longest = schema.path("maxLength").asInt(id.length());
    return schema.has("pattern")
        ? Bodies.example(field)
        : TextNode.valueOf(StringUtils.left(id, longest));
  }

  public Rule rule(String name, Severity severity, String sentence) {
    var shortened = name.replaceFirst("^%s\\.".formatted(operation.verb()), "");
    var qualified = "%s.%s".formatted(operation.id(), shortened);
    return new Rule(several ? qualified : name, several ? name : qualified, sentence, severity);
  }

  /** {@return a case, which is skipped if its request is valid and may change data by accident} */
  Case create(Kind kind, Rule rule, Place place, Expectation expectation, Request request) {
    boolean valid = kind == Kind.VALID;
    var controls = valid ? List.of(request()) : List.<Request>of();
    var created =
        new Case(operation, rule, kind, place, request, isKnown(), expectation, controls, "");
    return valid && !isSafe()
        ? created.skippedBecause("a valid request would change data: add " + missing())
        : created;
  }
}
