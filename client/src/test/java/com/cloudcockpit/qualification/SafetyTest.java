package com.cloudcockpit.qualification;

import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudcockpit.qualification.model.UpdateCustomerMicrosoftQualificationRequest;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validation;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client refuses before anything is sent. */
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
  void aTokenThatIsNone(String token) {
    assertRefused(
        IllegalArgumentException.class,
        () -> TestServer.client("https://api.example").bearerToken(token));
    TestServer.answer(SERVER, ok());
    try (var client = TestServer.client(SERVER.baseUrl()).bearerToken(() -> token).build()) {
      assertRefused(
          IllegalArgumentException.class,
          () -> client.update(TestServer.CUSTOMER_ID, TestServer.request()));
    }
  }

  @Test
  void aTokenSupplierThatFails() {
    try (var client =
        TestServer.client(SERVER.baseUrl())
            .bearerToken(
                () -> {
                  throw new UnsupportedOperationException("no token today");
                })
            .build()) {
      assertRefused(
          UnsupportedOperationException.class,
          () -> client.update(TestServer.CUSTOMER_ID, TestServer.request()));
      var future = client.updateAsync(TestServer.CUSTOMER_ID, TestServer.request());
      assertThrows(CompletionException.class, future::join);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "portal.example\r\nX-Evil: 1", "portal\n", "pörtal"})
  void aTenantThatIsNone(String tenant) {
    assertRefused(
        IllegalArgumentException.class,
        () -> MicrosoftQualificationClient.builder().tenant(tenant));
    assertRefused(IllegalArgumentException.class, () -> UpdateOptions.none().tenant(tenant));
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
      })
  void aBaseUriThatTheTokenMayNotBeSentTo(String uri) {
    var failure =
        assertRefused(IllegalArgumentException.class, () -> TestServer.client(uri).build());
    assertFalse(failure.getMessage().contains("password"), failure.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:4010",
        "http://mock.localhost",
        "http://127.0.0.1",
        "http://[::1]:4010",
        "https://api.example/gateway/"
      })
  void aBaseUriThatIsGood(String uri) {
    TestServer.client(uri).build().close();
  }

  @Test
  void plainHttpCanBeAllowed() {
    TestServer.client("http://api.example").allowPlainHttp().build().close();
  }

  @Test
  void anHttpClientThatFollowsRedirects() {
    var http = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    assertRefused(
        IllegalArgumentException.class,
        () -> MicrosoftQualificationClient.builder().httpClient(http));
  }

  @Test
  void settingsThatMissOrContradict() {
    var builder = MicrosoftQualificationClient.builder();
    assertRefused(IllegalStateException.class, builder::build);
    builder.tenant(TestServer.TENANT);
    assertRefused(IllegalStateException.class, builder::build);
    builder.bearerToken(TestServer.TOKEN);
    builder.build().close();
    builder.httpClient(HttpClient.newHttpClient()).connectTimeout(Duration.ofSeconds(1));
    assertRefused(IllegalStateException.class, builder::build);
    assertRefused(IllegalArgumentException.class, () -> builder.requestTimeout(Duration.ZERO));
    assertRefused(
        IllegalArgumentException.class, () -> UpdateOptions.none().timeout(Duration.ofSeconds(-1)));
  }

  @Test
  void aRequestThatBreaksTheContract() {
    try (var client = TestServer.client(SERVER.baseUrl()).build()) {
      var request = new UpdateCustomerMicrosoftQualificationRequest().providerInstanceId("");
      var failure =
          assertRefused(
              ConstraintViolationException.class,
              () -> client.update(TestServer.CUSTOMER_ID, request));
      assertEquals(2, failure.getConstraintViolations().size(), failure.getMessage());
      assertTrue(failure.getMessage().contains("qualification"), failure.getMessage());
      var future = client.updateAsync(TestServer.CUSTOMER_ID, request);
      assertThrows(CompletionException.class, future::join);
    }
  }

  @Test
  void validationCanBeTurnedOffOrReplaced() {
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

  @Test
  void aRequestThatIsNoJson() {
    var request = TestServer.request().putQualificationItem("self", new Object());
    try (var client = TestServer.client(SERVER.baseUrl()).build()) {
      assertRefused(
          IllegalArgumentException.class, () -> client.update(TestServer.CUSTOMER_ID, request));
    }
  }

  @Test
  void aCallOfAClosedClient() {
    var client = TestServer.client(SERVER.baseUrl()).build();
    client.close();
    assertDoesNotThrow(client::close);
    assertRefused(
        IllegalStateException.class,
        () -> client.update(TestServer.CUSTOMER_ID, TestServer.request()));
  }

  @Test
  void theTokenIsInNoText() {
    var builder = TestServer.client("https://api.example");
    try (var client = builder.build()) {
      assertFalse((builder.toString() + client).contains(TestServer.TOKEN));
    }
  }

  /** The refusal is of that type, sends nothing, and shows no token. */
  private static <T extends Exception> T assertRefused(Class<T> type, Executable call) {
    var failure = assertThrows(type, call);
    assertFalse(
        failure.toString().contains("secret") || failure.toString().contains("se cret"),
        failure.toString());
    assertEquals(0, SERVER.getAllServeEvents().size());
    return failure;
  }
}
