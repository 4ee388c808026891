package com.cloudcockpit.qualification.contract.checks;

import static com.cloudcockpit.qualification.contract.checks.Rule.Severity.FAILURE;
import static com.cloudcockpit.qualification.contract.checks.Rule.Severity.WARNING;

import com.cloudcockpit.qualification.contract.http.Exchange;
import com.cloudcockpit.qualification.contract.http.Response;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.swagger.v3.oas.models.media.Schema;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Checks of all error responses that the other checks received. */
final class ErrorResponseChecks {

  /** The character that a decoder substitutes for bytes that are not UTF-8. */
  private static final String UNDECODABLE = "\uFFFD";

  private static final String COMPLIES = "";

  private final CheckList list;
  private final Set<String> properties;

  private ErrorResponseChecks(CheckList list) {
    this.list = list;
    properties =
        list.contract().responses().values().stream()
            .filter(response -> response.getContent() != null)
            .<Schema<?>>map(response -> response.getContent().get(Json.MEDIA_TYPE).getSchema())
            .findFirst()
            .orElseThrow()
            .getProperties()
            .keySet();
  }

  static void addTo(CheckList list) {
    new ErrorResponseChecks(list).add();
  }

  private void add() {
    add(
        "error.json",
        "An error response has a JSON body.",
        "error.type",
        exchange -> true,
        exchange -> bodyProblem(exchange.response()));
    add(
        "error.content-type",
        "The content type of an error response is application/json.",
        "response.*.content-type",
        exchange -> !exchange.response().body().isBlank(),
        exchange ->
            exchange.response().mediaType().equals(Json.MEDIA_TYPE)
                ? COMPLIES
                : "the content type is '%s'".formatted(exchange.response().header("Content-Type")));
    add(
        "error.schema",
        "An error response matches the schema ErrorResponse.",
        "error.*",
        exchange -> !json(exchange).isMissingNode(),
        exchange -> {
          var schema = list.contract().responseSchema();
          return String.join("; ", schema.problems(exchange.response().status(), json(exchange)));
        });
    add(
        "error.names",
        "An error response has at least one property of ErrorResponse, or no properties.",
        "response.*.schema",
        exchange -> !json(exchange).isEmpty(),
        exchange ->
            hasKnownProperty(exchange)
                ? COMPLIES
                : "the contract names %s, but the response has %s"
                    .formatted(
                        String.join(", ", properties),
                        String.join(", ", (Iterable<String>) json(exchange)::fieldNames)));
    list.add(
        new Check.OfErrors(
            WARNING.rule(
                "error.explanation",
                "An error response has a value besides statusCode and correlationId."),
            this::hasKnownProperty,
            exchange ->
                properties.stream()
                        .filter(name -> !List.of("statusCode", "correlationId").contains(name))
                        .anyMatch(json(exchange)::hasNonNull)
                    ? COMPLIES
                    : "only statusCode and correlationId have a value"));
    add(
        "error.status-code",
        "The statusCode of an error response is its HTTP status.",
        "error.status-code",
        exchange -> has(exchange, "statusCode"),
        exchange -> {
          var value = json(exchange).get("statusCode");
          int status = exchange.response().status();
          return value.asInt() == status
              ? COMPLIES
              : "the statusCode is %s, but the HTTP status is %d".formatted(value, status);
        });
    add(
        "error.correlation-id",
        "The correlationId of an error response is the X-Correlation-Id of the request.",
        "error.correlation-id",
        exchange ->
            correlationId(exchange).matches(Bodies.UUID_PATTERN) && has(exchange, "correlationId"),
        exchange ->
            json(exchange).get("correlationId").asText().equalsIgnoreCase(correlationId(exchange))
                ? COMPLIES
                : "the correlationId is not the X-Correlation-Id of the request");
  }

  private void add(
      String name,
      String sentence,
      String statement,
      Predicate<Exchange> concerned,
      Function<Exchange, String> problem) {
    list.add(new Check.OfErrors(FAILURE.rule(name, sentence, statement), concerned, problem));
  }

  private static String bodyProblem(Response response) {
    var problem = COMPLIES;
    if (response.body().isBlank()) {
      problem = "the %d response has no body";
    } else if (response.isWebPage()) {
      problem = "the body of the %d response is a web page";
    } else if (response.body().contains(UNDECODABLE)) {
      problem = "the body of the %d response is not UTF-8";
    } else if (response.json().isEmpty()) {
      problem = "the body of the %d response is not valid JSON";
    }
    return problem.formatted(response.status());
  }

  private static JsonNode json(Exchange exchange) {
    return exchange.response().json().orElse(MissingNode.getInstance());
  }

  private boolean hasKnownProperty(Exchange exchange) {
    return properties.stream().anyMatch(json(exchange)::has);
  }

  /**
   * {@return whether a property has a value to compare with the request} Values of the wrong type
   * are left to {@code error.schema}, and the documentation page's example has made-up values.
   */
  private static boolean has(Exchange exchange, String property) {
    var value = json(exchange).path(property);
    var preference = exchange.request().headers().getOrDefault("Prefer", "");
    return value.isValueNode() && !value.isNull() && !preference.contains("documented");
  }

  private static String correlationId(Exchange exchange) {
    return Objects.requireNonNullElse(exchange.request().header("X-Correlation-Id"), "");
  }
}
