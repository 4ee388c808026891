package com.cloudcockpit.qualification.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/** All checks for a target, most of them derived from the specification when they are asked for. */
final class Checks {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String MALFORMED = "malformed";

  private final Settings settings;
  private final Expectation badBody;
  private final List<Check> checks = new ArrayList<>();

  private Checks(Settings settings) {
    this.settings = settings;
    // Without a customer that exists, an API may look for the customer before it looks at the body
    this.badBody =
        settings.customer() == null
            ? Expectation.BAD_REQUEST_OR_NOT_FOUND
            : Expectation.BAD_REQUEST;
  }

  /**
   * The checks, in the order in which they are to run; the first needs nothing but a token that is
   * accepted.
   */
  static List<Check> all(Settings settings) {
    var checks = new Checks(settings);
    checks.addCustomer();
    checks.addAuthentication();
    Contract.OPERATION.getParameters().forEach(checks::addParameter);
    checks.addBody();
    checks.addProperties("body", Contract.REQUEST.getSchema(), List.of());
    checks.addDocumentedErrors();
    checks.addAnswers();
    return checks.checks;
  }

  private void addCustomer() {
    add(
        "customer.unknown",
        "A customer that does not exist gets 404.",
        Expectation.NOT_FOUND,
        // the mock knows no customers and must be asked
        target -> settings.mock() ? target.request().with("Prefer", "code=404") : target.request());
    var accepted = "A valid update gets a status from 200 to 299.";
    if (settings.customer() == null) {
      skip("update.accepted", accepted, "It would change a customer, and none was named for that.");
    } else {
      add("update.accepted", accepted, Expectation.SUCCESS, Target::requestForCustomer);
    }
  }

  private void addAuthentication() {
    add(
        "authentication.required",
        "A request without Authorization gets 401.",
        Expectation.UNAUTHORIZED,
        target -> target.request().without("Authorization"));
    add(
        "authentication.scheme",
        "Another scheme than Bearer gets 401.",
        Expectation.UNAUTHORIZED,
        target -> target.request().with("Authorization", "Basic dXNlcjpwYXNzd29yZA=="));
    var rule = "A token that was tampered with gets 401.";
    if (settings.mock()) {
      skip("authentication.token", rule, "Prism accepts any token.");
    } else {
      add(
          "authentication.token",
          rule,
          Expectation.UNAUTHORIZED,
          target -> target.request().with("Authorization", "Bearer " + tampered(settings.token())));
    }
  }

  private void addParameter(Parameter parameter) {
    boolean header = parameter.getIn().equals("header");
    var name = parameter.getIn() + "." + parameter.getName();
    // A path that no customer can have may be no path at all
    var expectation = header ? Expectation.BAD_REQUEST : Expectation.BAD_REQUEST_OR_NOT_FOUND;
    BiFunction<Request, String, Request> set =
        (request, value) -> header ? request.with(parameter.getName(), value) : request.to(value);
    if (header && parameter.getRequired()) {
      add(
          name + ".required",
          "A request without " + parameter.getName() + " gets 400.",
          expectation,
          target -> target.requestForCustomer().without(parameter.getName()));
    } else if (header) {
      boolean update = settings.customer() != null;
      add(
          name + ".optional",
          "Without "
              + parameter.getName()
              + (update ? " a valid update is accepted." : " an unknown customer gets 404."),
          update ? Expectation.SUCCESS : Expectation.NOT_FOUND,
          target -> target.requestForCustomer().without(parameter.getName()));
    }
    wrongValues(parameter.getSchema())
        .forEach(
            (constraint, value) ->
                add(
                    name + "." + constraint,
                    parameter.getName()
                        + " with "
                        + inWords(value)
                        + " gets "
                        + (header ? "400." : "400 or 404."),
                    expectation,
                    target -> set.apply(target.requestForCustomer(), value.asText())));
  }

  private void addBody() {
    add(
        "body.json",
        "Malformed JSON gets 400.",
        badBody,
        target -> {
          var request = target.requestForCustomer();
          return request.body(request.body().substring(0, request.body().length() - 1));
        });
    add(
        "body.required",
        "A request without a body gets 400.",
        badBody,
        target -> target.requestForCustomer().body(null));
    add(
        "body.content-type",
        "Another content type than application/json gets a status from 400 to 499.",
        Expectation.ANY_REFUSAL,
        target -> target.requestForCustomer().contentType("text/plain"));
    wrongKinds(Contract.REQUEST.getSchema())
        .forEach(
            (kind, value) ->
                add(
                    "body.type." + kind,
                    "A body that is " + withArticle(kind) + " gets 400.",
                    badBody,
                    target -> target.requestForCustomer().body(value)));
  }

