package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.cases.Case.Kind;
import com.cloudcockpit.qualification.contract.cases.Case.Place;
import com.cloudcockpit.qualification.contract.cases.Rule.Severity;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.spec.Field;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.cloudcockpit.qualification.contract.spec.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The valid request of an operation, from which all cases are made.
 *
 * @param several whether the contract has several operations, so that names of rules start with the
 *     ID of the operation
 */
public record Template(Operation operation, Deployment deployment, boolean several) {

  private static final int UNLIKELY_IDS = 100_000_000;

  /** {@return what a valid request is for, such as {@code customer}} */
  public String resource() {
    return operation
        .resourceId()
        .map(Field::name)
        .orElse("resource")
        .replaceFirst("(?<=.)I[dD]$", "");
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
    return isKnown() && operation.changesData() && !operation.isDelete() && !deployment.mock();
  }

  /** {@return whether a status is right for a valid request} */
  public boolean allows(int status) {
    return accepted().allows(status);
  }

  /** {@return what a valid request gets} */
  Expectation accepted() {
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
    var request = Request.of(operation.method(), operation.path(), null);
    if (operation.requiresToken()) {
      request = request.withHeader("Authorization", "Bearer " + deployment.token());
    }
    for (var parameter : operation.parameters()) {
      var value = value(parameter);
      request = value == null ? request : Bodies.with(request, parameter, value);
    }
    request = request.withHeader("Accept", Json.MEDIA_TYPE);
    return operation.body().isEmpty()
        ? request
        : request.withHeader("Content-Type", Json.MEDIA_TYPE).withBody(body().toString());
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
    return Bodies.with(request(), id, randomId(id.schema()));
  }

  /**
   * {@return a valid request with the values of the user, even if it deletes what they identify}
   */
  Request requestWithValues() {
    var request = request();
    for (var parameter : operation.parameters()) {
      var value = deployment.values().get(operation, parameter.name());
      request = value == null ? request : Bodies.with(request, parameter, value);
    }
    return request;
  }

  /** {@return valid requests with other texts, which the API may look up} */
  List<Request> requestsWithOtherTexts() {
    var properties = operation.bodyProperties();
    return List.of(
        Bodies.withTexts(request(), properties, Bodies::similar),
        Bodies.withTexts(request(), properties, text -> UUID.randomUUID().toString()));
  }

  /** {@return the body of a valid request} */
  JsonNode body() {
    var body = Samples.example(operation.body().orElseThrow().model()).deepCopy();
    for (var name : operation.bodyProperties().keySet()) {
      var value = deployment.values().get(operation, name);
      if (value != null && body instanceof ObjectNode object) {
        object.set(name, value);
      }
    }
    return body;
  }

  /** {@return whether a field is an ID of something that exists} */
  boolean identifiesKnown(Field field) {
    return isId(field) && isKnown() && !deployment.mock();
  }

  private boolean isId(Field field) {
    return field.isIn("path") && operation.resourceId().isPresent() && !field.schema().has("enum");
  }

  /** {@return a valid value of a field, even if a valid request leaves it out} */
  JsonNode valid(Field field) {
    var value = value(field);
    return value == null ? Samples.example(field.model()) : value;
  }

  /** {@return the value of a field in a valid request, or null if it is left out} */
  private JsonNode value(Field field) {
    if (field.isIn("body")) {
      var value = body().at(field.pointer());
      return value.isMissingNode() ? null : value;
    }
    if (field.name().equals(Operation.TENANT)) {
      return TextNode.valueOf(deployment.tenant());
    }
    if (isId(field) && !isKnown()) {
      return randomId(field.schema());
    }
    var set = deployment.values().get(operation, field.name());
    if (set == null && field.isUuid() && field.isIn("header")) {
      return TextNode.valueOf(UUID.randomUUID().toString());
    }
    return set == null && field.required() ? Samples.example(field.model()) : set;
  }

  private static JsonNode randomId(JsonNode schema) {
    var uuid = UUID.randomUUID().toString();
    if (schema.path("type").asText().equals("integer")) {
      long largest = schema.path("maximum").asLong(Integer.MAX_VALUE);
      int range = (int) Math.min(UNLIKELY_IDS, largest / 2);
      return Json.MAPPER.valueToTree(largest - ThreadLocalRandom.current().nextInt(range));
    }
    int length = Math.min(uuid.length(), schema.path("maxLength").asInt(uuid.length()));
    return schema.has("pattern")
        ? Samples.example(schema)
        : TextNode.valueOf(uuid.substring(0, length));
  }

  public Rule rule(String name, Severity severity, String sentence) {
    var shortened = name.replaceFirst("^%s\\.".formatted(operation.verb()), "");
    var qualified = "%s.%s".formatted(operation.id(), shortened);
    return new Rule(several ? qualified : name, several ? name : qualified, sentence, severity);
  }

  /** {@return a case, which is skipped if its request is valid and may change data by accident} */
  Case create(
      Kind kind,
      Severity severity,
      String name,
      String subject,
      Place place,
      Expectation expectation,
      Request request) {
    boolean valid = kind == Kind.VALID;
    var rule = rule(name, severity, "%s %s.".formatted(subject, expectation.end()));
    var controls = valid ? List.of(request()) : List.<Request>of();
    var created =
        new Case(
            operation, rule, kind, subject, place, request, isKnown(), expectation, controls, "");
    var options = Values.options(operation);
    return valid && !isSafe()
        ? created.skippedBecause("a valid request would change data: add " + options)
        : created;
  }
}
