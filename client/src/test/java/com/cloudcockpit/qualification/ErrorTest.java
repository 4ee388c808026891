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
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client makes of answers that are no success. */
class ErrorTest {

  @RegisterExtension static final WireMockExtension SERVER = TestServer.newServer();

  private static final String NO_ERROR =
      "404: nothing is there; check the customer id and the base URI";

  @ParameterizedTest
  @CsvSource({
    "400,BadRequestException",
    "404,NotFoundException",
    "500,ServerErrorException",
  })
  void theDocumentedErrorArrivesWithEveryField(int status, String type) throws Exception {
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
        status
            + " string: string string: string (correlation id "
            + TestServer.CORRELATION_ID
            + ")",
        failure.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "301,UnexpectedStatusException", "401,UnauthorizedException", "403,ForbiddenException",
    "409,UnexpectedStatusException", "429,UnexpectedStatusException", "502,ServerErrorException",
    "599,ServerErrorException",
  })
  void everyStatusHasItsException(int status, String type) {
    var failure =
        fails(aResponse().withStatus(status).withHeader("Location", SERVER.url("/elsewhere")));
    assertEquals(type, failure.getClass().getSimpleName());
    assertTrue(failure.getMessage().startsWith(status + ": "), failure.getMessage());
    assertTrue(failure.error().isEmpty());
    assertEquals("", failure.body().orElseThrow());
    assertEquals(1, SERVER.getAllServeEvents().size(), "redirects are not followed");
    SERVER.resetRequests();
  }

  @Test
  void theMessageNamesThePropertiesAtFault() {
    var failure =
        fails(
            json(
                400,
                """
        {"statusCode":400,"type":"BadRequest","description":"The request is invalid.","correlationId":null,"errors":[
        {"propertyName":"providerInstanceId","description":["must not be empty.","must be short."]},
        {"propertyName":"qualification","description":null},{"propertyName":null,"description":["odd"]},null]}"""));
    assertMessage(
        "400 BadRequest: The request is invalid. providerInstanceId: must not be empty. must be short.;"
            + " qualification: at fault; a property: odd",
        failure);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"NotFound\",\"description\":\"No such customer.\",\"more\":{}}|404 NotFound: No such customer.",
        "{\"type\":\"NotFound\",\"description\":null,\"errors\":null}"
            + "|404 NotFound: nothing is there; check the customer id and the base URI",
        "{\"description\":\"two\\nlines\\u2028\\tand more\"}|404: two lines and more",
        "{\"errors\":{\"propertyName\":\"a\",\"description\":\"b\"}}|404: a: b",
        "{}|" + NO_ERROR + "; the answer begins: {}",
        "null|" + NO_ERROR + "; the answer begins: null",
        "[1]|" + NO_ERROR + "; the answer begins: [1]",
        "{\"statusCode\":\"many\"}|" + NO_ERROR + "; the answer begins: {\"statusCode\":\"many\"}",
        "{\"type\":\"NotFo|" + NO_ERROR + "; the answer begins: {\"type\":\"NotFo",
        "<html><h1>Not here</h1>|" + NO_ERROR + "; the answer begins: <html><h1>Not here</h1>",
        "''|" + NO_ERROR,
      })
  void anyBodyIsRead(String body, String message) {
    assertMessage(message, fails(json(404, body)));
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
  void anyContentTypeIsRead(String contentType) {
    var failure =
        fails(
            json(404, "{\"description\":\"für Ölmühlen\"}")
                .withHeader("Content-Type", contentType));
    assertMessage("404: für Ölmühlen", failure);
  }

  @Test
  void theCharsetIsHeeded() {
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
  void aBodyThatIsCompressedUnaskedIsReadAndBounded() throws Exception {
    assertMessage("404: packed", fails(gzip("{\"description\":\"packed\"}")));
    assertEquals(
        BoundedBody.LIMIT, fails(gzip("x".repeat(10_000_000))).body().orElseThrow().length());
    assertMessage(
        NO_ERROR,
        fails(
            aResponse().withStatus(404).withHeader("Content-Encoding", "gzip").withBody("plain")));
  }

  @Test
  void aLongMessageIsCut() {
    var message =
        fails(json(404, "{\"description\":\"" + "long ".repeat(10_000) + "\"}")).getMessage();
    assertTrue(message.length() < 500, message);
    assertTrue(message.endsWith("… (correlation id " + TestServer.CORRELATION_ID + ")"), message);
  }

  @Test
  void aServerThatRepeatsTheTokenIsNotRepeated() {
    var failure = fails(json(401, "{\"description\":\"Bad token " + TestServer.TOKEN + "\"}"));
    assertFalse(
        (failure + failure.body().orElseThrow() + failure.error()).contains(TestServer.TOKEN));
  }

  @Test
  void aTokenThatIsAPlainWordDoesNotSpoilTheAnswer() {
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
  void retryAfterIsRead(int status, String value, Long seconds) {
    var failure = fails(aResponse().withStatus(status).withHeader("Retry-After", value));
    assertEquals(seconds, failure.retryAfter().map(Duration::toSeconds).orElse(null));
    assertTrue(failure.isRetryable());
  }

  @Test
  void whatTheApiHasDealtWithIsNotRetryable() {
    assertFalse(fails(json(500, TestServer.DOCUMENTED_ERROR)).isRetryable());
    assertFalse(fails(json(400, TestServer.DOCUMENTED_ERROR)).isRetryable());
  }

  @Test
  void theFutureFailsWithTheSameException() {
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

  private static ResponseDefinitionBuilder gzip(String body) throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body.getBytes(StandardCharsets.UTF_8));
    }
    return aResponse()
        .withStatus(404)
        .withHeader("Content-Encoding", "gzip")
        .withBody(bytes.toByteArray());
  }

  private static void assertMessage(String expected, MicrosoftQualificationException failure) {
    assertEquals(
        expected + " (correlation id " + TestServer.CORRELATION_ID + ")", failure.getMessage());
  }

  private static MicrosoftQualificationException fails(ResponseDefinitionBuilder answer) {
    TestServer.answer(SERVER, answer);
    var options = UpdateOptions.none().correlationId(TestServer.CORRELATION_ID);
    try (var client = TestServer.client(SERVER.baseUrl()).build()) {
      return assertThrows(
          MicrosoftQualificationException.class,
          () -> client.update(TestServer.CUSTOMER_ID, TestServer.request(), options));
    }
  }
}