  /**
   * Checks of each property of an object, and of the properties of those that are objects
   * themselves.
   */
  private void addProperties(String name, Schema<?> schema, List<String> path) {
    if (schema.getProperties() == null) {
      return;
    }
    schema
        .getProperties()
        .forEach(
            (property, propertySchema) -> {
              var propertyName = name + "." + property;
              var propertyPath = new ArrayList<>(path);
              propertyPath.add(property);
              if (schema.getRequired() != null && schema.getRequired().contains(property)) {
                addProperty(propertyName + ".required", property + " missing", propertyPath, null);
              }
              if (!Boolean.TRUE.equals(propertySchema.getNullable())) {
                addProperty(
                    propertyName + ".null", property + " null", propertyPath, NODES.nullNode());
              }
              wrongKinds(propertySchema)
                  .forEach(
                      (kind, value) ->
                          addProperty(
                              propertyName + ".type." + kind,
                              property + " that is " + withArticle(kind),
                              propertyPath,
                              value));
              wrongValues(propertySchema)
                  .forEach(
                      (constraint, value) ->
                          addProperty(
                              propertyName + "." + constraint,
                              property + " with " + inWords(value),
                              propertyPath,
                              value));
              addProperties(propertyName, propertySchema, propertyPath);
            });
  }

  private void addProperty(String name, String what, List<String> path, JsonNode value) {
    add(
        name,
        "A body with " + what + " gets 400.",
        badBody,
        target -> {
          var request = target.requestForCustomer();
          var body = (ObjectNode) Contract.json(request.body());
          ObjectNode parent = body;
          for (var property : path.subList(0, path.size() - 1)) {
            parent = parent.withObjectProperty(property);
          }
          var property = path.get(path.size() - 1);
          if (value == null) {
            parent.remove(property);
          } else {
            parent.set(property, value);
          }
          return request.body(body);
        });
  }

  private void addDocumentedErrors() {
    Contract.OPERATION
        .getResponses()
        .forEach(
            (status, response) -> {
              if (response.getContent() == null) {
                return;
              }
              var name = "documented." + status;
              var rule =
                  "Asked for the documentation page's "
                      + status
                      + ", the mock answers exactly that.";
              if (!settings.mock()) {
                skip(name, rule, "Only the mock can be asked for an answer.");
                return;
              }
              checks.add(
                  new Check(
                      name,
                      rule,
                      target -> {
                        var exchange =
                            target.send(
                                target
                                    .request()
                                    .with("Prefer", "code=" + status + ", example=documented"));
                        boolean same =
                            exchange.answer().status() == Integer.parseInt(status)
                                && exchange
                                    .answer()
                                    .json()
                                    .filter(Contract.DOCUMENTED_ERROR::equals)
                                    .isPresent();
                        return same
                            ? Verdict.pass(exchange)
                            : Verdict.fail(
                                "it answers something else",
                                status + " " + Contract.DOCUMENTED_ERROR,
                                exchange);
                      }));
            });
  }

  /** Rules of every error, looked for in the answers to all the requests before. */
  private void addAnswers() {
    addToAnswers(
        "error.content-type",
        "An ErrorResponse is application/json.",
        answer -> answer.contentType().split(";")[0].strip().equalsIgnoreCase(Contract.JSON_TYPE),
        exchange -> true);
    addToAnswers(
        "error.schema",
        "An ErrorResponse has the properties of the contract, with their types.",
        answer -> answer.json().isPresent() && answer.violations().isEmpty(),
        exchange -> true);
    addToAnswers(
        "error.status-code",
        "statusCode in an ErrorResponse is the HTTP status.",
        answer -> isAbsentOr(answer, "statusCode", value -> value.asInt() == answer.status()),
        exchange ->
            !settings.mock()
                || !exchange.request().headers().getOrDefault("Prefer", "").contains("documented"));
    var rule = "correlationId in an ErrorResponse is the request's X-Correlation-Id.";
    if (settings.mock()) {
      skip("error.correlation-id", rule, "The mock answers with fixed examples.");
    } else {
      checks.add(
          new Check(
              "error.correlation-id",
              rule,
              target ->
                  judgeAnswers(
                      target,
                      rule,
                      exchange -> {
                        var sent = exchange.request().headers().get("X-Correlation-Id");
                        return sent == null
                            || sent.equals(MALFORMED)
                            || isAbsentOr(
                                exchange.answer(),
                                "correlationId",
                                value -> value.asText().equalsIgnoreCase(sent));
                      },
                      exchange -> true)));
    }
  }

