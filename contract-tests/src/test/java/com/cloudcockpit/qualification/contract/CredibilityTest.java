package com.cloudcockpit.qualification.contract;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudcockpit.qualification.contract.ApiServer.Refusal;
import com.cloudcockpit.qualification.contract.ApiServer.Reply;
import com.cloudcockpit.qualification.contract.ApiServer.Variation;
import com.cloudcockpit.qualification.contract.Verdict.Outcome;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The checks pass every server that keeps the contract, and each lie is caught by the check whose
 * rule it breaks.
 */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class CredibilityTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final String PAGE = "<!DOCTYPE html><html><body>Sign in</body></html>";

  private static final AtomicInteger PASSED_HONEST = new AtomicInteger();
  private static final AtomicInteger CAUGHT_LIES = new AtomicInteger();

  /** A way to differ from the plain server that the contract leaves open. */
  record Honest(String name, Variation variation) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A way to break one rule, and the check that must notice. */
  record Lie(String name, String check, Variation variation, Duration timeout) {

    Lie(String name, String check, Variation variation) {
      this(name, check, variation, LONG);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** The first request of a JVM takes seconds, which the short timeout must not be blamed for. */
  @BeforeAll
  static void warmUp() throws IOException {
    run(new Variation() {}, true, LONG);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("honest")
  void whatTheContractLeavesOpenPasses(Honest honest) throws IOException {
    for (boolean withCustomer : new boolean[] {true, false}) {
      var run = run(honest.variation(), withCustomer, LONG);
      assertTrue(run.isKept(), () -> failures(run));
    }
    PASSED_HONEST.incrementAndGet();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lies")
  void aLieIsCaught(Lie lie) throws IOException {
    var run = run(lie.variation(), true, lie.timeout());
    assertTrue(
        run.results().stream()
            .anyMatch(
                result ->
                    result.check().name().equals(lie.check())
                        && result.verdict().outcome() == Outcome.FAIL),
        () -> "not caught by " + lie.check() + ", but: " + failures(run));
    assertFalse(failures(run).contains(ApiServer.TOKEN), "the token is shown");
    CAUGHT_LIES.incrementAndGet();
  }

  @AfterAll
  static void count() {
    System.out.println(
        "Credibility: "
            + PASSED_HONEST
            + " honest servers passed, "
            + CAUGHT_LIES
            + " lies caught");
  }

  static Stream<Honest> honest() {
    return Stream.of(
        new Honest("204 without a body", new Variation() {}),
        new Honest(
            "200 with JSON",
            answering(
                success(),
                reply -> {
                  reply.status = 200;
                  reply.body = "{\"id\":1}";
                })),
        new Honest(
            "200 with null",
            answering(
                success(),
                reply -> {
                  reply.status = 200;
                  reply.body = "null";
                })),
        new Honest("202 without a body", answering(success(), reply -> reply.status = 202)),
        new Honest(
            "the customer is looked up before the body is read",
            new Variation() {
              @Override
              public Refusal choose(List<Refusal> refusals) {
                boolean customerFirst =
                    refusals.contains(Refusal.UNKNOWN_CUSTOMER)
                        && refusals.get(0).compareTo(Refusal.OTHER_CONTENT_TYPE) >= 0;
                return customerFirst ? Refusal.UNKNOWN_CUSTOMER : Variation.super.choose(refusals);
              }
            }),
        new Honest(
            "null error properties",
            errors(
                error -> {
                  error
                      .putNull("type")
                      .putNull("description")
                      .putNull("correlationId")
                      .putNull("errors");
                })),
        new Honest(
            "null properties of the details",
            errors(
                error -> {
                  error
                      .putArray("errors")
                      .addObject()
                      .putNull("propertyName")
                      .putNull("description");
                })),
        new Honest("no error properties", errors(ObjectNode::removeAll)),
        new Honest(
            "further error properties",
            errors(
                error -> {
                  error.put("traceId", "00-4bf92f").putObject("more").put("a", 1);
                  error.withArray("errors").addObject().put("code", 7);
                })),
        new Honest("an empty list of errors", errors(error -> error.putArray("errors"))),
        new Honest(
            "the correlation id in upper case",
            errors(
                error -> {
                  error.put(
                      "correlationId",
                      error.path("correlationId").asText().toUpperCase(Locale.ROOT));
                })),
        new Honest(
            "401 with JSON",
            answering(status(401), reply -> reply.body = "{\"error\":\"invalid_token\"}")),
        new Honest(
            "401 with text",
            answering(
                status(401),
                reply -> {
                  reply.contentType = "text/plain";
                  reply.body = "Who are you?";
                })),
        new Honest(
            "a charset",
            answering(any(), reply -> reply.contentType = "application/json; charset=utf-8")),
        new Honest(
            "another way to write the content type",
            answering(any(), reply -> reply.contentType = "Application/JSON;charset=UTF-8")),
        new Honest("compressed", answering(any(), reply -> reply.encoding = "gzip")),
        new Honest("in chunks", answering(any(), reply -> reply.chunked = true)),
        new Honest("slow", answering(status(404), reply -> reply.delayMillis = 500)),
        new Honest(
            "400 for another content type",
            answering(
                is(Refusal.OTHER_CONTENT_TYPE),
                reply -> {
                  reply.status = 400;
                  reply.body = "{\"statusCode\":400}";
                })),
        new Honest(
            "415 with a problem",
            answering(
                is(Refusal.OTHER_CONTENT_TYPE),
                reply -> {
                  reply.contentType = "application/problem+json";
                  reply.body = "{\"title\":\"Unsupported Media Type\"}";
                })),
        new Honest(
            "404 for a customer id that is no UUID",
            answering(
                is(Refusal.CUSTOMER_ID_NO_UUID),
                reply -> {
                  reply.status = 404;
                  reply.body = "{\"statusCode\":404}";
                })));
  }

  static Stream<Lie> lies() {
    return Stream.of(
        accepts(Refusal.NO_TOKEN, "authentication.required"),
        accepts(Refusal.OTHER_SCHEME, "authentication.scheme"),
        accepts(Refusal.WRONG_TOKEN, "authentication.token"),
        lie(
            "403 for a missing token",
            "authentication.required",
            is(Refusal.NO_TOKEN),
            reply -> reply.status = 403),
        lie(
            "500 for another scheme",
            "authentication.scheme",
            is(Refusal.OTHER_SCHEME),
            reply -> reply.status = 500),
        lie(
            "a login page for a missing token",
            "authentication.required",
            is(Refusal.NO_TOKEN),
            reply -> {
              reply.status = 200;
              page(reply);
            }),
        lie(
            "a login page with 401",
            "authentication.token",
            is(Refusal.WRONG_TOKEN),
            CredibilityTest::page),
        lie(
            "a redirect to a login",
            "authentication.required",
            is(Refusal.NO_TOKEN),
            reply -> {
              reply.status = 302;
              reply.location = "/login";
            }),
        accepts(Refusal.NO_TENANT, "header.X-Tenant.required"),
        accepts(Refusal.EMPTY_TENANT, "header.X-Tenant.min-length"),
        accepts(Refusal.CORRELATION_ID_NO_UUID, "header.X-Correlation-Id.format"),
        new Lie(
            "a correlation id is required",
            "header.X-Correlation-Id.optional",
            new Variation() {
              @Override
              public Reply change(Refusal refusal, HttpExchange exchange, Reply reply) {
                return exchange.getRequestHeaders().containsKey("X-Correlation-Id")
                    ? reply
                    : new Reply(400, "{}");
              }
            }),
        lie(
            "500 for a customer id that is no UUID",
            "path.customerId.format",
            is(Refusal.CUSTOMER_ID_NO_UUID),
            reply -> reply.status = 500),
        lie(
            "a customer id that is no UUID is accepted",
            "path.customerId.format",
            is(Refusal.CUSTOMER_ID_NO_UUID),
            CredibilityTest::accept),
        accepts(Refusal.NO_BODY, "body.required"),
        accepts(Refusal.MALFORMED_BODY, "body.json"),
        lie(
            "500 for malformed JSON",
            "body.json",
            is(Refusal.MALFORMED_BODY),
            reply -> reply.status = 500),
        accepts(Refusal.OTHER_CONTENT_TYPE, "body.content-type"),
        lie(
            "500 for another content type",
            "body.content-type",
            is(Refusal.OTHER_CONTENT_TYPE),
            reply -> reply.status = 500),
        accepts(Refusal.BODY_NO_OBJECT, "body.type.array"),
        accepts(Refusal.NO_INSTANCE, "body.providerInstanceId.required"),
        accepts(Refusal.NULL_INSTANCE, "body.providerInstanceId.null"),
        accepts(Refusal.EMPTY_INSTANCE, "body.providerInstanceId.min-length"),
        accepts(Refusal.NUMBER_INSTANCE, "body.providerInstanceId.type.number"),
        accepts(Refusal.BOOLEAN_INSTANCE, "body.providerInstanceId.type.boolean"),
        accepts(Refusal.ARRAY_INSTANCE, "body.providerInstanceId.type.array"),
        accepts(Refusal.OBJECT_INSTANCE, "body.providerInstanceId.type.object"),
        accepts(Refusal.NO_QUALIFICATION, "body.qualification.required"),
        accepts(Refusal.NULL_QUALIFICATION, "body.qualification.null"),
        accepts(Refusal.STRING_QUALIFICATION, "body.qualification.type.string"),
        accepts(Refusal.NUMBER_QUALIFICATION, "body.qualification.type.number"),
        accepts(Refusal.BOOLEAN_QUALIFICATION, "body.qualification.type.boolean"),
        accepts(Refusal.ARRAY_QUALIFICATION, "body.qualification.type.array"),
        accepts(Refusal.UNKNOWN_CUSTOMER, "customer.unknown"),
        lie(
            "400 for an unknown customer",
            "customer.unknown",
            is(Refusal.UNKNOWN_CUSTOMER),
            reply -> reply.status = 400),
        lie("404 without a body", "customer.unknown", status(404), reply -> reply.body = ""),
        lie("404 with a proxy's page", "customer.unknown", status(404), CredibilityTest::page),
        lie(
            "404 that breaks off",
            "customer.unknown",
            status(404),
            reply -> reply.breakOffAfter = 20),
        lie(
            "404 with JSON that breaks off",
            "customer.unknown",
            status(404),
            reply -> reply.body = reply.body.substring(0, 30)),
        lie("404 with a list", "customer.unknown", status(404), reply -> reply.body = "[]"),
        lie("404 with null", "customer.unknown", status(404), reply -> reply.body = "null"),
        lie(
            "an error as text",
            "error.content-type",
            status(404),
            reply -> reply.contentType = "text/plain"),
        lie(
            "an error as a problem",
            "error.content-type",
            status(400),
            reply -> reply.contentType = "application/problem+json"),
        lie(
            "an error of no type",
            "error.content-type",
            status(400),
            reply -> reply.contentType = null),
        lie(
            "400 without a body",
            "header.X-Tenant.required",
            status(400),
            reply -> reply.body = ""),
        lie(
            "400 that breaks off",
            "body.qualification.null",
            is(Refusal.NULL_QUALIFICATION),
            reply -> reply.breakOffAfter = 9),
        error("another statusCode", "error.status-code", error -> error.put("statusCode", 42)),
        error("a statusCode of 0", "error.status-code", error -> error.put("statusCode", 0)),
        error("a statusCode as text", "error.schema", error -> error.put("statusCode", "400")),
        error(
            "a statusCode with a fraction",
            "error.schema",
            error -> error.put("statusCode", 400.5)),
        error("a statusCode that is null", "error.schema", error -> error.putNull("statusCode")),
        error("a type that is a number", "error.schema", error -> error.put("type", 7)),
        error(
            "a description that is a list", "error.schema", error -> error.putArray("description")),
        error("errors that are an object", "error.schema", error -> error.putObject("errors")),
        error(
            "errors that are texts",
            "error.schema",
            error -> error.putArray("errors").add("wrong")),
        error(
            "a detail that is text",
            "error.schema",
            error -> error.putArray("errors").addObject().put("description", "wrong")),
        error(
            "a property name that is a number",
            "error.schema",
            error -> error.putArray("errors").addObject().put("propertyName", 1)),
        error(
            "another correlation id",
            "error.correlation-id",
            error -> error.put("correlationId", "00000000-0000-0000-0000-000000000000")),
        lie(
            "404 for a valid update",
            "update.accepted",
            success(),
            reply -> {
              reply.status = 404;
              reply.body = "{}";
            }),
        lie("500 for a valid update", "update.accepted", success(), reply -> reply.status = 500),
        lie(
            "a redirect for a valid update",
            "update.accepted",
            success(),
            reply -> {
              reply.status = 307;
              reply.location = "/elsewhere?token=" + ApiServer.TOKEN;
            }),
        lie(
            "a login page for a valid update",
            "update.accepted",
            success(),
            reply -> {
              reply.status = 200;
              page(reply);
            }),
        lie(
            "a page that says it is JSON",
            "update.accepted",
            success(),
            reply -> {
              reply.status = 200;
              reply.body = PAGE;
            }),
        lie(
            "a success with JSON that breaks off",
            "update.accepted",
            success(),
            reply -> {
              reply.status = 200;
              reply.body = "{\"id\":";
            }),
        new Lie(
            "no answer to a valid update in time",
            "update.accepted",
            answering(success(), reply -> reply.delayMillis = LONG.toMillis()),
            SHORT),
        new Lie(
            "a closed connection for a valid update",
            "update.accepted",
            new Variation() {
              @Override
              public Reply change(Refusal refusal, HttpExchange exchange, Reply reply) {
                return refusal == null ? null : reply;
              }
            }));
  }

  private static Lie accepts(Refusal refusal, String check) {
    var name = refusal.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " is accepted";
    return new Lie(
        name,
        check,
        new Variation() {
          @Override
          public Refusal choose(List<Refusal> refusals) {
            return Variation.super.choose(
                refusals.stream().filter(reason -> reason != refusal).toList());
          }
        });
  }

  private static Lie lie(
      String name, String check, Predicate<Refusal> when, Consumer<Reply> change) {
    return new Lie(name, check, answering(when, change));
  }

  private static Lie error(String name, String check, Consumer<ObjectNode> change) {
    return new Lie(name, check, errors(change));
  }

  private static Variation answering(Predicate<Refusal> when, Consumer<Reply> change) {
    return new Variation() {
      @Override
      public Reply change(Refusal refusal, HttpExchange exchange, Reply reply) {
        if (when.test(refusal)) {
          change.accept(reply);
        }
        return reply;
      }
    };
  }

  private static Variation errors(Consumer<ObjectNode> change) {
    return answering(
        status(400).or(status(404)),
        reply -> {
          var error = reply.json();
          change.accept(error);
          reply.body(error);
        });
  }

  private static Predicate<Refusal> any() {
    return refusal -> true;
  }

  private static Predicate<Refusal> success() {
    return refusal -> refusal == null;
  }

  private static Predicate<Refusal> is(Refusal expected) {
    return refusal -> refusal == expected;
  }

  private static Predicate<Refusal> status(int status) {
    return refusal -> refusal != null && refusal.status == status;
  }

  private static void page(Reply reply) {
    reply.contentType = "text/html";
    reply.body = PAGE;
  }

  private static void accept(Reply reply) {
    reply.status = 204;
    reply.body = "";
  }

  private static Run run(Variation variation, boolean withCustomer, Duration timeout)
      throws IOException {
    try (var server = new ApiServer(variation)) {
      return Run.of(server.settings(withCustomer, timeout), result -> {});
    }
  }

  private static String failures(Run run) {
    return run.results().stream()
        .filter(result -> result.verdict().outcome() == Outcome.FAIL)
        .map(result -> Reports.text(run.settings(), result))
        .collect(Collectors.joining("\n"));
  }
}
