package com.cloudcockpit.qualification.mock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class SituationTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "code=418",
        "code=4040",
        "code=toString",
        "code",
        "code=",
        "code 404",
        "cod=404",
        "code=404, example=nope",
        "code=200, example=documented",
        "example=documented",
        "code=404; example=documented",
        "code=404, code=500",
        "code=404,",
        "dynamic=maybe",
        "delay=soon",
        "delay=-1",
        "connection=keep",
        "return=minimal"
      })
  void neverSendsASuccessForAPreferenceThatItDoesNotKnow(String preference) throws Exception {
    var response = Call.valid().with("Prefer", preference).send();
    assertEquals(400, response.statusCode());
    var error = Mock.json(response.body());
    assertEquals("Prefer", error.at("/errors/0/propertyName").asText());
    var choices = error.path("description").asText();
    for (var choice :
        new String[] {"code=200", "code=404 (with example=unknownCustomer or", "connection=drop"}) {
      assertTrue(choices.contains(choice), choices);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"__code=418", "__cod=404", "__example=documented", "__code=404&__code=500"})
  void rejectsUnknownPreferencesInTheUrl(String query) throws Exception {
    var call = Call.valid();
    assertEquals(400, call.path(call.path() + "?" + query).send().statusCode());
  }

  @ParameterizedTest
  @CsvSource({"429, 1", "502,", "503, 1", "504,"})
  void respondsLikeAGateway(int status, String retryAfter) throws Exception {
    // a gateway does not look at the request
    var response = Call.valid().body("{").with("Prefer", "code=" + status).send();
    assertEquals(status, response.statusCode());
    assertEquals(retryAfter, response.headers().firstValue("Retry-After").orElse(null));
    assertEquals("text/html", response.headers().firstValue("Content-Type").orElseThrow());
    assertTrue(response.body().contains("<h1>%d ".formatted(status)), response.body());
  }

  @Test
  void dropsTheConnection() {
    var call = Call.valid().with("Prefer", "connection=drop");
    assertThrows(IOException.class, call::send);
  }

  @Test
  void delaysTheResponse() throws Exception {
    var call = Call.valid().with("Prefer", "code=404, delay=400");
    assertEquals(404, assertTakes(400, call, Mock.baseUri()));
  }

  @Test
  void delaysAllResponsesByTheDelayInTheEnvironment() throws Exception {
    var log = Path.of("target", "prism-delayed.log");
    try (var mock =
        PrismMock.start(Mock.DIRECTORY, Mock.SPECIFICATION, log, Map.of("MOCK_DELAY", "400"))) {
      assertEquals(200, assertTakes(400, Call.valid(), mock.baseUri()));
      var start = System.nanoTime();
      Call.valid().with("Prefer", "delay=0").send(mock.baseUri());
      assertTrue(System.nanoTime() - start < Duration.ofMillis(400).toNanos());
    }
  }

  @Test
  void sendsAGeneratedErrorWithTheRequestedStatus() throws Exception {
    var response = Call.valid().with("Prefer", "code=404, dynamic=true").send();
    assertEquals(404, Mock.json(response.body()).path("statusCode").asInt());
  }

  private static int assertTakes(int milliseconds, Call call, URI baseUri) throws Exception {
    var start = System.nanoTime();
    var response = call.send(baseUri);
    var taken = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(taken.toMillis() >= milliseconds, taken::toString);
    return response.statusCode();
  }
}
