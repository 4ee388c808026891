package com.cloudcockpit.qualification.contract.result;

import static java.util.stream.Collectors.joining;

import com.cloudcockpit.qualification.contract.cases.Catalog;
import com.cloudcockpit.qualification.contract.cases.Catalog.Responses;
import com.cloudcockpit.qualification.contract.cases.Outcome;
import com.cloudcockpit.qualification.contract.cases.Rule;
import com.cloudcockpit.qualification.contract.cases.Template;
import com.cloudcockpit.qualification.contract.http.Response;
import com.cloudcockpit.qualification.contract.http.Target.Exchange;
import com.cloudcockpit.qualification.contract.run.Run;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.cloudcockpit.qualification.contract.spec.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A rule about all responses of an operation, whatever the request.
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
        .filter(listed -> !listed.of().startsWith("401") || operation.requiresToken())
        .map(listed -> new ResponseRule(rule(template, listed), operation, listed))
        .toList();
  }

  private static Rule rule(Template template, Responses listed) {
    return template.rule(listed.name(), listed.severity(), listed.sentence());
  }

  /** {@return the result for the responses to all cases of the operation} */
  public Result of(Run run) {
    var checked =
        run.sent().stream()
            .filter(one -> one.of().operation().equals(operation))
            .map(one -> Map.entry(one, problem(one.exchange())))
            .filter(one -> !one.getValue().equals(NOT_APPLICABLE))
            .toList();
    var violating = checked.stream().filter(one -> !one.getValue().isEmpty()).toList();
    if (violating.isEmpty()) {
      var unchecked = run.endedEarly() ? Results.ENDED : "no response to which this rule applies";
      return checked.isEmpty()
          ? new Result(rule, null, Outcome.SKIP, unchecked, null)
          : new Result(rule, null, Outcome.PASS, "", null);
    }
    var problems = violating.stream().map(Map.Entry::getValue).distinct();
    var statuses = violating.stream().map(one -> one.getKey().exchange().response().status());
    var rules = violating.stream().map(one -> one.getKey().of().rule().name()).toList();
    var shared = rules.stream().reduce(Strings::commonPrefix).orElseThrow();
    var reason =
        "%s in %d of %d %s (%s%s), for example %s"
            .formatted(
                problems.limit(NAMED).collect(joining("; ")),
                violating.size(),
                checked.size(),
                listed.of(),
                statuses.distinct().map(Object::toString).collect(joining("/")),
                shared.isEmpty() ? "" : " to %s*".formatted(shared),
                rules.stream().limit(NAMED).collect(joining(", ")));
    var first = violating.get(0).getKey().exchange();
    return new Result(rule, null, rule.severity(), reason, first);
  }

  private boolean applies(Response response) {
    return listed.of().startsWith("401")
        ? response.status() == 401
        : response.isSuccess() == listed.of().equals("successes")
            && operation.content(response.status()).isPresent();
  }

  /** {@return the problem of a response, or an empty string if it complies with the rule} */
  private String problem(Exchange exchange) {
    var response = exchange.response();
    int status = response.status();
    JsonNode json = response.json().orElse(MissingNode.getInstance());
    if (!applies(response)) {
      return NOT_APPLICABLE;
    }
    var body = response.bodyProblem();
    var type = response.header("Content-Type");
    boolean otherType = !response.mediaType().equals(Json.MEDIA_TYPE);
    var known = operation.errorProperties().stream().filter(json::has).toList();
    var names = ImmutableList.copyOf(json.fieldNames());
    boolean silent = known.stream().filter(json::hasNonNull).allMatch(FOR_PROGRAMS::contains);
    // error.schema checks the types
    var code = json.path("statusCode");
    boolean hasCode = !code.asText("").isEmpty();
    var id = json.path("correlationId").asText("");
    var sent = Strings.nullToEmpty(exchange.request().header(Operation.CORRELATION_ID));
    boolean hasId = !id.isEmpty() && sent.matches(Template.UUID_PATTERN);
    boolean challenged = !response.header("WWW-Authenticate").isEmpty();
    return switch (listed.name().replaceFirst("^(success|error)\\.", "")) {
      case "json" -> problem(true, !body.isEmpty(), "the body " + body);
      case "content-type" ->
          problem(!json.isMissingNode(), otherType, "the content type is '%s'".formatted(type));
      case "schema" ->
          json.isMissingNode()
              ? NOT_APPLICABLE
              : String.join("; ", operation.problems(status, json));
      case "names" ->
          problem(
              json.isObject(), known.isEmpty(), "the body has only unknown properties " + names);
      case "explanation" ->
          problem(!known.isEmpty(), silent, "only statusCode and correlationId have a value");
      case "status-code" ->
          problem(hasCode, code.asInt() != status, "the statusCode is not the HTTP status");
      case "correlation-id" ->
          problem(
              hasId, !id.equalsIgnoreCase(sent), "the correlationId is not that of the request");
      default -> problem(true, !challenged, "WWW-Authenticate, required by RFC 9110, is missing");
    };
  }

  private static String problem(boolean applies, boolean violated, String problem) {
    return !applies ? NOT_APPLICABLE : violated ? problem : "";
  }
}
