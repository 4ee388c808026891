package com.cloudcockpit.qualification;

import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudcockpit.qualification.model.UpdateCustomerMicrosoftQualificationRequest;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validation;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.net.Authenticator;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client rejects before it sends anything. */
class SafetyTest {

  @RegisterExtension static final WireMockExtension SERVER = TestServer.newServer();

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "Bearer secret",
        "bearer secret",
        "secret\r\nX-Evil: 1",
        "secret\n",
        "sécret",
        "se cret"
      })
  void rejectsAMalformedToken(String token) {
    assertRejected(
        IllegalArgumentException.class,
        () -> TestServer.client("https://api.example").bearerToken(token));
    TestServer.answer(SERVER, ok());
    try (var client = TestServer.client(SERVER.baseUrl()).bearerToken(() -> token).build()) {
      assertRejected(
          IllegalArgumentException.class,
          () -> client.update(TestServer.CUSTOMER_ID, TestServer.request()));
    }
  }

  @Test
  void throwsWhatTheTokenSupplierThrows() {
    try (var client =
        TestServer.client(SERVER.baseUrl())
            .bearerToken(
                () -> {
                  throw new UnsupportedOperationException("no token today");
                })
            .build()) {
      assertRejected(
          UnsupportedOperationException.class,
          () -> client.update(TestServer.CUSTOMER_ID, TestServer.request()));
      var future = client.updateAsync(TestServer.CUSTOMER_ID, TestServer.request());
      assertThrows(CompletionException.class, future::join);
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "portal.example\r\nX-Evil: 1", "portal\n", "pörtal"})
  void rejectsAMalformedTenant(String tenant) {
    assertRejected(
        IllegalArgumentException.class,
        () -> MicrosoftQualificationClient.builder().tenant(tenant));
    assertRejected(IllegalArgumentException.class, () -> new CallOptions().tenant(tenant));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "authorization", "X-Tenant", "x-correlation-id", "Content-Type", "Accept", "User-Agent",
        "Host", "Content-Length", "Connection", "", "X Header", "X-Header\r\nX-Evil",
      })
  void rejectsAnAdditionalHeaderThatItSetsItselfOrThatIsMalformed(String name) {
    assertRejected(
        IllegalArgumentException.class,
        () -> MicrosoftQualificationClient.builder().header(name, "secret"));
    assertRejected(IllegalArgumentException.class, () -> new CallOptions().header(name, "secret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret\r\nX-Evil: 1", "sécret secret", "secret\u0000"})
  void rejectsAMalformedHeaderValue(String value) {
    assertRejected(
        IllegalArgumentException.class, () -> new CallOptions().header("X-Header", value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.example",
        "http://127.0.0.1.example",
        "http://10.0.0.1",
        "http://localhost.example",
        "HTTP://api.example",
        "ftp://api.example",
        "api.example",
        "https://",
        "https://user:password@api.example",
        "https://api.example?a=b",
        "https://api.example#a",
        "https:/api.example",
        "not a URI",
        "https://user:password@api example",
        "https://api.example:99999",
        "https://my_service:8080",
      })
  void rejectsABaseUriThatMustNotGetTheToken(String uri) {
    var failure =
        assertRejected(IllegalArgumentException.class, () -> TestServer.client(uri).build());
    assertFalse(failure.getMessage().contains("password"), failure.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:4010",
        "http://mock.localhost",
        "http://127.0.0.1",
        "http://[::1]:4010",
        "http://[0:0:0:0:0:0:0:1]",
        "https://api.example/gateway/"
      })
  void acceptsHttpsAndPlainHttpToThisMachine(String uri) {
    TestServer.client(uri).build().close();
  }

  @Test
  void acceptsPlainHttpIfAllowed() {
    TestServer.client("http://api.example").allowPlainHttp().build().close();
  }

  @Test
  void rejectsAnHttpClientThatFollowsRedirects() {
    var http = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    assertRejected(
        IllegalArgumentException.class,
        () -> MicrosoftQualificationClient.builder().httpClient(http));
  }

  /** After Java 23, FaultTest shows that such a client works. */
  @Test
  @EnabledForJreRange(maxVersion = 23)
  void rejectsAnHttpClientWithWhichTheJdkDropsTheToken() {
    var http = HttpClient.newBuilder().authenticator(new Authenticator() {}).build();
    var failure =
        assertRejected(
            IllegalArgumentException.class,
            () -> MicrosoftQualificationClient.builder().httpClient(http));
    assertTrue(failure.getMessage().contains("Proxy-Authorization"), failure.getMessage());
  }

  @Test
  void rejectsMissingAndContradictorySettings() {
    var incomplete = MicrosoftQualificationClient.builder();
    assertRejected(IllegalStateException.class, incomplete::build);
    incomplete.tenant(TestServer.TENANT);
    assertRejected(IllegalStateException.class, incomplete::build);
    var builder = TestServer.client(CustomersApi.DEFAULT_BASE_URI);
    builder.build().close();
    builder.httpClient(HttpClient.newHttpClient()).connectTimeout(Duration.ofSeconds(1));
    assertRejected(IllegalStateException.class, builder::build);
    assertRejected(IllegalArgumentException.class, () -> builder.requestTimeout(Duration.ZERO));
    assertRejected(
        IllegalArgumentException.class,
        () -> builder.requestTimeout(ChronoUnit.FOREVER.getDuration()));
    assertRejected(
        IllegalArgumentException.class, () -> new CallOptions().timeout(Duration.ofSeconds(-1)));
  }

  @Test
  void rejectsARequestThatViolatesTheContract() {
    ObjectNode invalid = TestServer.examples().get(0).deepCopy();
    invalid.put("providerInstanceId", "").putNull("qualification");
    var request =
        new ObjectMapper().convertValue(invalid, UpdateCustomerMicrosoftQualificationRequest.class);
    try (var client = TestServer.client(SERVER.baseUrl()).build()) {
      var failure =
          assertRejected(
              ConstraintViolationException.class,
              () -> client.update(TestServer.CUSTOMER_ID, request));
      assertEquals(
          "providerInstanceId must not be empty; qualification must not be null",
          failure.getMessage());
      var future = client.updateAsync(TestServer.CUSTOMER_ID, request);
      assertThrows(CompletionException.class, future::join);
    }
  }

  @Test
  void validatesWithTheGivenValidatorOrNotAtAll() {
    TestServer.answer(SERVER, ok());
    var request = new UpdateCustomerMicrosoftQualificationRequest();
    try (var client = TestServer.client(SERVER.baseUrl()).validation(false).build()) {
      client.update(TestServer.CUSTOMER_ID, request);
    }
    try (var factory = Validation.buildDefaultValidatorFactory();
        var client =
            TestServer.client(SERVER.baseUrl()).validator(factory.getValidator()).build()) {
      assertThrows(
          ConstraintViolationException.class, () -> client.update(TestServer.CUSTOMER_ID, request));
    }
    assertEquals(1, SERVER.getAllServeEvents().size());
  }

  @ParameterizedTest
  @MethodSource("unwritableValues")
  void rejectsARequestThatCannotBeWrittenAsJson(Object value) throws Exception {
    var request =
        TestServer.request().putQualificationItem("period", Map.of("from", List.of(value)));
    try (var client = TestServer.client(SERVER.baseUrl()).build()) {
      var failure =
          assertRejected(
              IllegalArgumentException.class, () -> client.update(TestServer.CUSTOMER_ID, request));
      assertEquals(
          """
          The request cannot be serialized to JSON because of the value of \
          'qualification.period.from': \
          pass a string, number, boolean, list or map instead.""",
          failure.getMessage());
      serialize(failure);
    }
  }

  static List<Object> unwritableValues() {
    return List.of(LocalDate.EPOCH, Instant.EPOCH, Optional.of("a"), new Object());
  }

  @Test
  void throwsAConstraintViolationExceptionThatCanBeSerialized() throws Exception {
    var request = new UpdateCustomerMicrosoftQualificationRequest();
    try (var client = TestServer.client(SERVER.baseUrl()).build()) {
      serialize(
          assertThrows(
              ConstraintViolationException.class,
              () -> client.update(TestServer.CUSTOMER_ID, request)));
    }
  }

  private static void serialize(Exception failure) throws Exception {
    try (var out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
      out.writeObject(failure);
    }
  }

  @Test
  void rejectsCallsOnceClosed() {
    var client = TestServer.client(SERVER.baseUrl()).build();
    var copy = client.withOptions(new CallOptions());
    copy.close();
    client.close();
    assertDoesNotThrow(client::close);
    assertRejected(
        IllegalStateException.class,
        () -> copy.update(TestServer.CUSTOMER_ID, TestServer.request()));
    assertRejected(
        IllegalStateException.class,
        () -> client.update(TestServer.CUSTOMER_ID, TestServer.request()));
  }

  @Test
  void comparesOptionsAndHidesTheirHeaderValuesInToString() {
    var options = new CallOptions().tenant("a.example").header("X-Key", "secret");
    assertEquals(options, new CallOptions().header("x-key", "secret").tenant("a.example"));
    assertEquals(Map.of("X-Key", "secret"), options.headers());
    assertEquals(
        "CallOptions[correlationId=null, tenant=a.example, timeout=null, headers=[X-Key]]",
        options.toString());
  }

  @Test
  void redactsTheTokenInToString() {
    var builder = TestServer.client("https://api.example");
    try (var client = builder.build()) {
      assertFalse((builder.toString() + client).contains(TestServer.TOKEN));
    }
  }

  /** Asserts that the call throws that type, sends nothing and does not show the token. */
  private static <T extends Exception> T assertRejected(Class<T> type, Executable call) {
    var failure = assertThrows(type, call);
    assertFalse(
        failure.toString().contains("secret") || failure.toString().contains("se cret"),
        failure.toString());
    assertEquals(0, SERVER.getAllServeEvents().size());
    return failure;
  }
}
