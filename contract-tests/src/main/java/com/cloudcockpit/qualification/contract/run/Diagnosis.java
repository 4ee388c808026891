package com.cloudcockpit.qualification.contract.run;

import com.cloudcockpit.qualification.contract.cases.Template;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.http.Response;
import com.cloudcockpit.qualification.contract.http.Target;
import com.cloudcockpit.qualification.contract.spec.Field;
import com.cloudcockpit.qualification.contract.spec.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds out why the API rejects a valid request: whether it violates the contract, or whether the
 * user's values are wrong. Reads the names in the API's errors, never their texts.
 */
record Diagnosis(Target target, Template template) {

  private static final Set<Integer> INVALID = Set.of(400, 422);

  /** An invalid value, as text in a header, unless the contract has a boolean there. */
  private static final JsonNode WRONG = BooleanNode.TRUE;

  /** {@return why the operation cannot be checked, or no obstacle if it can} */
  Obstacle of(Response response) {
    var id = template.operation().id();
    if (template.isKnown() && response.status() == 404) {
      return Obstacle.because(
          "does not know the %s of %s (404%s): check the values and the tenant.",
          template.resource(), id, response.quote());
    }
    if (response.status() / 100 != 4
        || isAccepted(response)
        || !isCompliant(response)
        || others().stream().anyMatch(this::isAccepted)
        || INVALID.contains(response.status()) && isAtFault(response)) {
      return Obstacle.NONE;
    }
    return Obstacle.because(
        """
        rejects each valid request for %s with %d%s: check the tenant, the values and the role of \
        the token.""",
        id, response.status(), response.quote());
  }

  private boolean isAccepted(Request request) {
    return isAccepted(target.send(request).response());
  }

  private boolean isAccepted(Response response) {
    return template.isKnown()
        ? response.isSuccess()
        : template.accepted().allows(response.status());
  }

  /** {@return other valid requests} */
  private List<Request> others() {
    var operation = template.operation();
    var requests = new ArrayList<Request>();
    if (!template.isSafe()) {
      return requests;
    }
    requests.add(template.fullRequest());
    var least = template.request();
    for (var parameter : operation.parameters()) {
      if (!parameter.required()) {
        least = least.with(parameter.in(), parameter.name(), null);
      }
    }
    requests.add(least);
    for (var body : operation.bodyExamples().values()) {
      requests.add(template.request().withBody(body.toString()));
    }
    if (operation.body().isPresent()) {
      requests.addAll(template.requestsWithOtherTexts());
    }
    return requests;
  }

  private boolean isCompliant(Response response) {
    var operation = template.operation();
    return operation.content(response.status()).isPresent()
        && response
            .json()
            .filter(json -> operation.problems(response.status(), json).isEmpty())
            .filter(json -> operation.errorProperties().stream().anyMatch(json::has))
            .isPresent();
  }

  /** {@return whether the API provably requires something that the contract does not} */
  private boolean isAtFault(Response response) {
    return properties(response).anyMatch(this::isForeign)
        || rejectsEachId()
        || fields()
            .filter(field -> field.required() && field.isIn("body"))
            .anyMatch(field -> isAccepted(with(field, null)))
        || ignoresSomethingRequired();
  }

  /** {@return whether an unknown ID, which must get 404, is said to be invalid} */
  private boolean rejectsEachId() {
    var id = template.operation().resourceId().map(Field::name);
    if (id.isEmpty()) {
      return false;
    }
    var response = target.send(template.unknownRequest()).response();
    return INVALID.contains(response.status())
        && properties(response).anyMatch(plain(id.get())::equals);
  }

  /** {@return the names of the properties that the API calls invalid, in plain form} */
  private static Stream<String> properties(Response response) {
    return response.json().stream()
        .flatMap(json -> json.findValues("propertyName").stream())
        .map(name -> name.asText(""))
        .map(Diagnosis::plain)
        .filter(name -> !name.isEmpty());
  }

  /** {@return whether a name has nothing in common with a name of the contract or of HTTP} */
  private boolean isForeign(String name) {
    return Stream.concat(
            template.operation().fields().stream().map(Field::name),
            Stream.of("body", "Content-Type", "Authorization", "Accept", "request"))
        .map(Diagnosis::plain)
        .noneMatch(known -> known.contains(name) || name.contains(known));
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
    return fields()
        .filter(field -> field.required() && essence(with(field, null)).equals(usual))
        .anyMatch(
            field ->
                fields()
                    .filter(other -> other.isIn(field.in()) && !other.equals(field))
                    .anyMatch(other -> !essence(with(other, WRONG)).equals(usual)));
  }

  /** {@return the properties and parameters, except IDs in the path and the tenant} */
  private Stream<Field> fields() {
    var operation = template.operation();
    return Stream.of(operation.bodyProperties(), operation.parameters())
        .flatMap(Collection::stream)
        .filter(field -> !field.isIn("path") && !field.name().equals(Operation.TENANT));
  }

  private Request with(Field field, JsonNode value) {
    return template.with(field, value);
  }

  /** {@return the response without the values that differ between requests} */
  private String essence(Request request) {
    var response = target.send(request).response();
    return "%d %s"
        .formatted(response.status(), response.body().replaceAll(Template.UUID_PATTERN, "#"));
  }
}
