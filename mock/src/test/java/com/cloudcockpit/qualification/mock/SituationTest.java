package com.cloudcockpit.qualification.mock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
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
  @ValueSource(strings = {"code=2XX", "code=2xx", "code=200, dynamic=false"})
  void acceptsTheStatusesOfTheContractAsItSpellsThem(String preference) throws Exception {
    assertEquals(200, Call.valid().with("Prefer", preference).send().statusCode());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("constants")
  void treatsATestCustomerLikeItsPreference(String name, UUID customer) throws Exception {
    var prefer = preferences().get(customer);
    assumeTrue(prefer != null, "This test customer is one of another operation.");
    var id = UUID.randomUUID().toString();
    var byPreference = Call.valid().with("X-Correlation-Id", id).with("Prefer", prefer);
    var byCustomer = byPreference.without("Prefer").customer(customer);
    if (prefer.equals("connection=drop")) {
      assertThrows(IOException.class, byCustomer::send);
      return;
    }
    var expected = byPreference.send();
    var response = byCustomer.send();
    assertEquals(expected.statusCode(), response.statusCode());
    assertEquals(expected.body(), response.body());
  }

  static Stream<Arguments> constants() {
    return Stream.of(TestCustomers.class.getFields())
        .map(
            field -> {
              try {
                return arguments(field.getName(), field.get(null));
              } catch (IllegalAccessException e) {
                throw new AssertionError(e);
              }
            });
  }

  /** The preferences of the update's test customers, as the mock lists them. */
  private static Map<UUID, String> preferences() throws Exception {
    return StreamSupport.stream(Mock.situations().spliterator(), false)
        .collect(
            Collectors.toMap(
                situation -> UUID.fromString(situation.path("customer").asText()),
                situation -> situation.path("prefer").asText()));
  }

  @Test
  void hasATestCustomerForEverySituationThatItLists() throws Exception {
    assertEquals(
        Set.copyOf(Mock.allSituations().findValuesAsText("customer")),
        constants().map(constant -> constant.get()[1].toString()).collect(Collectors.toSet()));
  }

  @Test
  void givesTestCustomersIdsThatOnlyDependOnTheStatusAndTheName() {
    assertEquals("00000404-0000-4000-8000-553aef6ad4a8", TestCustomers.UNKNOWN_CUSTOMER.toString());
    assertEquals("00000403-0000-4000-8000-000000000000", TestCustomers.FORBIDDEN.toString());
  }

  @Test
  void validatesRequestsForATestCustomerFirst() throws Exception {
    var call = Call.valid().customer(TestCustomers.INTERNAL_ERROR);
    assertEquals(500, call.send().statusCode());
    assertEquals(400, call.without("X-Tenant").send().statusCode());
    assertEquals(401, call.without("Authorization").send().statusCode());
    assertEquals(401, call.without("Authorization").body("{").send().statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"code=200", "delay=1"})
  void prefersThePreferenceToTheTestCustomer(String preference) throws Exception {
    var call = Call.valid().customer(TestCustomers.UNKNOWN_CUSTOMER);
    assertEquals(200, call.with("Prefer", preference).send().statusCode());
    var query = "?__" + preference;
    assertEquals(200, call.path(call.path() + query).send().statusCode());
  }

  @Test
  void recognizesATestCustomerInCapitals() throws Exception {
    var call = Call.valid().customer(TestCustomers.UNKNOWN_CUSTOMER);
    var path = call.path().replace("aef", "AEF");
    assertNotEquals(call.path(), path);
    assertEquals(404, call.path(path).send().statusCode());
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
    var start = System.nanoTime();
    assertEquals(404, call.send().statusCode());
    var taken = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(taken.toMillis() >= 400, taken::toString);
  }

  @Test
  void delaysResponsesByTheDelayInTheEnvironmentUnlessTheRequestSpecifiesOne() throws Exception {
    var log = Path.of("target", "prism-delayed.log");
    try (var mock =
        PrismMock.start(Mock.DIRECTORY, Mock.SPECIFICATION, log, Map.of("MOCK_DELAY", "999999"))) {
      var delayed = Call.valid().sendAsync(mock.baseUri());
      assertEquals(200, Call.valid().with("Prefer", "delay=0").send(mock.baseUri()).statusCode());
      assertFalse(delayed.isDone());
      delayed.cancel(true);
    }
  }

  @Test
  void doesNotStartWithAnInvalidDelay() throws Exception {
    var log = Path.of("target", "prism-invalid-delay.log");
    var delay = Map.of("MOCK_DELAY", "3s");
    assertThrows(
        MockException.class, () -> PrismMock.start(Mock.DIRECTORY, Mock.SPECIFICATION, log, delay));
    assertEquals(
        "MOCK_DELAY is '3s': set it to a number of milliseconds from 0 to 999999.",
        Files.readString(log).strip());
  }

  @Test
  void sendsAGeneratedErrorWithTheRequestedStatus() throws Exception {
    var response = Call.valid().with("Prefer", "code=404, dynamic=true").send();
    assertEquals(404, Mock.json(response.body()).path("statusCode").asInt());
  }
}
