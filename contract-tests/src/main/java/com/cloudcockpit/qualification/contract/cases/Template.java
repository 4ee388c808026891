package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.cases.Case.Kind;
import com.cloudcockpit.qualification.contract.cases.Case.Place;
import com.cloudcockpit.qualification.contract.cases.Rule.Severity;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.cloudcockpit.qualification.contract.spec.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The valid request of an operation, from which all cases are made. */
public final class Template {

  private static final int UNLIKELY_IDS = 100_000_000;

  private final Operation operation;
  private final Deployment deployment;
  private final boolean several;

  /**
   * @param several whether the contract has several operations, so that names of rules start with
   *     the ID of the operation
   */
  public Template(Operation operation, Deployment deployment, boolean several) {
    this.operation = operation;
    this.deployment = deployment;
    this.several = several;
  }

  public Operation operation() {
    return operation;
  }

  Deployment deployment() {
    return deployment;
  }

  /** {@return what a valid request is for, such as {@code customer}} */
  public String resource() {
    return operation
        .resourceId()
        .map(Parameter::getName)
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
      if (value != null) {
        request = with(request, parameter, value);
      }
    }
    request = request.withHeader("Accept", Json.MEDIA_TYPE);
    return operation.body().isEmpty()
        ? request
        : request.withHeader("Content-Type", Json.MEDIA_TYPE).withBody(body().toString());
  }

  /** {@return a valid request with all optional parameters and body properties} */
  public Request fullRequest() {
    var request = request();
    for (var parameter : operation.parameters()) {
      if (value(parameter) == null) {
        request = with(request, parameter, Samples.example(parameter));
      }
    }
    if (operation.body().isEmpty()) {
      return request;
    }
    var body = body();
    if (body instanceof ObjectNode object) {
      operation
          .bodyProperties()
          .forEach((name, schema) -> object.putIfAbsent(name, Samples.example(schema)));
    }
    return request.withBody(body.toString());
  }

  /** {@return a valid request for something that does not exist} */
  public Request unknownRequest() {
    var id = operation.resourceId().orElseThrow();
    return with(request(), id, randomId(id));
  }

  /** {@return the request with the values of the user, even for an operation that deletes} */
  Request requestToDelete() {
    var request = request();
    for (var parameter : operation.parameters()) {
      var value = deployment.values().get(operation, parameter.getName());
      request = value == null ? request : with(request, parameter, value);
    }
    return request;
  }

  JsonNode body() {
    var examples = operation.bodyExamples().values();
    var body =
        examples.isEmpty()
            ? Samples.example(operation.body().orElseThrow().getSchema())
            : examples.iterator().next().deepCopy();
    if (body instanceof ObjectNode object) {
      operation
          .bodyProperties()
          .forEach(
              (name, schema) -> {
                var value = deployment.values().get(operation, name);
                if (value != null) {
                  object.set(name, value);
                }
              });
    }
    return body;
  }

  /** {@return the value of a parameter in a valid request, or null if it is left out} */
  JsonNode value(Parameter parameter) {
    var name = parameter.getName();
    var set = deployment.values().get(operation, name);
    if (name.equals(Operation.TENANT)) {
      return Json.MAPPER.valueToTree(deployment.tenant());
    }
    if (parameter.getIn().equals("path")) {
      boolean isId = operation.resourceId().filter(id -> id.getIn().equals("path")).isPresent();
      return isKnown() || !isId || parameter.getSchema().getEnum() != null
          ? set == null ? Samples.example(parameter) : set
          : randomId(parameter);
    }
    boolean uuid = "uuid".equals(parameter.getSchema().getFormat());
    if (set == null && uuid && parameter.getIn().equals("header")) {
      return Json.MAPPER.valueToTree(UUID.randomUUID().toString());
    }
    return set == null && Boolean.TRUE.equals(parameter.getRequired())
        ? Samples.example(parameter)
        : set;
  }

  static Request with(Request request, Parameter parameter, JsonNode value) {
    return request.with(
        parameter.getIn(), parameter.getName(), value == null ? null : texts(parameter, value));
  }

  private static List<String> texts(Parameter parameter, JsonNode value) {
    if (!value.isArray()) {
      return List.of(value.asText());
    }
    var items = Json.MAPPER.convertValue(value, String[].class);
    return Boolean.FALSE.equals(parameter.getExplode())
        ? List.of(String.join(",", items))
        : List.of(items);
  }

  static JsonNode randomId(Parameter parameter) {
    var schema = parameter.getSchema();
    var uuid = UUID.randomUUID().toString();
    Object id = uuid;
    if ("integer".equals(schema.getType())) {
      long largest =
          schema.getMaximum() == null ? Integer.MAX_VALUE : schema.getMaximum().longValue();
      id = largest - ThreadLocalRandom.current().nextInt((int) Math.min(UNLIKELY_IDS, largest / 2));
    } else if (schema.getPattern() != null) {
      id = Samples.example(parameter);
    } else if (schema.getMaxLength() != null && schema.getMaxLength() < uuid.length()) {
      id = uuid.substring(0, schema.getMaxLength());
    }
    return Json.MAPPER.valueToTree(id);
  }

  /** {@return what a valid request gets} */
  Expectation accepted() {
    var success = Expectation.success(operation);
    if (isKnown()) {
      return success;
    }
    return operation.responses().containsKey("404") ? Expectation.UNKNOWN : success.or("4..");
  }

  public Rule rule(String name, Severity severity, String sentence) {
    var shortened = name.replaceFirst("^%s\\.".formatted(operation.verb()), "");
    var qualified = "%s.%s".formatted(operation.id(), shortened);
    return new Rule(several ? qualified : name, several ? name : qualified, sentence, severity);
  }

  /** {@return a case of a valid request} */
  Case valid(Severity severity, String name, String subject, Request request) {
    return valid(rule(name, severity, accepted().sentence(subject)), subject, request);
  }

  Case valid(Rule rule, String subject, Request request) {
    return create(rule, Kind.VALID, subject, "", request, accepted(), null);
  }

  /** {@return a case of an invalid request} */
  Case invalid(
      Severity severity,
      String name,
      String subject,
      Expectation expectation,
      Place place,
      Request request) {
    var rule = rule(name, severity, expectation.sentence(subject));
    return create(rule, Kind.INVALID, subject, "", request, expectation, place);
  }

  Case create(
      Rule rule,
      Kind kind,
      String subject,
      String field,
      Request request,
      Expectation expectation,
      Place place) {
    var created =
        new Case(
            operation,
            rule,
            kind,
            subject,
            field,
            request,
            isKnown(),
            expectation,
            place,
            kind == Kind.VALID ? List.of(request()) : List.of(),
            "");
    return kind == Kind.VALID && !isSafe()
        ? created.skippedBecause(
            "a valid request would change data: add " + Values.options(operation))
        : created;
  }

  Case skipped(Rule rule, Kind kind, String subject, String reason) {
    return create(rule, kind, subject, "", null, accepted(), null).skippedBecause(reason);
  }
}
