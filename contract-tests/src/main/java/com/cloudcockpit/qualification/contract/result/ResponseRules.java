package com.cloudcockpit.qualification.contract.result;

import static com.cloudcockpit.qualification.contract.cases.Rule.Severity.FAILURE;
import static com.cloudcockpit.qualification.contract.cases.Rule.Severity.WARNING;

import com.cloudcockpit.qualification.contract.cases.Bodies;
import com.cloudcockpit.qualification.contract.cases.Rule;
import com.cloudcockpit.qualification.contract.cases.Rule.Severity;
import com.cloudcockpit.qualification.contract.cases.Template;
import com.cloudcockpit.qualification.contract.http.Exchange;
import com.cloudcockpit.qualification.contract.http.Response;
import com.cloudcockpit.qualification.contract.run.Sent;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.cloudcockpit.qualification.contract.spec.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules about all responses of an operation, which the requests of the cases led to. */
public final class ResponseRules {

  private static final String COMPLIES = "";
  private static final int NAMED = 5;

  private final Template template;
  private final Operation operation;

  public ResponseRules(Template template) {
    this.template = template;
    operation = template.operation();
  }

  /**
   * A rule about responses.
   *
   * @param operation the operation whose responses it is about
   * @param subject the responses in words
   * @param applies selects the exchanges that the rule applies to
   * @param problem returns the problem of an exchange, or an empty string if it complies
   */
  public record ResponseRule(
      Rule rule,
      Operation operation,
      String subject,
      Predicate<Exchange> applies,
      Function<Exchange, String> problem) {

    /** {@return the result for the responses to all cases of the operation} */
    public Result of(List<Sent> sent) {
      var problems = new LinkedHashMap<String, Exchange>();
      var names = new LinkedHashMap<String, String>();
      int checked = 0;
      for (var one : sent) {
        if (one.of().operation().equals(operation) && applies.test(one.exchange())) {
          checked++;
          var found = problem.apply(one.exchange());
          if (!found.isEmpty()) {
            names.put(one.of().rule().name(), found);
            problems.putIfAbsent(found, one.exchange());
          }
        }
      }
      if (checked == 0) {
        return Result.skip(rule, null, "no request got a response that this rule is about", null);
      }
      if (problems.isEmpty()) {
        return Result.pass(rule, null, null);
      }
      var reason =
          "%s in %d of %d %s, for example %s"
              .formatted(
                  problems.keySet().stream().limit(NAMED).collect(Collectors.joining("; ")),
                  names.size(),
                  checked,
                  subject,
                  names.keySet().stream().limit(NAMED).collect(Collectors.joining(", ")));
      var first = problems.values().iterator().next();
      return Result.violated(rule.severity(), rule, null, reason, rule.sentence(), first);
    }
  }

  /** {@return the rules} */
  public List<ResponseRule> all() {
    boolean hasContent =
        operation.responses().entrySet().stream()
            .anyMatch(one -> one.getKey().startsWith("2") && one.getValue().getContent() != null);
    return Stream.of(hasContent ? ofSuccesses() : List.<ResponseRule>of(), ofErrors(), ofTokens())
        .flatMap(List::stream)
        .toList();
  }

  private List<ResponseRule> ofSuccesses() {
    return List.of(
        rule(
            FAILURE,
            "success.json",
            "A success that promises content has a JSON body.",
            exchange -> promises(exchange, true),
            exchange -> body(exchange.response())),
        rule(
            FAILURE,
            "success.content-type",
            "The content type of a success with a body is application/json.",
            exchange -> promises(exchange, true) && isJson(exchange),
            ResponseRules::contentType),
        rule(
            FAILURE,
            "success.schema",
            "The body of a success matches its schema.",
            exchange -> promises(exchange, true) && isJson(exchange),
            this::schema));
  }

