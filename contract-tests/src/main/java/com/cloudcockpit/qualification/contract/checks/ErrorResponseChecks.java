package com.cloudcockpit.qualification.contract.checks;

import com.cloudcockpit.qualification.contract.checks.Check.OfErrors;
import com.cloudcockpit.qualification.contract.http.Exchange;
import com.cloudcockpit.qualification.contract.http.Response;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.models.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Checks of every error response that the requests before them got. */
final class ErrorResponseChecks {

  private static final Predicate<Exchange> ALL = exchange -> true;
  private static final Predicate<Exchange> IS_JSON =
      exchange -> exchange.response().json().isPresent();
  private static final String UUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

  private final CheckList list;

  private ErrorResponseChecks(CheckList list) {
    this.list = list;
  }

  static void addTo(CheckList list) {
    var checks = new ErrorResponseChecks(list);
    checks.addBodies();
    checks.addSchema();
    checks.addStatusCode();
    checks.addCorrelationId();
  }

  private void addBodies() {
    add(
        Rule.failure(
            "error.json",
            "An error that the contract gives a body has one, in JSON.",
            "error.type"),
        ALL,
        exchange -> bodyProblem(exchange.response()));
    add(
        Rule.failure(
            "error.content-type",
            "An ErrorResponse is application/json.",
            ofResponses("content-type")),
        exchange -> !exchange.response().body().isBlank(),
        exchange ->
            problemUnless(
                exchange.response().mediaType().equals(Json.MEDIA_TYPE),
                "the content type is '%s'".formatted(exchange.response().header("Content-Type"))));
  }

  private static Optional<String> bodyProblem(Response response) {
    if (response.body().isBlank()) {
      return Optional.of("%d has no body".formatted(response.status()));
    }
    return problemUnless(
        response.json().isPresent(),
        response.isWebPage()
            ? "%d has a web page for its body".formatted(response.status())
            : "the body of %d is not JSON, or breaks off".formatted(response.status()));
  }

  private void addSchema() {
    add(
        Rule.failure(
            "error.schema",
            "The properties of an ErrorResponse have the contract's types.",
            ofSchema()),
        IS_JSON,
        exchange -> {
          var problems =
              list.contract()
                  .responseSchema()
                  .problems(exchange.response().status(), json(exchange));
          return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
        });
    var known = properties();
    add(
        Rule.failure(
            "error.names",
            "An ErrorResponse that has properties has some of the contract's.",
            ofResponses("schema")),
        exchange -> exchange.response().json().filter(body -> !body.isEmpty()).isPresent(),
        exchange ->
            problemUnless(
                known.stream().anyMatch(json(exchange)::has),
                "the properties %s are none of the contract's %s"
                    .formatted(names(json(exchange)), names(known))));
    add(
        Rule.warning(
            "error.explanation",
            "An ErrorResponse says what is wrong: type, description or errors has a value."),
        exchange ->
            exchange
                .response()
                .json()
                .filter(body -> known.stream().anyMatch(body::has))
                .isPresent(),
        exchange ->
            problemUnless(
                Set.of("type", "description", "errors").stream()
                    .anyMatch(json(exchange)::hasNonNull),
                "neither type nor description nor errors has a value"));
  }

  private void addStatusCode() {
    add(
        Rule.failure(
            "error.status-code",
            "statusCode in an ErrorResponse is the status of the response.",
            "error.status-code"),
        exchange -> !asksForDocumented(exchange) && has(exchange, "statusCode"),
        exchange -> {
          var value = json(exchange).get("statusCode");
          return problemUnless(
              value.asInt() == exchange.response().status(),
              "statusCode is %s and the status is %d"
                  .formatted(value, exchange.response().status()));
        });
  }

  private void addCorrelationId() {
    var rule =
        Rule.failure(
            "error.correlation-id",
            "correlationId in an ErrorResponse is the request's X-Correlation-Id.",
            "error.correlation-id");
    add(
        rule,
        exchange ->
            !asksForDocumented(exchange)
                && sentCorrelationId(exchange).matches(UUID)
                && has(exchange, "correlationId"),
        exchange ->
            problemUnless(
                json(exchange)
                    .get("correlationId")
                    .asText()
                    .equalsIgnoreCase(sentCorrelationId(exchange)),
                "correlationId is not the request's"));
  }

  private void add(
      Rule rule, Predicate<Exchange> concerned, Function<Exchange, Optional<String>> problem) {
    list.add(new OfErrors(rule, concerned, problem));
  }

  private Set<String> properties() {
    Schema<?> schema =
        list.contract().responses().values().stream()
            .filter(response -> response.getContent() != null)
            .findFirst()
            .orElseThrow()
            .getContent()
            .get(Json.MEDIA_TYPE)
            .getSchema();
    return schema.getProperties().keySet();
  }

  private String[] ofResponses(String keyword) {
    return list.contract().responses().entrySet().stream()
        .filter(response -> response.getValue().getContent() != null)
        .map(response -> "response.%s.%s".formatted(response.getKey(), keyword))
        .toArray(String[]::new);
  }

  /** The statements of the schema, without those that have a check of their own. */
  private String[] ofSchema() {
    return new String[] {"error.*"};
  }

  private static Optional<String> problemUnless(boolean right, String problem) {
    return right ? Optional.empty() : Optional.of(problem);
  }

  private static JsonNode json(Exchange exchange) {
    return exchange.response().json().orElseThrow();
  }

  /** A value of the wrong kind is for {@code error.schema} to find. */
  private static boolean has(Exchange exchange, String property) {
    return exchange.response().json().filter(body -> body.path(property).isValueNode()).isPresent()
        && json(exchange).hasNonNull(property);
  }

  private static boolean asksForDocumented(Exchange exchange) {
    var preference = exchange.request().header("Prefer");
    return preference != null && preference.contains("documented");
  }

  private static String sentCorrelationId(Exchange exchange) {
    return exchange.request().headers().entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase("X-Correlation-Id"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  private static String names(JsonNode object) {
    var names = new ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names(names);
  }

  private static String names(Iterable<?> names) {
    var texts = new ArrayList<String>();
    names.forEach(name -> texts.add(name.toString()));
    return String.join(", ", List.copyOf(texts));
  }
}