  private void addToAnswers(
      String name, String rule, Predicate<Answer> right, Predicate<Exchange> concerned) {
    checks.add(
        new Check(
            name,
            rule,
            target ->
                judgeAnswers(target, rule, exchange -> right.test(exchange.answer()), concerned)));
  }

  private static Verdict judgeAnswers(
      Target target, String rule, Predicate<Exchange> right, Predicate<Exchange> concerned) {
    var errors =
        target.exchanges().stream()
            .filter(exchange -> exchange.answer().isDescribedError())
            .filter(concerned)
            .toList();
    if (errors.isEmpty()) {
      return Verdict.skip("No request was answered with an ErrorResponse.");
    }
    return errors.stream()
        .filter(right.negate())
        .findFirst()
        .map(
            exchange ->
                Verdict.fail(
                    "it is not so in the answer to the request with the correlation id "
                        + exchange.request().headers().get("X-Correlation-Id"),
                    rule,
                    exchange))
        .orElseGet(() -> Verdict.pass(null));
  }

  /** Whether a property of the body is missing, null or as it should be. */
  private static boolean isAbsentOr(Answer answer, String property, Predicate<JsonNode> right) {
    var value = answer.json().map(body -> body.path(property)).orElse(NODES.nullNode());
    return value.isMissingNode() || value.isNull() || right.test(value);
  }

  /** One value of each JSON kind that a schema does not allow. */
  private static Map<String, JsonNode> wrongKinds(Schema<?> schema) {
    var kinds = new LinkedHashMap<String, JsonNode>();
    kinds.put("string", NODES.textNode("text"));
    kinds.put("number", NODES.numberNode(42));
    kinds.put("boolean", NODES.booleanNode(true));
    kinds.put("array", NODES.arrayNode());
    kinds.put("object", NODES.objectNode());
    if (schema.getType() == null) {
      return Map.of();
    }
    kinds
        .keySet()
        .remove(
            Set.of("integer", "number").contains(schema.getType()) ? "number" : schema.getType());
    return kinds;
  }

  /** One value against each constraint of a schema, by the constraint's name. */
  private static Map<String, JsonNode> wrongValues(Schema<?> schema) {
    var values = new LinkedHashMap<String, JsonNode>();
    if (schema.getMinLength() != null && schema.getMinLength() > 0) {
      values.put("min-length", NODES.textNode("x".repeat(schema.getMinLength() - 1)));
    }
    if (schema.getMaxLength() != null) {
      values.put("max-length", NODES.textNode("x".repeat(schema.getMaxLength() + 1)));
    }
    if (schema.getFormat() != null
        && Set.of("uuid", "date", "date-time", "email").contains(schema.getFormat())) {
      values.put("format", NODES.textNode(MALFORMED));
    }
    if (schema.getEnum() != null) {
      values.put("enum", NODES.textNode("none-of-these"));
    }
    if (schema.getMinimum() != null) {
      values.put("minimum", NODES.numberNode(schema.getMinimum().subtract(BigDecimal.ONE)));
    }
    if (schema.getMaximum() != null) {
      values.put("maximum", NODES.numberNode(schema.getMaximum().add(BigDecimal.ONE)));
    }
    return values;
  }

  private static String inWords(JsonNode value) {
    var text = value.asText();
    return text.isEmpty()
        ? "an empty value"
        : text.length() > 40 ? "a value of " + text.length() + " characters" : "the value " + text;
  }

  private static String withArticle(String noun) {
    return ("ao".indexOf(noun.charAt(0)) < 0 ? "a " : "an ") + noun;
  }

  /** The token with another signature, or with another end if it has none. */
  private static String tampered(String token) {
    int position = token.lastIndexOf('.') + 1;
    if (position >= token.length()) {
      return token + "x";
    }
    char changed = token.charAt(position) == 'A' ? 'B' : 'A';
    return token.substring(0, position) + changed + token.substring(position + 1);
  }

  private void add(
      String name, String rule, Expectation expectation, Function<Target, Request> request) {
    checks.add(Check.of(name, rule, expectation, request));
  }

  private void skip(String name, String rule, String reason) {
    checks.add(Check.skipped(name, rule, reason));
  }
}