  private List<ResponseRule> ofErrors() {
    var properties = operation.errorProperties();
    return List.of(
        rule(
            FAILURE,
            "error.json",
            "An error response has a JSON body.",
            exchange -> promises(exchange, false),
            exchange -> body(exchange.response())),
        rule(
            FAILURE,
            "error.content-type",
            "The content type of an error response is application/json.",
            exchange -> promises(exchange, false) && isJson(exchange),
            ResponseRules::contentType),
        rule(
            FAILURE,
            "error.schema",
            "An error response matches its schema.",
            exchange -> promises(exchange, false) && isJson(exchange),
            this::schema),
        rule(
            FAILURE,
            "error.names",
            "An error response has at least one property that the contract names.",
            exchange -> promises(exchange, false) && json(exchange).isObject(),
            exchange ->
                properties.stream().anyMatch(json(exchange)::has)
                    ? COMPLIES
                    : "the body has none of the properties %s (but %s)"
                        .formatted(String.join(", ", properties), names(exchange))),
        rule(
            WARNING,
            "error.explanation",
            "An error response has a value besides statusCode and correlationId.",
            exchange ->
                promises(exchange, false) && properties.stream().anyMatch(json(exchange)::has),
            exchange ->
                properties.stream()
                        .filter(name -> !List.of("statusCode", "correlationId").contains(name))
                        .anyMatch(json(exchange)::hasNonNull)
                    ? COMPLIES
                    : "only statusCode and correlationId have a value"),
        rule(
            FAILURE,
            "error.status-code",
            "The statusCode of an error response is its HTTP status.",
            exchange -> has(exchange, "statusCode"),
            exchange ->
                json(exchange).get("statusCode").asInt() == exchange.response().status()
                    ? COMPLIES
                    : "the statusCode is not the HTTP status"),
        rule(
            FAILURE,
            "error.correlation-id",
            "The correlationId of an error response is the X-Correlation-Id of the request.",
            exchange ->
                correlationId(exchange).matches(Bodies.UUID_PATTERN)
                    && has(exchange, "correlationId"),
            exchange ->
                json(exchange)
                        .get("correlationId")
                        .asText()
                        .equalsIgnoreCase(correlationId(exchange))
                    ? COMPLIES
                    : "the correlationId is not the X-Correlation-Id of the request"));
  }

  private List<ResponseRule> ofTokens() {
    return List.of(
        rule(
            WARNING,
            "authentication.challenge",
            "A 401 has a WWW-Authenticate header.",
            exchange -> exchange.response().status() == 401,
            exchange ->
                exchange.response().header("WWW-Authenticate").isEmpty()
                    ? "the header WWW-Authenticate, which RFC 9110 requires, is missing"
                    : COMPLIES));
  }

  private ResponseRule rule(
      Severity severity,
      String name,
      String sentence,
      Predicate<Exchange> applies,
      Function<Exchange, String> problem) {
    var rule = template.rule(name, severity, sentence);
    var subject =
        switch (name.substring(0, name.indexOf('.'))) {
          case "success" -> "successes";
          case "error" -> "error responses";
          default -> "responses with 401";
        };
    return new ResponseRule(rule, operation, subject, applies, problem);
  }

  private boolean promises(Exchange exchange, boolean success) {
    var response = exchange.response();
    return response.isSuccess() == success && operation.content(response.status()).isPresent();
  }

  private String schema(Exchange exchange) {
    var status = exchange.response().status();
    return String.join("; ", operation.responseSchema().problems(status, json(exchange)));
  }

  private static String body(Response response) {
    var problem = response.bodyProblem();
    return problem.isEmpty() ? COMPLIES : "the body " + problem;
  }

  private static String contentType(Exchange exchange) {
    return exchange.response().mediaType().equals(Json.MEDIA_TYPE)
        ? COMPLIES
        : "the content type is '%s'".formatted(exchange.response().header("Content-Type"));
  }

  private static boolean isJson(Exchange exchange) {
    return exchange.response().json().isPresent();
  }

  private static String names(Exchange exchange) {
    return json(exchange).isEmpty()
        ? "is empty"
        : String.join(", ", (Iterable<String>) json(exchange)::fieldNames);
  }

  private static JsonNode json(Exchange exchange) {
    return exchange.response().json().orElse(MissingNode.getInstance());
  }

  /**
   * {@return whether an error has a value to compare with the request} Values of the wrong type are
   * left to {@code error.schema}, and the documentation page's example has made-up values.
   */
  private boolean has(Exchange exchange, String property) {
    var value = json(exchange).path(property);
    var preference = exchange.request().headers().getOrDefault("Prefer", "");
    return promises(exchange, false)
        && value.isValueNode()
        && !value.isNull()
        && !preference.contains("documented");
  }

  private static String correlationId(Exchange exchange) {
    return Objects.requireNonNullElse(exchange.request().header(Template.CORRELATION_ID), "");
  }
}
