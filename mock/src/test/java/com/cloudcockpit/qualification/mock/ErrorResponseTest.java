package com.cloudcockpit.qualification.mock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class ErrorResponseTest {

  private static final String ID = "0d1f7c9e-8a53-4c1b-9a3e-5e0c3b1f6a42";

  @ParameterizedTest(name = "{0}")
  @MethodSource("invalidRequests")
  void namesExactlyThePropertiesAtFault(
      String fault, Call call, int status, Map<String, String> errors) throws Exception {
    assertEquals(new TreeMap<>(errors), errors(errorResponse(call.send(), status)));
  }

  static Stream<Arguments> invalidRequests() {
    var valid = Call.valid();
    return Stream.of(
        invalid("no body", valid.body(null), Map.of("body", "is required")),
        invalid("an empty body", valid.body(""), Map.of("body", "is required")),
        invalid("malformed JSON", valid.body("{"), Map.of("body", "must be valid JSON")),
        invalid("an array", valid.body("[]"), Map.of("body", "must be an object")),
        invalid("false", valid.body("false"), Map.of("body", "must be an object")),
        invalid("zero", valid.body("0"), Map.of("body", "must be an object")),
        invalid("an empty string", valid.body("\"\""), Map.of("body", "must be an object")),
        invalid("null", valid.body("null"), Map.of("body", "must be an object")),
        invalid(
            "an empty object",
            valid.body("{}"),
            StreamSupport.stream(
                    Mock.schema("UpdateCustomerMicrosoftQualificationRequest")
                        .path("required")
                        .spliterator(),
                    false)
                .collect(Collectors.toMap(JsonNode::asText, name -> "is required"))),
        invalid(
            "an empty provider instance ID",
            valid.property("providerInstanceId", "\"\""),
            Map.of("providerInstanceId", "must not be empty")),
        invalid(
            "wrong types",
            valid.property("providerInstanceId", "42").property("qualification", "null"),
            Map.of("providerInstanceId", "must be a string", "qualification", "must be an object")),
        invalid("no tenant", valid.without("X-Tenant"), Map.of("X-Tenant", "is required")),
        invalid(
            "an empty tenant", valid.with("X-Tenant", ""), Map.of("X-Tenant", "must not be empty")),
        invalid(
            "a correlation ID that is not a UUID",
            valid.with("X-Correlation-Id", "string"),
            Map.of("X-Correlation-Id", "must be a UUID")),
        invalid(
            "an empty correlation ID",
            valid.with("X-Correlation-Id", ""),
            Map.of("X-Correlation-Id", "must not be empty")),
        invalid(
            "a customer ID that is not a UUID",
            valid.path("/v1/Customers/42/microsoft-qualification"),
            Map.of("customerId", "must be a UUID")),
        invalid(
            "a customer ID with a byte that is not UTF-8",
            valid.path("/v1/Customers/%ff/microsoft-qualification"),
            Map.of("customerId", "must be a UUID")),
        invalid(
            "several faults",
            valid
                .path("/v1/Customers/42/microsoft-qualification")
                .without("X-Tenant")
                .with("X-Correlation-Id", "string")
                .property("providerInstanceId", null)
                .property("qualification", "[]"),
            Map.of(
                "customerId", "must be a UUID",
                "X-Tenant", "is required",
                "X-Correlation-Id", "must be a UUID",
                "providerInstanceId", "is required",
                "qualification", "must be an object")),
        unsupported(valid.with("Content-Type", "text/plain")),
        unsupported(valid.with("Content-Type", "application/merge-patch+json")),
        unsupported(valid.with("Content-Type", "application/json; charset=utf-16")),
        unsupported(valid.with("Content-Type", "nonsense")),
        unsupported(valid.without("Content-Type")));
  }

  private static Arguments invalid(String fault, Call call, Map<String, String> errors) {
    return arguments(fault, call, 400, errors);
  }

  private static Arguments unsupported(Call call) {
    return arguments(
        "Content-Type " + call.headers().get("Content-Type"),
        call,
        415,
        Map.of("Content-Type", "must be application/json"));
  }

  @Test
  void readsViolationsInTheFormatThatPrismReports() throws Exception {
    var node = new NodePackage(Mock.DIRECTORY);
    var prism =
        node.node(
                List.of(
                    "node_modules/@stoplight/prism-cli/dist/index.js",
                    "mock",
                    Mock.SPECIFICATION.toString(),
                    "--port=0"))
            .start();
    try (var lines = prism.inputReader()) {
      var address =
          lines
              .lines()
              .filter(line -> line.contains("listening on "))
              .map(line -> URI.create(line.replaceFirst(".*listening on ", "")))
              .findFirst()
              .orElseThrow();
      var call = Call.valid().path("/v1/Customers/42/microsoft-qualification");
      var violations =
          call.without("X-Tenant")
              .property("providerInstanceId", null)
              .property("qualification", "1")
              .send(address)
              .headers();
      assertEquals(
          Mock.json(
              """
              [{"location":["request","body"],"severity":"Error","code":"required",
                "message":"Request body must have required property 'providerInstanceId'"},
               {"location":["request","body","qualification"],"severity":"Error","code":"type",
                "message":"Request body property qualification must be object"},
               {"location":["request","header"],"severity":"Error","code":"required",
                "message":"Request header must have required property 'x-tenant'"},
               {"location":["request","path","customerid"],"severity":"Error","code":"format",
                "message":"Request path parameter customerid must match format \\"uuid\\""}]
              """),
          Mock.json(violations.firstValue("sl-violations").orElse("null")),
          "This release of Prism reports violations differently: adapt mock/prism/errors.cjs.");
    } finally {
      prism.destroyForcibly();
    }
  }

  @Test
  void sendsOnlyPropertiesOfTheContract() throws Exception {
    var names = new TreeSet<String>();
    errorResponse(Call.valid().body("{").send(), 400).fieldNames().forEachRemaining(names::add);
    Mock.schema("ErrorResponse").path("properties").fieldNames().forEachRemaining(names::remove);
    for (var name : names) {
      fail(
          """
          ErrorResponse in openapi.yaml no longer has %1$s. Remove it from mock/prism/errors.cjs; \
          'git grep -n %1$s' lists the other places."""
              .formatted(name));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json; charset=utf-8",
        "Application/JSON;charset=\"UTF-8\"",
        "application/json;",
        "application/json ; ; charset=utf-8;"
      })
  void acceptsEverySpellingOfTheContentType(String contentType) throws Exception {
    assertEquals(200, Call.valid().with("Content-Type", contentType).send().statusCode());
  }

  @Test
  void acceptsAPathWithUnnecessaryEncoding() throws Exception {
    var path = Call.valid().path().replace("t-q", "t%2Dq").replace("/C", "/%43");
    assertEquals(200, Call.valid().path(path).send().statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/Unknown",
        "/v1/customers/3fa85f64-5717-4562-b3fc-2c963f66afa6/microsoft-qualification",
        "//v1/Unknown?a=b",
        "//127.0.0.1/v1/Customers/3fa85f64-5717-4562-b3fc-2c963f66afa6/microsoft-qualification",
        "/v1/%ff?x=1"
      })
  void reportsAnUnknownPathAsItWasSentAndListsTheValidOnes(String path) throws Exception {
    var error = errorResponse(Call.valid().path(path).send(), 404);
    var shown = path.replaceFirst("\\?.*", "");
    var description = error.path("description").asText();
    assertTrue(description.startsWith("There is no path %s. ".formatted(shown)), description);
    assertTrue(description.contains(Mock.path()), description);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%s", "%s/"})
  void saysThatAPathHasAnExtraSlash(String path) throws Exception {
    var description =
        errorResponse(Call.valid().path(path.formatted(Call.valid().path())).send(), 404)
            .path("description");
    assertTrue(description.asText().contains("Remove the extra slash"), description::asText);
  }

  @ParameterizedTest
  @CsvSource({"PUT", "DELETE", "OPTIONS"})
  void reportsTheMethodsThatAPathAllows(String method) throws Exception {
    var response = Call.valid().method(method).send();
    errorResponse(response, 405);
    assertTrue(response.headers().firstValue("Allow").orElseThrow().contains("PATCH"));
  }

  @ParameterizedTest
  @CsvSource({"Prefer, code=404", "Prefer, code=500", "Content-Type, text/plain", "X-Tenant, ''"})
  void repeatsTheCorrelationId(String header, String value) throws Exception {
    var call = Call.valid().with(header, value);
    var sent = json(call.with("X-Correlation-Id", ID).send());
    assertEquals(ID, sent.path("correlationId").asText());

    var first = UUID.fromString(json(call.send()).path("correlationId").asText());
    var second = UUID.fromString(json(call.send()).path("correlationId").asText());
    assertNotEquals(first, second);
  }

  @Test
  void sendsTheDocumentedExampleUnchanged() throws Exception {
    var call = Call.valid().with("Prefer", "code=404, example=documented");
    var response = call.with("X-Correlation-Id", ID).send();
    assertEquals(Mock.example("404", "documented"), json(response));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unauthenticatedRequests")
  void requiresATokenBeforeAnythingElse(String fault, Call call) throws Exception {
    var response = call.send();
    assertEquals(401, response.statusCode());
    assertEquals("", response.body());
    assertEquals("Bearer", response.headers().firstValue("WWW-Authenticate").orElseThrow());
  }

  static Stream<Arguments> unauthenticatedRequests() {
    var call = Call.valid().without("Authorization");
    return Stream.of(
        arguments("no token", call),
        arguments("an empty token", call.with("Authorization", "Bearer ")),
        arguments("another scheme", call.with("Authorization", "Basic dXNlcjpwYXNz")),
        arguments("no tenant", call.without("X-Tenant")),
        arguments("no properties", call.body("{}")),
        arguments("malformed JSON", call.body("{")),
        arguments("no body", call.body(null)),
        arguments("a large body", call.body("x".repeat(11 << 20))),
        arguments("wrong content type", call.with("Content-Type", "text/plain")),
        arguments("malformed content type", call.with("Content-Type", ";;")),
        arguments(
            "a customer ID that is not a UUID",
            call.path("/v1/Customers/42/microsoft-qualification")),
        arguments("an unknown preference", call.with("Prefer", "cod=404")),
        arguments("a preference", call.with("Prefer", "code=404")));
  }

  @Test
  void saysThatARequestedUnauthorizedResponseIsAboutTheToken() throws Exception {
    var response = Call.valid().with("Prefer", "code=401").send();
    assertEquals(
        List.of("Bearer error=\"invalid_token\""),
        response.headers().allValues("WWW-Authenticate"));
  }

  @Test
  void rejectsAnInvalidRequestWhateverItPrefers() throws Exception {
    var call = Call.valid().with("Prefer", "code=400, example=documented");
    assertEquals(
        Map.of("X-Tenant", "is required"),
        errors(errorResponse(call.without("X-Tenant").send(), 400)));
    assertEquals(
        Map.of("body", "must be valid JSON"), errors(errorResponse(call.body("{").send(), 400)));
  }

  @Test
  void sendsErrorsAsJsonWhateverTheClientAccepts() throws Exception {
    var call = Call.valid().with("Accept", "text/html").with("Prefer", "code=404");
    errorResponse(call.send(), 404);
  }

  /** Asserts that a response has the status and an ErrorResponse, and returns that. */
  private static JsonNode errorResponse(HttpResponse<String> response, int status) {
    assertEquals(status, response.statusCode(), response.body());
    assertEquals("application/json", response.headers().firstValue("Content-Type").orElseThrow());
    var error = json(response);
    assertEquals(status, error.path("statusCode").asInt());
    assertTrue(error.path("type").isTextual());
    assertTrue(error.path("description").isTextual());
    UUID.fromString(error.path("correlationId").asText());
    assertTrue(error.path("errors").isArray() || error.path("errors").isNull());
    return error;
  }

  private static Map<String, String> errors(JsonNode error) {
    var errors = new TreeMap<String, String>();
    for (var entry : error.path("errors")) {
      assertEquals(1, entry.path("description").size(), entry::toString);
      errors.put(entry.path("propertyName").asText(), entry.path("description").path(0).asText());
    }
    return errors;
  }

  private static JsonNode json(HttpResponse<String> response) {
    return Mock.json(response.body());
  }
}
