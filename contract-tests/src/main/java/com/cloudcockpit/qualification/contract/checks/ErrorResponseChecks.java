package com.cloudcockpit.qualification.contract.checks;

import com.cloudcockpit.qualification.contract.http.Exchange;
import com.cloudcockpit.qualification.contract.http.Response;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Checks of all error responses that the other checks received. */
final class ErrorResponseChecks {

  private static final String UUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

  /** What a decoder makes of bytes that are not UTF-8. */
  private static final String UNDECODABLE = "\uFFFD";

  private final CheckList list;
  private final Set<String> properties;

  private ErrorResponseChecks(CheckList list) {
    this.list = list;
    properties = schema(list).getProperties().keySet();
  }

  private static Schema<?> schema(CheckList list) {
    return list.contract().responses().values().stream()
        .filter(response -> response.getContent() != null)
        .map(response -> response.getContent().get(Json.MEDIA_TYPE).getSchema())
        .findFirst()
        .orElseThrow();
  }

  static void addTo(CheckList list) {
    var checks = new ErrorResponseChecks(list);
    checks.addBodies();
    checks.addProperties();
  }

  private void addBodies() {
    add(
        Rule.failure("error.json", "An error response has a JSON body.", "error.type"),
        response -> true,
        ErrorResponseChecks::bodyProblem);
    add(
        Rule.failure(
            "error.content-type",
            "The content type of an error response is application/json.",
            "response.*.content-type"),
        response -> !response.body().isBlank(),
        response ->
            problemUnless(
                response.mediaType().equals(Json.MEDIA_TYPE),
                "the content type is '%s'",
                response.header("Content-Type")));
    add(
        Rule.failure(
            "error.schema", "An error response matches the schema ErrorResponse.", "error.*"),
        response -> response.json().isPresent(),
        response -> {
          var problems =
              list.contract().responseSchema().problems(response.status(), json(response));
          return problemUnless(problems.isEmpty(), "%s", String.join("; ", problems));
        });
    add(
        Rule.failure(
            "error.names",
            "An error response has at least one property of ErrorResponse, or none at all.",
            "response.*.schema"),
        response -> response.json().filter(body -> !body.isEmpty()).isPresent(),
        response ->
            problemUnless(
                properties.stream().anyMatch(json(response)::has),
                "the contract names %s, but the response has %s",
                String.join(", ", properties),
                String.join(", ", (Iterable<String>) json(response)::fieldNames)));
    add(
        Rule.warning(
            "error.explanation",
            "An error response has a type, a description or errors, to say what is wrong."),
        response ->
            response.json().filter(body -> properties.stream().anyMatch(body::has)).isPresent(),
        response ->
            problemUnless(
                Stream.of("type", "description", "errors").anyMatch(json(response)::hasNonNull),
                "type, description and errors are missing or null"));
  }

  private void addProperties() {
    list.add(
        new Check.OfErrors(
            Rule.failure(
                "error.status-code",
                "The statusCode of an error response is its HTTP status.",
                "error.status-code"),
            exchange -> !asksForDocumented(exchange) && has(exchange, "statusCode"),
            exchange -> {
              var value = json(exchange.response()).get("statusCode");
              return problemUnless(
                  value.asInt() == exchange.response().status(),
                  "the statusCode is %s, but the HTTP status is %s",
                  value,
                  exchange.response().status());
            }));
    list.add(
        new Check.OfErrors(
            Rule.failure(
                "error.correlation-id",
                "The correlationId of an error response is the X-Correlation-Id of the request.",
                "error.correlation-id"),
            exchange ->
                !asksForDocumented(exchange)
                    && correlationId(exchange).matches(UUID)
                    && has(exchange, "correlationId"),
            exchange ->
                problemUnless(
                    json(exchange.response())
                        .get("correlationId")
                        .asText()
                        .equalsIgnoreCase(correlationId(exchange)),
                    "the correlationId is not the X-Correlation-Id of the request")));
  }

  private void add(
      Rule rule, Predicate<Response> concerned, Function<Response, Optional<String>> problem) {
    list.add(
        new Check.OfErrors(
            rule,
            exchange -> concerned.test(exchange.response()),
            exchange -> problem.apply(exchange.response())));
  }

  private static Optional<String> bodyProblem(Response response) {
    if (response.body().isBlank()) {
      return Optional.of("the %d response has no body".formatted(response.status()));
    }
    if (response.body().contains(UNDECODABLE) && !response.isWebPage()) {
      return Optional.of("the body of the %d response is not UTF-8".formatted(response.status()));
    }
    return problemUnless(
        response.json().isPresent(),
        response.isWebPage()
            ? "the body of the %d response is a web page"
            : "the body of the %d response is not valid JSON",
        response.status());
  }

  private static Optional<String> problemUnless(
      boolean compliant, String problem, Object... values) {
    return compliant ? Optional.empty() : Optional.of(problem.formatted(values));
  }

  private static JsonNode json(Response response) {
    return response.json().orElseThrow();
  }

  /** Leaves values of the wrong type to {@code error.schema}. */
  private static boolean has(Exchange exchange, String property) {
    return exchange
        .response()
        .json()
        .map(body -> body.path(property))
        .filter(value -> value.isValueNode() && !value.isNull())
        .isPresent();
  }

  private static boolean asksForDocumented(Exchange exchange) {
    return exchange.request().headers().getOrDefault("Prefer", "").contains("documented");
  }

  private static String correlationId(Exchange exchange) {
    return Objects.requireNonNullElse(exchange.request().header("X-Correlation-Id"), "");
  }
}
