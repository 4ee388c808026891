package com.cloudcockpit.qualification.contract.run;

import com.cloudcockpit.qualification.contract.cases.Bodies;
import com.cloudcockpit.qualification.contract.cases.Template;
import com.cloudcockpit.qualification.contract.http.Exchange;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.http.Response;
import com.cloudcockpit.qualification.contract.http.Target;
import com.cloudcockpit.qualification.contract.spec.Field;
import com.cloudcockpit.qualification.contract.spec.Operation;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds out why the API rejects a valid request: whether it violates the contract, or whether the
 * user's values are wrong. Reads the names in the API's errors, never their texts.
 */
final class Diagnosis {

  private static final Set<Integer> INVALID = Set.of(400, 422);

  private final Target target;
  private final Template template;

  Diagnosis(Target target, Template template) {
    this.target = target;
    this.template = template;
  }

  /** {@return why the operation cannot be checked, or no obstacle if it can} */
  Obstacle of(Exchange rejected) {
    var response = rejected.response();
    var base = target.baseUri();
    var id = template.operation().id();
    if (template.isKnown() && response.status() == 404) {
      return Obstacle.because(
          "%s does not know the %s of %s (404%s): check the values and the tenant."
              .formatted(base, template.resource(), id, response.quote()));
    }
    if (response.status() / 100 != 4
        || isAccepted(response)
        || !isCompliant(response)
        || others().map(target::send).anyMatch(other -> isAccepted(other.response()))
        || INVALID.contains(response.status()) && isAtFault(response)) {
      return Obstacle.NONE;
    }
    return Obstacle.because(
        "%s rejects each valid request for %s with %d%s: check the tenant, the values and the role of the token."
            .formatted(base, id, response.status(), response.quote()));
  }

  private boolean isAccepted(Response response) {
    return template.isKnown()
        ? response.isSuccess()
        : template.accepted().allows(response.status());
  }

  /** {@return other valid requests} */
  private Stream<Request> others() {
    var requests = new ArrayList<Request>();
    if (template.isSafe()) {
      requests.add(template.fullRequest());
      requests.add(withoutOptional());
      var examples = template.operation().bodyExamples().values();
      examples.forEach(body -> requests.add(template.request().withBody(body.toString())));
      if (template.operation().body().isPresent()) {
        requests.addAll(template.requestsWithOtherTexts());
      }
    }
    return requests.stream();
  }

  private Request withoutOptional() {
    var request = template.request();
    for (var parameter : template.operation().parameters()) {
      if (!parameter.required()) {
        request = request.with(parameter.in(), parameter.name(), null);
      }
    }
    return request;
  }

  private boolean isCompliant(Response response) {
    var operation = template.operation();
    return operation.content(response.status()).isPresent()
        && response
            .json()
            .filter(json -> operation.responseSchema().problems(response.status(), json).isEmpty())
            .filter(json -> operation.errorProperties().stream().anyMatch(json::has))
            .isPresent();
  }

  /** {@return whether the API provably requires something that the contract does not} */
  private boolean isAtFault(Response response) {
    return properties(response).stream().anyMatch(this::isForeign)
        || rejectsEachId()
        || acceptsWithoutSomethingRequired()
        || ignoresSomethingRequired();
  }

  /** {@return whether an unknown ID, which must get 404, is said to be invalid} */
  private boolean rejectsEachId() {
    return template
        .operation()
        .resourceId()
        .map(Field::name)
        .filter(
            id -> {
              var response = target.send(template.unknownRequest()).response();
              return INVALID.contains(response.status())
                  && properties(response).stream().anyMatch(name -> plain(name).equals(plain(id)));
            })
        .isPresent();
  }

  private boolean acceptsWithoutSomethingRequired() {
    return template.operation().requiredProperties().stream()
        .map(name -> target.send(property(name, true)).response())
        .anyMatch(this::isAccepted);
  }

  private static List<String> properties(Response response) {
    var names = new ArrayList<String>();
    response
        .json()
        .ifPresent(
            json -> json.findValues("propertyName").forEach(name -> names.add(name.asText(""))));
    return names;
  }

  /** {@return whether a name has nothing in common with a name of the contract or of HTTP} */
  private boolean isForeign(String name) {
    var plain = plain(name);
    return !plain.isEmpty()
        && Stream.of(
                template.operation().parameters().stream().map(Field::name),
                template.operation().bodyProperties().keySet().stream(),
                Stream.of("body", "Content-Type", "Authorization", "Accept", "request"))
            .flatMap(names -> names)
            .map(Diagnosis::plain)
            .noneMatch(known -> known.contains(plain) || plain.contains(known));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /**
   * {@return whether leaving out something required changes nothing about the error, although a
   * wrong value in the same place changes it}
   */
  private boolean ignoresSomethingRequired() {
    var usual = essence(template.request());
    var names = new ArrayList<>(template.operation().bodyProperties().keySet());
    boolean ignoresProperty =
        names.stream()
            .filter(name -> essence(property(name, true)).equals(usual))
            .anyMatch(
                name ->
                    names.stream()
                        .filter(other -> !other.equals(name))
                        .anyMatch(other -> !essence(property(other, false)).equals(usual)));
    return ignoresProperty || ignoresParameter(usual);
  }

  private boolean ignoresParameter(String usual) {
    var parameters =
        template.operation().parameters().stream()
            .filter(parameter -> !parameter.in().equals("path"))
            .filter(parameter -> !parameter.name().equals(Operation.TENANT))
            .toList();
    return parameters.stream()
        .filter(one -> one.required())
        .filter(one -> essence(parameter(one, null)).equals(usual))
        .anyMatch(
            one ->
                parameters.stream()
                    .filter(other -> other != one && other.in().equals(one.in()))
                    .anyMatch(other -> !essence(parameter(other, "malformed")).equals(usual)));
  }

  private Request property(String name, boolean leftOut) {
    var property = template.operation().bodyProperties().get(name);
    return Bodies.with(template.request(), property, leftOut ? null : BooleanNode.TRUE);
  }

  private Request parameter(Field parameter, String value) {
    var values = value == null ? null : List.of(value);
    return template.request().with(parameter.in(), parameter.name(), values);
  }

  /** {@return the response without the values that differ between requests} */
  private String essence(Request request) {
    var response = target.send(request).response();
    return "%d %s"
        .formatted(response.status(), response.body().replaceAll(Bodies.UUID_PATTERN, "#"));
  }
}
