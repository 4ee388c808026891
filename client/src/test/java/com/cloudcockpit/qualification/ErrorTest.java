package com.cloudcockpit.qualification;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the client reports non-2xx responses. */
class ErrorTest {

  @RegisterExtension static final WireMockExtension SERVER = TestServer.newServer();

  private static final String NO_ERROR = "404: not found; check the customer ID and the base URI";

  @ParameterizedTest
  @CsvSource({
    "400,BadRequestException",
    "404,NotFoundException",
    "500,ServerErrorException",
  })
  void reportsEveryPropertyOfTheDocumentedError(int status, String type) throws Exception {
    var failure = fails(json(status, TestServer.DOCUMENTED_ERROR));
    assertEquals(type, failure.getClass().getSimpleName());
    assertEquals(status, failure.statusCode().orElseThrow());
    assertEquals(TestServer.CORRELATION_ID, failure.correlationId());
    assertEquals(TestServer.DOCUMENTED_ERROR, failure.body().orElseThrow());
    var mapper = new ObjectMapper();
    assertEquals(
        mapper.readTree(TestServer.DOCUMENTED_ERROR),
        mapper.valueToTree(failure.error().orElseThrow()));
    assertEquals(
        "%d string: string string: string (correlation ID %s)"
            .formatted(status, TestServer.CORRELATION_ID),
        failure.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "301,UnexpectedStatusException", "401,UnauthorizedException", "403,ForbiddenException",
    "418,UnexpectedStatusException", "429,UnexpectedStatusException", "502,ServerErrorException",
    "599,ServerErrorException", "600,UnexpectedStatusException", "999,UnexpectedStatusException",
  })
  void throwsTheExceptionForTheStatus(int status, String type) {
    var failure =
        fails(aResponse().withStatus(status).withHeader("Location", SERVER.url("/elsewhere")));
    assertEquals(type, failure.getClass().getSimpleName());
    assertTrue(failure.getMessage().startsWith(status + ": "), failure.getMessage());
    assertTrue(failure.error().isEmpty());
    assertEquals("", failure.body().orElseThrow());
    assertEquals(1, SERVER.getAllServeEvents().size(), "The client must not follow redirects.");
    SERVER.resetRequests();
  }

