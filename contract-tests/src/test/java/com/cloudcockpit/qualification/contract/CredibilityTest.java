package com.cloudcockpit.qualification.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.cloudcockpit.qualification.contract.ApiServer.Reply;
import com.cloudcockpit.qualification.contract.ApiServer.Traits;
import com.cloudcockpit.qualification.contract.ApiServer.Variation;
import com.cloudcockpit.qualification.contract.checks.Result;
import com.cloudcockpit.qualification.contract.checks.Rule;
import com.cloudcockpit.qualification.contract.checks.Verdict.Outcome;
import com.cloudcockpit.qualification.contract.http.NoVerdictException;
import com.cloudcockpit.qualification.contract.report.Report;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests the checks themselves. All checks must pass for an honest server, which complies with the
 * contract. A lie is a server that violates a rule, and the check of that rule must fail. Most lies
 * are in {@code lies.txt}.
 */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class CredibilityTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final String PAGE = "<!DOCTYPE html><html><body>Sign in</body></html>";

  /** Servers that test how responses are read, so that REST Assured must send the requests. */
  private static final Set<String> TEST_THE_TRANSPORT =
      Set.of(
          "204 without a body",
          "compressed responses",
          "responses in chunks",
          "429 for every tenth request",
          "a truncated 404",
          "a redirect for a valid update",
          "closes the connection for a large qualification",
          "an unknown customer gets no response in time");

  private static final String LIES_FILE = "contract-tests/src/test/resources/**/lies.txt";
  private static final String PROPERTIES = "body without|providerInstanceId|qualification|gained";

  /** Checks that never fail alone, and why. */
  private static final Set<String> NEVER_ALONE =
      Set.of(
          // a server that rejects the usual update also rejects its variants
          "update.accepted",
          // the JDK's server does not preserve the case of header names
          "header.accepts.lower-case",
          // other customer IDs in the path are unknown as well
          "customer.unknown",
          // the documentation page's example also has an empty qualification
          "body.qualification.accepts.empty");

  private static final Set<String> CAUGHT_ALONE = ConcurrentHashMap.newKeySet();
  private static final AtomicInteger PASSED = new AtomicInteger();
  private static final AtomicInteger CAUGHT = new AtomicInteger();
  private static final AtomicInteger CAUGHT_WITHOUT_CUSTOMER = new AtomicInteger();

  /** A variation that the contract allows. */
  record Honest(String name, Variation variation) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A variation that violates a rule, and the check that must fail. */
  record Lie(String name, String check, Variation variation, Duration timeout) {

    Lie(String name, String check, Variation variation) {
      this(name, check, variation, LONG);
    }

    /** Whether it comes from the file, so its error responses comply with the contract. */
    boolean isListed() {
      return name.matches("(accepts|rejects) .*");
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void requireAServerThatCompliesWithTheContract() {
    ApiServer.assumeThatNothingWasRemoved();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("honest")
  void passesForEachServerThatCompliesWithTheContract(Honest honest) throws IOException {
    for (boolean withCustomer : new boolean[] {true, false}) {
      try (var server = new ApiServer(honest.variation())) {
        var report = checks(server, honest.name(), withCustomer).build().run();
        assertTrue(
            report.isCompliant(),
            () ->
                "These checks fail for a server that complies with the contract: " + names(report));
      }
    }
    PASSED.incrementAndGet();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"listedLies", "otherLies"})
  void detectsEachViolatedRule(Lie lie) throws IOException {
    Report report;
    try (var server = new ApiServer(lie.variation())) {
      var skipped = lie.isListed() ? List.of("error.*") : List.<String>of();
      var checks = checks(server, lie.name(), true).timeout(lie.timeout()).skip(skipped);
      report = checks.build().run();
    }
    var caught = caught(report);
    assertTrue(
        caught.contains(lie.check()),
        () ->
            "%s does not detect the lie '%s'. Checks that failed: [%s]"
                .formatted(lie.check(), lie, names(report)));
    CAUGHT.incrementAndGet();
    if (caught.size() == 1) {
      CAUGHT_ALONE.add(lie.check());
    }
    if (catchesWithoutCustomer(lie)) {
      CAUGHT_WITHOUT_CUSTOMER.incrementAndGet();
    }
  }

  @Test
  void hasNoLieForACheckThatDoesNotExist() throws IOException {
    var checks = rules().stream().map(Rule::name).collect(Collectors.toSet());
    var unknown = new TreeSet<>(lies().stream().map(Lie::check).toList());
    unknown.removeAll(checks);
    assertEquals(Set.of(), unknown, LIES_FILE + ": remove the lies about checks that do not exist");
  }

  /** For a new check, add a line to {@code lies.txt}. */
  @AfterAll
  static void hasALieForEachCheckThatOnlyThisCheckDetects() {
    ApiServer.assumeThatNothingWasRemoved();
    System.out.printf(
        """
        Credibility: passed for %s servers that comply with the contract, with and without a \
        customer; detected %s lies, %s of them also without a customer%n""",
        PASSED, CAUGHT, CAUGHT_WITHOUT_CUSTOMER);
    var missing = new TreeSet<>(rules().stream().map(Rule::name).toList());
    missing.removeAll(CAUGHT_ALONE);
    missing.removeAll(NEVER_ALONE);
    // the checks of other parameters and properties are derived in the same way
    ApiServer.gained().forEach(name -> missing.removeIf(rule -> rule.contains("." + name + ".")));
    if (!missing.isEmpty()) {
      fail(
          """
          %s: for each of these checks, add a lie that only this check detects: %s"""
              .formatted(LIES_FILE, missing));
    }
  }

  static Stream<Honest> honest() {
    return Stream.of(
        new Honest("204 without a body", new Variation() {}),
        success("200 with JSON", "application/json", "{\"id\":1}"),
        success("200 with null", "application/json", "null"),
        success("200 with a short text", "text/plain", "OK"),
        success("200 with a short text as HTML", "text/html; charset=utf-8", "Updated"),
        success("200 without a body as HTML", "text/html; charset=utf-8", ""),
        new Honest("202 without a body", answering(isSuccess(), reply -> reply.status = 202)),
        new Honest(
            "looks up the customer before it reads the body",
            lookingUpAfter("content|body|" + PROPERTIES)),
        new Honest(
            "looks up the customer before it reads the headers",
            lookingUpAfter("X-|content|body|" + PROPERTIES)),
        new Honest(
            "looks up the customer before it validates the properties", lookingUpAfter(PROPERTIES)),
        new Honest(
            "null error properties",
            errors(error -> List.of("type", "description", "errors").forEach(error::putNull))),
        new Honest(
            "null properties of an error detail",
            errors(
                error ->
                    error
                        .putArray("errors")
                        .addObject()
                        .putNull("propertyName")
                        .putNull("description"))),
        new Honest("errors without properties", errors(ObjectNode::removeAll)),
        new Honest(
            "errors without a correlation ID", errors(error -> error.remove("correlationId"))),
        new Honest(
            "additional error properties",
            errors(
                error -> {
                  error.put("traceId", "00-4bf92f").putObject("more").put("a", 1);
                  error.withArray("errors").addObject().put("code", 7);
                })),
        new Honest("an empty array of errors", errors(error -> error.putArray("errors"))),
        new Honest(
            "the correlation ID in upper case",
            errors(
                error ->
                    error.put(
                        "correlationId",
                        error.path("correlationId").asText().toUpperCase(Locale.ROOT)))),
        new Honest(
            "400 for a malformed Authorization header",
            answering(
                fault ->
                    fault != null
                        && fault.matches("authorization with (no token|no scheme|a word after).*"),
                CredibilityTest::badRequest)),
        unauthorized("401 with JSON", "application/json", "{\"error\":\"invalid_token\"}"),
        unauthorized("401 with text", "text/plain", "Who are you?"),
        unauthorized("401 with a web page", "text/html", PAGE),
        new Honest(
            "a content type with a charset",
            answering(any(), reply -> reply.contentType = "application/json; charset=utf-8")),
        new Honest(
            "a content type in another notation",
            answering(any(), reply -> reply.contentType = "Application/JSON;charset=UTF-8")),
        new Honest("compressed responses", answering(any(), reply -> reply.encoding = "gzip")),
        new Honest("responses in chunks", answering(any(), reply -> reply.chunked = true)),
        new Honest("429 for every tenth request", limiting()),
        new Honest(
            "400 for another content type",
            answering(startsWith("content type"), CredibilityTest::badRequest)),
        new Honest(
            "415 with problem details",
            answering(
                startsWith("content type"),
                reply -> {
                  reply.contentType = "application/problem+json";
                  reply.body = "{\"title\":\"Unsupported Media Type\"}";
                })),
        new Honest(
            "404 for a customer ID that is not a UUID",
            answering(
                startsWith("customerId"),
                reply -> {
                  reply.status = 404;
                  reply.body = "{\"statusCode\":404,\"type\":\"NotFound\"}";
                })),
        new Honest("looks up the provider instance", lookingProviderInstancesUp()),
        new Honest("rejects unknown properties", rejecting("body with an unknown property")),
        new Honest(
            "accepts other notations of UUIDs",
            accepting(".* (in braces|without dashes|as a URN)")),
        new Honest(
            "a lenient JSON parser",
            accepting("body (with .*|followed by text|that is not UTF-8)")));
  }

  static List<Lie> listedLies() throws IOException {
    var checks = rules().stream().map(Rule::name).collect(Collectors.toSet());
    return lies().stream().filter(lie -> checks.contains(lie.check())).toList();
  }

  private static List<Lie> lies() throws IOException {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                CredibilityTest.class.getResourceAsStream("lies.txt"), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\\s+", 3))
          .map(
              line ->
                  new Lie(
                      "%s %s".formatted(line[1], line[2]),
                      line[0],
                      line[1].equals("accepts") ? accepting(line[2]) : rejecting(line[2])))
          .toList();
    }
  }

  static Stream<Lie> otherLies() {
    return Stream.of(
        new Lie(
            "rejects an empty qualification",
            "body.qualification.accepts.empty",
            rejecting("qualification without properties")),
        lie(
            "400 for a missing token",
            "authentication.required",
            startsWith("authorization"),
            reply -> reply.status = 400),
        lie(
            "403 for a missing token",
            "authentication.required",
            startsWith("authorization"),
            reply -> reply.status = 403),
        lie(
            "a login page for a missing token",
            "authentication.required",
            startsWith("authorization"),
            CredibilityTest::loginPage),
        lie(
            "a redirect to a login page for a missing token",
            "authentication.required",
            startsWith("authorization"),
            reply -> {
              reply.status = 302;
              reply.location = "/login";
            }),
        lie(
            "500 for a customer ID that is not a UUID",
            "path.customerId.format",
            startsWith("customerId"),
            CredibilityTest::serverError),
        lie(
            "500 for malformed JSON",
            "body.json.truncated",
            startsWith("body"),
            CredibilityTest::serverError),
        lie(
            "500 for text after JSON",
            "body.json.trailing-text",
            startsWith("body followed by text"),
            CredibilityTest::serverError),
        lie(
            "500 for another content type",
            "body.content-type.text",
            startsWith("content type"),
            CredibilityTest::serverError),
        lie(
            "422 for an invalid property",
            "body.qualification.required",
            startsWith("qualification"),
            reply -> reply.status = 422),
        lie(
            "an unknown customer is accepted",
            "customer.unknown",
            unknownCustomer(),
            CredibilityTest::accept),
        lie(
            "400 for an unknown customer",
            "customer.unknown",
            unknownCustomer(),
            CredibilityTest::badRequest),
        lie(
            "403 for an unknown customer",
            "customer.unknown",
            unknownCustomer(),
            reply -> reply.status = 403),
        lie("404 without a body", "error.json", unknownCustomer(), reply -> reply.body = ""),
        lie(
            "404 with the web page of a proxy",
            "error.json",
            unknownCustomer(),
            CredibilityTest::page),
        lie(
            "a truncated 404",
            "customer.unknown",
            unknownCustomer(),
            reply -> reply.truncateAfter = 20),
        lie(
            "a 404 with truncated JSON",
            "error.json",
            unknownCustomer(),
            reply -> reply.body = reply.body.substring(0, 30)),
        lie("400 without a body", "error.json", status(400), reply -> reply.body = ""),
        lie(
            "malformed JSON gets a web page",
            "error.json",
            startsWith("body that is truncated"),
            CredibilityTest::page),
        lie("404 with a JSON array", "error.schema", unknownCustomer(), reply -> reply.body = "[]"),
        lie("404 with null", "error.schema", unknownCustomer(), reply -> reply.body = "null"),
        lie(
            "an error as text",
            "error.content-type",
            unknownCustomer(),
            reply -> reply.contentType = "text/plain"),
        lie(
            "an error as problem details",
            "error.content-type",
            status(400),
            reply -> reply.contentType = "application/problem+json"),
        lie(
            "an error without a content type",
            "error.content-type",
            status(400),
            reply -> reply.contentType = null),
        lie(
            "a 404 in another format",
            "error.names",
            unknownCustomer(),
            reply -> reply.body = "{\"message\":\"not found\"}"),
        lie(
            "a 400 in another format",
            "error.names",
            status(400),
            reply -> reply.body = "{\"error\":{\"code\":\"invalid\"}}"),
        lie(
            "an error that explains nothing",
            "error.explanation",
            status(400),
            reply -> reply.body = "{\"statusCode\":400}"),
        error("another statusCode", "error.status-code", error -> error.put("statusCode", 42)),
        error("a statusCode of 0", "error.status-code", error -> error.put("statusCode", 0)),
        error(
            "a statusCode that is a string",
            "error.schema",
            error -> error.put("statusCode", "400")),
        error(
            "a statusCode with a fraction",
            "error.schema",
            error -> error.put("statusCode", 400.5)),
        error("a type that is a number", "error.schema", error -> error.put("type", 7)),
        error(
            "a description that is an array",
            "error.schema",
            error -> error.putArray("description")),
        error("errors that are an object", "error.schema", error -> error.putObject("errors")),
        error(
            "errors that are strings",
            "error.schema",
            error -> error.putArray("errors").add("wrong")),
        error(
            "an error detail whose description is a string",
            "error.schema",
            error -> error.putArray("errors").addObject().put("description", "wrong")),
        error(
            "another correlation ID",
            "error.correlation-id",
            error -> error.put("correlationId", "00000000-0000-0000-0000-000000000000")),
        lie(
            "404 for a valid update",
            "update.accepted",
            isSuccess(),
            reply -> {
              reply.status = 404;
              reply.body = "{}";
            }),
        lie("500 for a valid update", "update.accepted", isSuccess(), CredibilityTest::serverError),
        lie("503 for a valid update", "update.accepted", isSuccess(), reply -> reply.status = 503),
        lie(
            "a redirect for a valid update",
            "update.accepted",
            isSuccess(),
            reply -> {
              reply.status = 307;
              reply.location = "/elsewhere?token=" + ApiServer.TOKEN;
            }),
        lie(
            "a login page for a valid update",
            "update.accepted",
            isSuccess(),
            CredibilityTest::loginPage),
        lie(
            "a web page with the content type of JSON",
            "update.accepted",
            isSuccess(),
            reply -> {
              reply.status = 200;
              reply.body = PAGE;
            }),
        lie(
            "a 2xx with truncated JSON",
            "update.accepted",
            isSuccess(),
            reply -> {
              reply.status = 200;
              reply.body = "{\"id\":";
            }),
        new Lie(
            "closes the connection for a large qualification",
            "body.qualification.accepts.large",
            new Variation() {
              @Override
              public String choose(Traits traits) {
                return traits.variants().contains("qualification of 64 KiB")
                    ? "close"
                    : Variation.super.choose(traits);
              }

              @Override
              public Reply change(String fault, HttpExchange exchange, Reply reply) {
                return "close".equals(fault) ? null : reply;
              }
            }),
        new Lie(
            "an unknown customer gets no response in time",
            "customer.unknown",
            answering(unknownCustomer(), reply -> reply.delayMillis = LONG.toMillis()),
            SHORT));
  }

  private static Honest success(String name, String contentType, String body) {
    return new Honest(
        name,
        answering(
            isSuccess(),
            reply -> {
              reply.status = 200;
              reply.contentType = contentType;
              reply.body = body;
            }));
  }

  private static Honest unauthorized(String name, String contentType, String body) {
    return new Honest(
        name,
        answering(
            status(401),
            reply -> {
              reply.contentType = contentType;
              reply.body = body;
            }));
  }

  /** Reports an unknown customer before the faults that match. */
  private static Variation lookingUpAfter(String later) {
    return new Variation() {
      @Override
      public String choose(Traits traits) {
        var fault = Variation.super.choose(traits);
        boolean first =
            traits.faults().contains(ApiServer.UNKNOWN_CUSTOMER)
                && fault.matches("(%s).*".formatted(later));
        return first ? ApiServer.UNKNOWN_CUSTOMER : fault;
      }
    };
  }

  private static Variation accepting(String fault) {
    return new Variation() {
      @Override
      public String choose(Traits traits) {
        return traits.faults().stream()
            .filter(other -> !other.matches(fault))
            .findFirst()
            .filter(other -> traits.faults().size() == 1 || isAccepted(traits, other))
            .orElse(null);
      }

      /** Accepts other notations of the customer ID. */
      private boolean isAccepted(Traits traits, String other) {
        return !other.equals(ApiServer.UNKNOWN_CUSTOMER)
            || traits.faults().stream().noneMatch(name -> name.startsWith("customerId"));
      }
    };
  }

  private static Variation rejecting(String variant) {
    return new Variation() {
      @Override
      public String choose(Traits traits) {
        var fault = Variation.super.choose(traits);
        boolean valid = fault == null || fault.equals(ApiServer.UNKNOWN_CUSTOMER);
        return valid && traits.variants().contains(variant)
            ? variant.startsWith("authorization") ? variant : "request rejected: " + variant
            : fault;
      }
    };
  }

  private static Variation lookingProviderInstancesUp() {
    return new Variation() {
      @Override
      public String choose(Traits traits) {
        var fault = Variation.super.choose(traits);
        var other = "providerInstanceId other than the customer's";
        return fault == null && traits.variants().contains(other) ? other : fault;
      }
    };
  }

  /** Returns 429 for every tenth request. */
  private static Variation limiting() {
    var count = new AtomicInteger();
    return new Variation() {
      @Override
      public Reply change(String fault, HttpExchange exchange, Reply reply) {
        if (count.incrementAndGet() % 10 == 0) {
          reply.status = 429;
          reply.retryAfter = "0";
          reply.body = "";
        }
        return reply;
      }
    };
  }

  private static Lie lie(
      String name, String check, Predicate<String> when, Consumer<Reply> change) {
    return new Lie(name, check, answering(when, change));
  }

  private static Lie error(String name, String check, Consumer<ObjectNode> change) {
    return new Lie(name, check, errors(change));
  }

  private static Variation answering(Predicate<String> when, Consumer<Reply> change) {
    return new Variation() {
      @Override
      public Reply change(String fault, HttpExchange exchange, Reply reply) {
        if (when.test(fault)) {
          change.accept(reply);
        }
        return reply;
      }
    };
  }

  private static Variation errors(Consumer<ObjectNode> change) {
    return answering(
        fault -> fault != null && !fault.matches("(authorization|content type).*"),
        reply -> {
          var error = reply.json();
          change.accept(error);
          reply.body = error.toString();
        });
  }

  private static Predicate<String> any() {
    return fault -> true;
  }

  private static Predicate<String> isSuccess() {
    return fault -> fault == null;
  }

  private static Predicate<String> unknownCustomer() {
    return ApiServer.UNKNOWN_CUSTOMER::equals;
  }

  private static Predicate<String> startsWith(String start) {
    return fault -> fault != null && fault.startsWith(start);
  }

  private static Predicate<String> status(int status) {
    return status == 401
        ? startsWith("authorization")
        : fault -> fault != null && ApiServer.status(fault) == status;
  }

  private static void page(Reply reply) {
    reply.contentType = "text/html";
    reply.body = PAGE;
  }

  private static void loginPage(Reply reply) {
    reply.status = 200;
    page(reply);
  }

  private static void accept(Reply reply) {
    reply.status = 204;
    reply.body = "";
  }

  private static void badRequest(Reply reply) {
    reply.status = 400;
    reply.body = "{\"statusCode\":400,\"type\":\"BadRequest\"}";
  }

  private static void serverError(Reply reply) {
    reply.status = 500;
    reply.body = "{\"statusCode\":500,\"type\":\"InternalServerError\"}";
  }

  private static List<Rule> rules() {
    return ContractChecks.builder()
        .baseUri("http://localhost")
        .tenant("a")
        .token(ApiServer.TOKEN)
        .customer(ApiServer.CUSTOMER, "i", "{}")
        .build()
        .rules();
  }

  private static boolean catchesWithoutCustomer(Lie lie) throws IOException {
    // the check itself, and those that show the order in which the server validates requests
    var only =
        lie.check().startsWith("error.")
            ? List.of("*")
            : List.of(
                lie.check(), "path.customerId.format*", "body.*.required", "body.*.min-length");
    try (var server = new ApiServer(lie.variation())) {
      var checks = checks(server, lie.name(), false).timeout(lie.timeout()).only(only);
      return caught(checks.build().run()).contains(lie.check());
    } catch (NoVerdictException e) {
      return false;
    }
  }

  private static ContractChecks.Builder checks(
      ApiServer server, String name, boolean withCustomer) {
    return TEST_THE_TRANSPORT.contains(name)
        ? server.checks(withCustomer)
        : server.fastChecks(withCustomer);
  }

  /** The rules that caused failures or warnings. */
  private static List<String> caught(Report report) {
    return violations(report).map(result -> result.rule().name()).toList();
  }

  private static String names(Report report) {
    return violations(report)
        .map(result -> result.rule().name())
        .limit(5)
        .collect(Collectors.joining(", "));
  }

  private static Stream<Result> violations(Report report) {
    return report.results().stream()
        .filter(result -> result.outcome() == Outcome.FAIL || result.outcome() == Outcome.WARN);
  }
}
