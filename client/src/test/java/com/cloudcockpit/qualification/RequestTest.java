package com.cloudcockpit.qualification;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.noContent;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.cloudcockpit.qualification.further.Customer;
import com.cloudcockpit.qualification.model.ErrorResponse;
import com.cloudcockpit.qualification.model.UpdateCustomerMicrosoftQualificationRequest;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client sends, and which responses it accepts. */
class RequestTest {

  @RegisterExtension static final WireMockExtension SERVER = TestServer.newServer();

  @Test
  void sendsTheUpdate() throws Exception {
    TestServer.answer(SERVER, ok());
    try (var client = TestServer.client(SERVER.baseUrl()).build()) {
      client
          .withOptions(new CallOptions().correlationId(TestServer.CORRELATION_ID))
          .update(TestServer.CUSTOMER_ID, TestServer.request());
    }
    var request = onlyRequest();
    assertEquals("PATCH", request.getMethod().getName());
    assertEquals(TestServer.PATH, request.getUrl());
    assertEquals("Bearer " + TestServer.TOKEN, header(request, "Authorization"));
    assertEquals(TestServer.TENANT, header(request, "X-Tenant"));
    assertEquals(TestServer.CORRELATION_ID.toString(), header(request, "X-Correlation-Id"));
    assertEquals("application/json", header(request, "Content-Type"));
    assertTrue(
        header(request, "User-Agent")
            .matches("microsoft-qualification-client/\\d+\\.\\d+\\.\\d+.*"));
    var names = lowerCaseNames(request);
    headersOfTheContract().map(String::toLowerCase).forEach(names::remove);
    assertEquals(
        Set.of("accept", "authorization", "content-length", "content-type", "host", "user-agent"),
        names);
  }

