package com.cloudcockpit.qualification.contract.result;

import static java.util.stream.Collectors.joining;

import com.cloudcockpit.qualification.contract.cases.Catalog;
import com.cloudcockpit.qualification.contract.cases.Catalog.Responses;
import com.cloudcockpit.qualification.contract.cases.Rule;
import com.cloudcockpit.qualification.contract.cases.Template;
import com.cloudcockpit.qualification.contract.http.Exchange;
import com.cloudcockpit.qualification.contract.run.Run;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.cloudcockpit.qualification.contract.spec.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.common.base.Strings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/**
 * A rule about all responses of an operation, to whichever requests.
 *
 * @param operation the operation whose responses it is about
 * @param listed the rule in the catalog
 */
public record ResponseRule(Rule rule, Operation operation, Responses listed) {

  private static final String NOT_APPLICABLE = "not applicable";
  private static final int NAMED = 5;
  private static final Set<String> FOR_PROGRAMS = Set.of("statusCode", "correlationId");

  /** {@return the rules about the responses of an operation} */
  public static List<ResponseRule> of(Template template) {
    var operation = template.operation();
    return Catalog.INSTANCE.responses().stream()
        .filter(listed -> !listed.of().equals("successes") || operation.hasContentOnSuccess())
        .filter(listed -> !listed.of().endsWith("401") || operation.requiresToken())
        .map(listed -> new ResponseRule(rule(template, listed), operation, listed))
        .toList();
  }

  private static Rule rule(Template template, Responses listed) {
    return template.rule(listed.name(), listed.severity(), listed.sentence());
  }

  /** {@return the result for the responses to all cases of the operation} */
  public Result of(Run run) {
    var sent =
        run.sent().stream()
            .filter(one -> one.of().operation().equals(operation) && applies(one.exchange()))
            .toList();
    var problems = new LinkedHashMap<String, String>();
    sent.forEach(one -> problems.put(one.of().rule().name(), problem(one.exchange())));
    problems.values().removeIf(NOT_APPLICABLE::equals);
    int checked = problems.size();
    problems.values().removeIf(String::isEmpty);
    if (checked == 0) {
      var reason =
          run.isBrokenOff() ? "the run ended before" : "no response to which this rule applies";
      return new Result(rule, null, Outcome.SKIP, reason, null);
    }
    if (problems.isEmpty()) {
      return new Result(rule, null, Outcome.PASS, "", null);
    }
    var reason =
        "%s in %d of %d %s%s%s"
            .formatted(
                problems.values().stream().distinct().limit(NAMED).collect(joining("; ")),
                problems.size(),
                checked,
                listed.of(),
                Finding.EXAMPLES,
                problems.keySet().stream().limit(NAMED).collect(joining(", ")));
    var violating = sent.stream().filter(one -> problems.containsKey(one.of().rule().name()));
    var first = violating.findFirst().orElseThrow().exchange();
    return new Result(rule, null, Outcome.violated(rule.severity()), reason, first);
  }

  private boolean applies(Exchange exchange) {
    var response = exchange.response();
    return listed.of().endsWith("401")
        ? response.status() == 401
        : response.isSuccess() == listed.of().equals("successes")
            && operation.content(response.status()).isPresent();
  }

  /** {@return the problem of a response, or an empty string if it complies with the rule} */
  private String problem(Exchange exchange) {
    var response = exchange.response();
    JsonNode json = response.json().orElse(MissingNode.getInstance());
    var known = operation.errorProperties().stream().filter(json::has).toList();
    var type = response.header("Content-Type");
    return switch (listed.name()) {
      case "success.json", "error.json" ->
          problem(true, !response.bodyProblem().isEmpty(), "the body " + response.bodyProblem());
      case "success.content-type", "error.content-type" ->
          problem(
              !json.isMissingNode(),
              !response.mediaType().equals(Json.MEDIA_TYPE),
              "the content type is '%s'".formatted(type));
      case "success.schema", "error.schema" ->
          json.isMissingNode()
              ? NOT_APPLICABLE
              : String.join("; ", operation.problems(response.status(), json));
      case "error.names" -> problem(json.isObject(), known.isEmpty(), unknownNames(json));
      case "error.explanation" ->
          problem(
              !known.isEmpty(),
              known.stream().filter(json::hasNonNull).allMatch(FOR_PROGRAMS::contains),
              "only statusCode and correlationId have a value");
      case "error.status-code" ->
          problem(
              !value(exchange, json, "statusCode").isEmpty(),
              json.path("statusCode").asInt() != response.status(),
              "the statusCode is not the HTTP status");
      case "error.correlation-id" -> {
        var id = value(exchange, json, "correlationId");
        var sent = Strings.nullToEmpty(exchange.request().header(Operation.CORRELATION_ID));
        boolean applies = !id.isEmpty() && sent.matches(Template.UUID_PATTERN);
        boolean differs = !id.equalsIgnoreCase(sent);
        yield problem(applies, differs, "the correlationId is not that of the request");
      }
      default ->
          problem(
              true,
              response.header("WWW-Authenticate").isEmpty(),
              "the header WWW-Authenticate, which RFC 9110 requires, is missing");
    };
  }

  private static String problem(boolean applies, boolean violated, String problem) {
    return !applies ? NOT_APPLICABLE : violated ? problem : "";
  }

  private String unknownNames(JsonNode json) {
    return "the body has none of the properties %s (%s)"
        .formatted(
            String.join(", ", operation.errorProperties()),
            json.isEmpty()
                ? "it is empty"
                : "but " + String.join(", ", (Iterable<String>) json::fieldNames));
  }

  /**
   * {@return the value of an error's property to compare with the exchange} Values of the wrong
   * type are left to {@code error.schema}, and the documentation page's example has made-up values.
   */
  private static String value(Exchange exchange, JsonNode json, String property) {
    var preference = exchange.request().headers().getOrDefault("Prefer", "");
    return preference.contains("documented") ? "" : json.path(property).asText("");
  }
}