  @Test
  void namesThePropertiesAtFaultInTheMessage() {
    var failure =
        fails(
            json(
                400,
                """
        {"statusCode":400,"type":"BadRequest","description":"The request is invalid.",
        "correlationId":null,"errors":[
        {"propertyName":"providerInstanceId","description":["must not be empty.","must be short."]},
        {"propertyName":"qualification","description":null},
        {"propertyName":null,"description":["odd"]},null]}"""));
    assertMessage(
        """
        400 BadRequest: The request is invalid. providerInstanceId: must not be empty. \
        must be short.; qualification: invalid; odd""",
        failure);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"type":"NotFound","description":"No such customer.","more":{}} | \
          404 NotFound: No such customer.
          {"type":"NotFound","description":null,"errors":null} | \
          404 NotFound: not found; check the customer ID and the base URI
          {"description":"two\\nlines\\u2028\\tand more"} | 404: two lines and more
          {"errors":{"propertyName":"a","description":"b"}} | 404: a: b
          {"statusCode":"many","description":"No such customer."} | 404: No such customer.
          {"title":"Gone","detail":null,"errors":["odd"]} | 404: Gone
          {"description":"d","errors":{"providerInstanceId":["is bad"]}} | \
          404: d providerInstanceId: is bad
          {"errors":{"a":["is bad"]}} | 404: a: is bad
          {"description":"d","errors":[{"propertyName":"a"},7,{"propertyName":["b"]},\
          {"propertyName":"c","description":["x",{"y":1},"z"]}]} | 404: d a: invalid; invalid; c: x z
          {"description":"d","errors":{"a":{"b":1},"c":["x"]}} | 404: d a: invalid; c: x
          {"description":"d","errors":"odd"} | 404: d
          {"title":"T","description":"d","errors":{"a":["b"]}} | 404: d a: b
          {"type":"NotFound","message":"No such customer."} | 404 NotFound: No such customer.
          <html><h1>Not here</h1> | 404: Not here; hint: not found; check the customer ID and the \
          base URI
          {"description":"d","errors":[{"propertyName":"a","description":"b"},"odd"]} | 404: d a: b
          {"title":"Gone","errors":{"description":["too long"]}} | 404: Gone description: too long
          '' | 404: not found; check the customer ID and the base URI
          """)
  void describesTheErrorInTheMessage(String body, String message) {
    assertMessage(message, fails(json(404, body)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "[1]",
        "{\"statusCode\":\"many\"}",
        "{\"type\":\"NotFo",
      })
  void showsTheStartOfABodyThatIsNotAnErrorInTheMessage(String body) {
    assertMessage(
        "404: %s; hint: not found; check the customer ID and the base URI".formatted(body),
        fails(json(404, body)));
  }

  @Test
  void quotesTheServerBeforeItGuessesTheCause() {
    var body = "{\"statusCode\":401,\"message\":\"Missing subscription key\"}";
    assertMessage("401: Missing subscription key", fails(json(401, body)));
    var challenge = "Bearer error=\"invalid_token\", error_description=\"The token expired\"";
    assertMessage(
        "401: %s; hint: the bearer token may have expired; get a new one".formatted(challenge),
        fails(aResponse().withStatus(401).withHeader("WWW-Authenticate", challenge)));
  }

  @Test
  void callsOnlyARedirectARedirect() {
    var hint = "redirects are not followed; check the base URI";
    assertMessage("307: " + hint, fails(aResponse().withStatus(307)));
    assertMessage("304: unexpected status", fails(aResponse().withStatus(304)));
  }

  @Test
  void reportsTheHeadersOfTheResponseWithoutTheToken() {
    var failure =
        fails(
            json(429, "")
                .withHeader("X-Request-Id", "one")
                .withHeader("WWW-Authenticate", "Bearer realm=\"" + TestServer.TOKEN + "\""));
    assertEquals("one", failure.headers().firstValue("x-request-id").orElseThrow());
    assertEquals(
        "Bearer realm=\"***\"", failure.headers().firstValue("WWW-Authenticate").orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json; charset=utf-8",
        "application/problem+json",
        "text/json",
        "text/html",
        "nonsense",
        "application/json; charset=no-such-charset",
      })
  void readsAnErrorWithAnyContentType(String contentType) {
    var failure =
        fails(
            json(404, "{\"description\":\"für Ölmühlen\"}")
                .withHeader("Content-Type", contentType));
    assertMessage("404: für Ölmühlen", failure);
  }

  @Test
  void decodesTheBodyWithItsCharset() {
    var body = "{\"description\":\"für\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertMessage(
        "404: für",
        fails(
            aResponse()
                .withStatus(404)
                .withHeader("Content-Type", "text/json;charset=ISO-8859-1")
                .withBody(body)));
  }

  @Test
  void truncatesALongMessage() {
    var message =
        fails(json(404, "{\"description\":\"%s\"}".formatted("long ".repeat(10_000)))).getMessage();
    assertTrue(message.length() < 500, message);
    assertTrue(
        message.endsWith("… (correlation ID %s)".formatted(TestServer.CORRELATION_ID)), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"description\":\"Bad token ey/J+secret\"}",
        "{\"description\":\"Bad token ey\\/J\\u002Bsecret\"}",
        "{\"errors\":[{\"propertyName\":\"ey\\/J+secret\",\"description\":[\"ey/J+secret\"]}]}",
        "{\"detail\":\"ey\\/J+secret\",\"errors\":{\"ey\\/J+secret\":[\"ey\\/J+secret\"]}}",
        "https://login.example/?token=ey%2FJ%2bsecret",
      })
  void redactsATokenThatTheServerRepeats(String body) {
    TestServer.answer(SERVER, json(401, body));
    try (var client = TestServer.client(SERVER.baseUrl()).bearerToken("ey/J+secret").build()) {
      var failure =
          assertThrows(
              UnauthorizedException.class,
              () -> client.update(TestServer.CUSTOMER_ID, TestServer.request()));
      var shown = failure + failure.body().orElseThrow() + failure.error();
      assertTrue(shown.contains("***"), shown);
      assertFalse(shown.matches("(?s).*(ey|J).?.?.?.?.?.?secr.*"), shown);
    }
  }

  /** Servers cut off tokens, which can have thousands of characters. */
  @ParameterizedTest
  @ValueSource(strings = {"%s", "%.700s...", "%.1490s&nbsp;", "%.90s", "x%s"})
  void redactsEachPartOfALongTokenThatTheServerRepeats(String echo) {
    var token = "ey%s.%s_".formatted(UUID.randomUUID(), UUID.randomUUID()).repeat(50);
    TestServer.answer(SERVER, json(401, "Invalid token: " + echo.formatted(token)));
    try (var client = TestServer.client(SERVER.baseUrl()).bearerToken(token).build()) {
      var failure =
          assertThrows(
              UnauthorizedException.class,
              () -> client.update(TestServer.CUSTOMER_ID, TestServer.request()));
      var shown = failure.getMessage() + failure.body().orElseThrow();
      assertTrue(shown.contains("***"), shown);
      for (int i = 0; i + 12 <= token.length(); i++) {
        assertFalse(shown.contains(token.substring(i, i + 12)), shown);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\", " ", "%2F", "ey/J+secre", "\\u002B", "ey%2FJ%2Bsecre"})
  @Timeout(10)
  void readsALargeHostileBodyFast(String repeated) {
    var body = "{\"description\":\"%sé\"}".formatted(repeated.repeat(20_000));
    TestServer.answer(SERVER, json(400, body));
    try (var client = TestServer.client(SERVER.baseUrl()).bearerToken("ey/J+secret").build()) {
      assertThrows(
          BadRequestException.class,
          () -> client.update(TestServer.CUSTOMER_ID, TestServer.request()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 0x1b, 0x7f, 0x85, 0x9b, 0x61c, 0x200e, 0x200f, 0x2028, 0x2029, 0x202e, 0x2066, 0x2069,
        0xad, 0x200b, 0xd800,
      })
  void removesInvisibleCharactersFromTheMessage(int character) {
    var body =
        """
        {"type":"a\\u%1$04xb","description":"c \\u%1$04x d",
        "errors":[{"propertyName":"e\\u%1$04xf"}]}"""
            .formatted(character);
    assertMessage("404 a b: c d e f: invalid", fails(json(404, body)));
  }

  @Test
  void readsProblemDetails() {
    var failure =
        fails(
            json(
                    400,
                    """
                    {"type":"https://tools.ietf.org/html/rfc9110#section-15.5.1",
                    "title":"One or more validation errors occurred.","status":400,
                    "detail":"See errors.","traceId":"00-8a1f-00",
                    "errors":{"providerInstanceId":["The field is required.","It is too short."],
                    "$.qualification":"The JSON value could not be converted."}}""")
                .withHeader("Content-Type", "application/problem+json; charset=utf-8"));
    assertMessage(
        """
        400: One or more validation errors occurred. See errors. \
        providerInstanceId: The field is required. It is too short.; \
        $.qualification: The JSON value could not be converted.""",
        failure);
    var error = failure.error().orElseThrow();
    assertEquals(400, error.getStatusCode());
    assertEquals("providerInstanceId", error.getErrors().get(0).getPropertyName());
    assertEquals(2, error.getErrors().get(0).getDescription().size());
  }

  @Test
  void readsProblemDetailsWithoutErrors() {
    assertMessage(
        "404: Not Found",
        fails(json(404, "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404}")));
  }

  @Test
  void redactsEachPartOfAJwt() {
    var failure =
        fails(
            json(401, "{\"description\":\"alg eyJ0eXAiOiJKV1QiLCJ9.x, claims eyJzdWIiOiIxMjM0\"}"),
            TestServer.client(SERVER.baseUrl())
                .bearerToken(
                    "eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2ln"));
    assertMessage("401: alg ***, claims ***", failure);
  }

  @Test
  void doesNotRedactATokenAsShortAsAWord() {
    TestServer.answer(
        SERVER, json(404, "{\"type\":\"NotFound\",\"description\":\"No such type.\"}"));
    try (var client = TestServer.client(SERVER.baseUrl()).bearerToken("type").build()) {
      var failure =
          assertThrows(
              NotFoundException.class,
              () -> client.update(TestServer.CUSTOMER_ID, TestServer.request()));
      assertEquals("No such type.", failure.error().orElseThrow().getDescription());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "429,7,7",
    "503,0,0",
    "503,-1,",
    "503,soon,",
    "503,99999999999999999999,",
    "503,'Wed, 21 Oct 2015 07:28:00 GMT',0"
  })
  void reportsRetryAfter(int status, String value, Long seconds) {
    var failure = fails(aResponse().withStatus(status).withHeader("Retry-After", value));
    assertEquals(seconds, failure.retryAfter().map(Duration::toSeconds).orElse(null));
    assertTrue(failure.isRetryable());
  }

  @Test
  void countsADateInRetryAfterFromNow() {
    var headers =
        HttpHeaders.of(
            Map.of("Retry-After", List.of("Wed, 21 Oct 2015 07:28:00 GMT")), (name, value) -> true);
    var now = Instant.parse("2015-10-21T07:27:30Z");
    assertEquals(Duration.ofSeconds(30), ErrorReader.retryAfter(headers, now));
  }

  @Test
  void isNotRetryableIfTheApiMayHaveProcessedTheRequest() {
    assertFalse(fails(json(500, TestServer.DOCUMENTED_ERROR)).isRetryable());
    assertFalse(fails(json(400, TestServer.DOCUMENTED_ERROR)).isRetryable());
  }

  @Test
  void failsTheFutureWithTheSameException() {
    TestServer.answer(SERVER, json(404, TestServer.DOCUMENTED_ERROR));
    try (var client = TestServer.client(SERVER.baseUrl()).build()) {
      var future = client.updateAsync(TestServer.CUSTOMER_ID, TestServer.request());
      var failure = assertThrows(CompletionException.class, future::join);
      assertInstanceOf(NotFoundException.class, failure.getCause());
    }
  }

  private static ResponseDefinitionBuilder json(int status, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json")
        .withBody(body);
  }

  private static void assertMessage(String expected, MicrosoftQualificationException failure) {
    assertEquals(
        "%s (correlation ID %s)".formatted(expected, TestServer.CORRELATION_ID),
        failure.getMessage());
  }

  private static MicrosoftQualificationException fails(ResponseDefinitionBuilder answer) {
    return fails(answer, TestServer.client(SERVER.baseUrl()));
  }

  private static MicrosoftQualificationException fails(
      ResponseDefinitionBuilder answer, MicrosoftQualificationClientBuilder builder) {
    TestServer.answer(SERVER, answer);
    var options = new CallOptions().correlationId(TestServer.CORRELATION_ID);
    try (var client = builder.build()) {
      return assertThrows(
          MicrosoftQualificationException.class,
          () -> client.withOptions(options).update(TestServer.CUSTOMER_ID, TestServer.request()));
    }
  }
}