  @Test
  void sendsEachExampleOfTheContract() throws Exception {
    TestServer.answer(SERVER, ok());
    var mapper = new ObjectMapper();
    try (var client = TestServer.client(SERVER.baseUrl()).build()) {
      for (var example : TestServer.examples()) {
        client.update(
            TestServer.CUSTOMER_ID,
            mapper.convertValue(example, UpdateCustomerMicrosoftQualificationRequest.class));
        assertEquals(example, mapper.readTree(onlyRequest().getBody()));
        SERVER.resetRequests();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("headersOfTheContract")
  void sendsEachHeaderOfTheContract(String name) {
    TestServer.answer(SERVER, ok());
    try (var client = TestServer.client(SERVER.baseUrl()).build()) {
      client.update(TestServer.CUSTOMER_ID, TestServer.request());
    }
    if (!onlyRequest().containsHeader(name)) {
      fail(
          """
          openapi.yaml has the header %s, which the client does not send. In client/:
          - add an option for it to MicrosoftQualificationClientBuilder or CallOptions,
          - pass it to CustomersApi in HttpMicrosoftQualificationClient,
          - set the option in TestServer.client or in this test,
          - describe it in README.md; if it is required, set it wherever README.md,
            module-info.java, src/it, src/benchmark, the root README.md and the ClientContractTest
            in contract-tests/ use the client."""
              .formatted(name));
    }
  }

  static Stream<String> headersOfTheContract() {
    return TestServer.parameters()
        .filter(parameter -> parameter.path("in").asText().equals("header"))
        .map(parameter -> parameter.path("name").asText());
  }

  @Test
  void sendsNullsAndNestedValuesOfTheQualification() {
    TestServer.answer(SERVER, ok());
    try (var client = TestServer.client(SERVER.baseUrl()).build()) {
      client.update(
          TestServer.CUSTOMER_ID,
          TestServer.request()
              .putQualificationItem("levels", List.of(1, "two"))
              .putQualificationItem("educationSegment", null));
    }
    assertTrue(onlyRequest().getBodyAsString().contains("\"educationSegment\":null"));
    assertTrue(onlyRequest().getBodyAsString().contains("\"levels\":[1,\"two\"]"));
  }

  @Test
  void sendsARandomCorrelationIdByDefault() {
    TestServer.answer(SERVER, ok());
    try (var client = TestServer.client(SERVER.baseUrl()).build()) {
      var first = client.update(TestServer.CUSTOMER_ID, TestServer.request());
      var second = client.updateAsync(TestServer.CUSTOMER_ID, TestServer.request()).join();
      assertNotEquals(first.correlationId(), second.correlationId());
      var sent =
          requests().stream()
              .map(request -> UUID.fromString(header(request, "X-Correlation-Id")))
              .collect(Collectors.toSet());
      assertEquals(Set.of(first.correlationId(), second.correlationId()), sent);
    }
  }

  @Test
  void overridesTheSettingsOfTheClientPerCall() {
    TestServer.answer(SERVER, ok());
    var options = new CallOptions().tenant("other.example.com");
    try (var client = TestServer.client(SERVER.baseUrl()).build()) {
      var other = client.withOptions(options);
      options.tenant("another.example.com"); // the client has copied the options
      other.update(TestServer.CUSTOMER_ID, TestServer.request());
      assertEquals("other.example.com", header(onlyRequest(), "X-Tenant"));
      SERVER.resetRequests();
      client.update(TestServer.CUSTOMER_ID, TestServer.request());
      assertEquals(TestServer.TENANT, header(onlyRequest(), "X-Tenant"));
      TestServer.answer(SERVER, ok().withFixedDelay(60_000));
      var impatient = other.withOptions(new CallOptions().timeout(Duration.ofMillis(900)));
      var failure =
          assertThrows(
              TransportException.class,
              () -> impatient.update(TestServer.CUSTOMER_ID, TestServer.request()));
      assertTrue(failure.getMessage().contains("within 900 ms"), failure.getMessage());
    }
  }

  @Test
  void changesOptionsInPlace() {
    var options = new CallOptions();
    options.timeout(Duration.ofSeconds(5));
    options.header("X-A", "1");
    options.header("x-a", "2");
    assertEquals(Duration.ofSeconds(5), options.timeout().orElseThrow());
    assertEquals(Map.of("X-A", "2"), options.headers());
  }

  @Test
  void returnsTheHeadersOfTheResponse() {
    TestServer.answer(SERVER, ok().withHeader("X-Request-Id", "one"));
    try (var client = TestServer.client(SERVER.baseUrl()).build()) {
      var result = client.update(TestServer.CUSTOMER_ID, TestServer.request());
      assertEquals("one", result.headers().firstValue("x-request-id").orElseThrow());
    }
  }

  /** Over HTTP/2, calls beyond the server's limit of concurrent streams would fail. */
  @Test
  void usesHttp11EvenIfTheHttpClientPrefersHttp2() {
    TestServer.answer(SERVER, ok());
    var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    try (var client = TestServer.client(SERVER.baseUrl()).httpClient(http).build()) {
      client.update(TestServer.CUSTOMER_ID, TestServer.request());
    }
    assertEquals("HTTP/1.1", onlyRequest().getProtocol());
    assertFalse(onlyRequest().containsHeader("Upgrade"));
  }

  @Test
  void copiesTheCallersQualification() {
    var qualification = new HashMap<String, Object>(Map.of("educationSegment", "K12"));
    var request = new UpdateCustomerMicrosoftQualificationRequest().qualification(qualification);
    qualification.put("website", "example.edu");
    assertEquals(Map.of("educationSegment", "K12"), request.getQualification());
    request.setQualification(Map.of("a", "b"));
    request.putQualificationItem("c", "d");
    assertEquals(Map.of("a", "b", "c", "d"), request.getQualification());
  }

  /** Kotlin's property syntax requires it. */
  @ParameterizedTest
  @ValueSource(
      classes = {
        UpdateCustomerMicrosoftQualificationRequest.class,
        ErrorResponse.class,
        Customer.class
      })
  void hasSettersThatAcceptWhatTheGettersReturn(Class<?> model) throws Exception {
    for (var setter : model.getDeclaredMethods()) {
      if (setter.getName().startsWith("set")) {
        var getter = model.getMethod(setter.getName().replaceFirst("set", "get"));
        assertEquals(
            getter.getAnnotatedReturnType().isAnnotationPresent(Nullable.class),
            setter.getAnnotatedParameterTypes()[0].isAnnotationPresent(Nullable.class),
            setter.getName());
      }
    }
  }

  @Test
  void sendsTheTokenFromTheSupplierOnEachCall() {
    TestServer.answer(SERVER, ok());
    var tokens = new ArrayDeque<>(List.of("one", "two"));
    try (var client = TestServer.client(SERVER.baseUrl()).bearerToken(tokens::remove).build()) {
      client.update(TestServer.CUSTOMER_ID, TestServer.request());
      client.update(TestServer.CUSTOMER_ID, TestServer.request());
    }
    assertEquals(
        Set.of("Bearer one", "Bearer two"),
        requests().stream()
            .map(request -> header(request, "Authorization"))
            .collect(Collectors.toSet()));
  }

  @Test
  void sendsAdditionalHeaders() {
    TestServer.answer(SERVER, ok());
    try (var client =
        TestServer.client(SERVER.baseUrl())
            .header("Ocp-Apim-Subscription-Key", "key")
            .header("Prefer", "code=200")
            .build()) {
      client
          .withOptions(
              new CallOptions().header("prefer", "code=204").header("X-Forwarded-For", "::1"))
          .update(TestServer.CUSTOMER_ID, TestServer.request());
    }
    var request = onlyRequest();
    assertEquals("key", header(request, "Ocp-Apim-Subscription-Key"));
    assertEquals("::1", header(request, "X-Forwarded-For"));
    assertEquals(List.of("code=204"), request.header("Prefer").values());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/gateway", "/gateway/"})
  void keepsThePathOfTheBaseUri(String path) {
    TestServer.answer(SERVER, ok());
    try (var client = TestServer.client(SERVER.baseUrl() + path).build()) {
      client.update(TestServer.CUSTOMER_ID, TestServer.request());
    }
    assertEquals(path.replaceAll("/$", "") + TestServer.PATH, onlyRequest().getUrl());
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 206, 299})
  void returnsAResultForAny2xx(int status) {
    TestServer.answer(SERVER, aResponse().withStatus(status));
    try (var client = TestServer.client(SERVER.baseUrl()).build()) {
      assertEquals(
          status, client.update(TestServer.CUSTOMER_ID, TestServer.request()).statusCode());
      assertEquals(
          status,
          client.updateAsync(TestServer.CUSTOMER_ID, TestServer.request()).join().statusCode());
    }
  }

  @Test
  void ignoresTheBodyOfASuccess() {
    try (var client = TestServer.client(SERVER.baseUrl()).build()) {
      for (var answer :
          List.of(
              noContent(),
              okJson("{\"id\":1}"),
              ok("<html>"),
              ok("x".repeat(300_000)),
              ok("no gzip").withHeader("Content-Encoding", "gzip"))) {
        TestServer.answer(SERVER, answer);
        assertEquals(
            2, client.update(TestServer.CUSTOMER_ID, TestServer.request()).statusCode() / 100);
      }
    }
  }

  @Test
  void usesTheHttpClientOfTheCaller() {
    TestServer.answer(SERVER, ok());
    var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    try (var client = TestServer.client(SERVER.baseUrl()).httpClient(http).build()) {
      client.update(TestServer.CUSTOMER_ID, TestServer.request());
    }
    onlyRequest();
    try (var client = TestServer.client(SERVER.baseUrl()).httpClient(http).build()) {
      assertEquals(
          200,
          client.update(TestServer.CUSTOMER_ID, TestServer.request()).statusCode(),
          "The client must not close the HttpClient of the caller.");
    }
  }

  private static List<LoggedRequest> requests() {
    return SERVER.getAllServeEvents().stream().map(event -> event.getRequest()).toList();
  }

  private static LoggedRequest onlyRequest() {
    assertEquals(1, requests().size());
    return requests().get(0);
  }

  private static String header(LoggedRequest request, String name) {
    return request.getHeader(name);
  }

  private static Set<String> lowerCaseNames(LoggedRequest request) {
    var names = new TreeSet<String>();
    request.getAllHeaderKeys().forEach(name -> names.add(name.toLowerCase(java.util.Locale.ROOT)));
    return names;
  }
}
