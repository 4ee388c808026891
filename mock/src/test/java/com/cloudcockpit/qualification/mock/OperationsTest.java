package com.cloudcockpit.qualification.mock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Serves another specification, whose operations differ from the contract's. */
@Tag("slow")
@Timeout(300)
class OperationsTest {

  private static final String CUSTOMER = "/v1/Customers/3fa85f64-5717-4562-b3fc-2c963f66afa6";
  private static final Map<String, String> HEADERS =
      Map.of("Authorization", "Bearer eyJ0eXAiO...", "X-Tenant", "portal.cloudcockpit.com");

  private static PrismMock mock;

  @BeforeAll
  static void startMock() {
    mock =
        PrismMock.start(
            Mock.DIRECTORY,
            Path.of("src", "test", "resources", "operations.yaml"),
            Path.of("target", "prism-operations.log"),
            Map.of());
  }

  @AfterAll
  static void stopMock() {
    mock.close();
  }

  private static Call call(String method, String path) {
    return new Call(method, path, HEADERS, null);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/Customers, 200",
    "GET, /v1/Customers?pageNumber=1&pageSize=2000&sortBy=country&includeInactive=true, 200",
    "GET, /v1/Customers/3fa85f64-5717-4562-b3fc-2c963f66afa6, 200",
    "DELETE, /v1/Customers/3fa85f64-5717-4562-b3fc-2c963f66afa6, 202",
    "GET, /v1/Customers/me, 204",
    "GET, /v1/Health, 200"
  })
  void acceptsValidRequests(String method, String path, int status) throws Exception {
    assertEquals(status, call(method, path).send(mock.baseUri()).statusCode());
  }

  @Test
  void sendsTheBodyOfASuccess() throws Exception {
    var response = call("GET", CUSTOMER).send(mock.baseUri());
    assertTrue(CUSTOMER.endsWith(Mock.json(response.body()).path("id").asText()), response::body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/Customers?pageNumber=0                  | pageNumber      | must be >= 1",
        "/v1/Customers?pageSize=many                 | pageSize        | must be an integer",
        "/v1/Customers?includeInactive=maybe         | includeInactive | must be a boolean",
        "/v1/Customers?sortBy=age                    | sortBy          | must be equal to one of",
        "/v1/Customers/3fa85f64-5717-4562-b3fc-2c963f66afa6?resellerId=1 | resellerId | must be a UUID",
        "/v1/Customers/1                             | customerId      | must be a UUID"
      })
  void namesParametersAsTheContractSpellsThem(String path, String name, String text)
      throws Exception {
    var response = call("GET", path).send(mock.baseUri());
    assertEquals(400, response.statusCode());
    var errors = Mock.json(response.body()).path("errors");
    assertEquals(1, errors.size(), response::body);
    assertEquals(name, errors.at("/0/propertyName").asText());
    var description = errors.at("/0/description/0").asText();
    assertTrue(description.startsWith(text), description);
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, {}, 400, id, is required",
    "application/json, [], 400, body, must be an object",
    "application/json, false, 400, body, must be an object",
    "application/json, {, 400, body, must be valid JSON",
    "text/plain, {}, 415, Content-Type, must be application/json"
  })
  void namesWhatIsWrongEvenIfTheContractHasNoResponseForThat(
      String contentType, String body, int status, String name, String text) throws Exception {
    var call = call("PUT", CUSTOMER).with("Content-Type", contentType).body(body);
    var response = call.send(mock.baseUri());
    assertEquals(status, response.statusCode());
    assertEquals(
        Mock.json("[{\"propertyName\":\"%s\",\"description\":[\"%s\"]}]".formatted(name, text)),
        Mock.json(response.body()).path("errors"));
  }

  @Test
  void listsTheSituationsOfEachOperation() throws Exception {
    var list = Mock.json(call("GET", "/__situations").send(mock.baseUri()).body());
    var situations = new TreeMap<String, List<String>>();
    for (var operation : list.properties()) {
      var own = new ArrayList<String>();
      for (var situation : operation.getValue()) {
        var prefer = situation.path("prefer").asText();
        if (!prefer.matches("code=(429|50[234])|delay=3000|connection=drop")) {
          own.add(prefer + (situation.has("customer") ? " or its test customer" : ""));
        }
      }
      situations.put(operation.getKey(), own);
    }
    assertEquals(
        Map.of(
            "GET /v1/Customers",
            List.of("code=200, example=empty", "code=200, example=none", "code=500"),
            "GET /v1/Customers/{customerId}",
            List.of(
                "code=200 or its test customer",
                "code=403 or its test customer",
                "code=404, example=unknownCustomer or its test customer"),
            "PUT /v1/Customers/{customerId}",
            List.of("code=200 or its test customer"),
            "DELETE /v1/Customers/{customerId}",
            List.of(
                "code=202 or its test customer",
                "code=404, example=unknownCustomer or its test customer"),
            "GET /v1/Customers/me",
            List.of("code=204"),
            "GET /v1/Health",
            List.of("code=200")),
        situations);
  }

  @Test
  void namesTheResponsesOfTheOperationForAnUnknownPreference() throws Exception {
    var response = call("DELETE", CUSTOMER).with("Prefer", "code=403").send(mock.baseUri());
    assertEquals(400, response.statusCode());
    var description = Mock.json(response.body()).path("description").asText();
    assertTrue(description.contains("code=202"), description);
    assertFalse(description.contains("code=403,"), description);
  }

  @Test
  void sendsTheDefaultResponseForItsStatus() throws Exception {
    var response = call("GET", "/v1/Customers").with("Prefer", "code=500").send(mock.baseUri());
    assertEquals(500, response.statusCode());
    assertEquals(500, Mock.json(response.body()).path("statusCode").asInt());
  }

  @Test
  void hasTheSameTestCustomersForAllOperations() throws Exception {
    var unknown = TestCustomers.UNKNOWN_CUSTOMER;
    assertEquals(404, call("GET", CUSTOMER).customer(unknown).send(mock.baseUri()).statusCode());
    assertEquals(404, call("DELETE", CUSTOMER).customer(unknown).send(mock.baseUri()).statusCode());
    // an ordinary customer, unless the operation has that response
    var forbidden = UUID.fromString("00000403-0000-4000-8000-000000000000");
    assertEquals(403, call("GET", CUSTOMER).customer(forbidden).send(mock.baseUri()).statusCode());
    assertEquals(
        202, call("DELETE", CUSTOMER).customer(forbidden).send(mock.baseUri()).statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/Customers/me", "/v1/Health"})
  void requiresNoTokenIfTheOperationDoesNot(String path) throws Exception {
    for (var call :
        List.of(
            call("GET", path),
            call("GET", path).without("Authorization"),
            call("GET", path).with("Authorization", "Basic dXNlcjpwYXNz"))) {
      assertEquals(2, call.send(mock.baseUri()).statusCode() / 100, call::toString);
    }
  }

  @Test
  void requiresATokenEvenIfTheContractHasNoResponseForThat() throws Exception {
    var response = call("DELETE", CUSTOMER).without("Authorization").send(mock.baseUri());
    assertEquals(401, response.statusCode());
    assertEquals("Bearer", response.headers().firstValue("WWW-Authenticate").orElseThrow());
    assertEquals(
        "The request has no valid credentials.",
        Mock.json(response.body()).path("description").asText());
  }
}
