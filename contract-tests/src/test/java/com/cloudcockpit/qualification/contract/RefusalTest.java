package com.cloudcockpit.qualification.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.RequestSpecification;
import io.swagger.v3.oas.models.media.Schema;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that break the contract are refused, each with the answer that the specification gives it. */
@ExtendWith(Target.Resolver.class)
class RefusalTest {

  private final Target target;

  RefusalTest(Target target) {
    this.target = target;
  }

  @Test
  void noTenant() {
    assertBadRequest(without("X-Tenant").body(Contract.DOCUMENTED_REQUEST.toString()));
  }

  @Test
  void noAuthorization() {
    assertUnauthorized(without("Authorization").body(Contract.DOCUMENTED_REQUEST.toString()));
  }

  @Test
  void anotherSchemeThanBearer() {
    assertUnauthorized(without("Authorization")
        .header("Authorization", "Basic " + Target.TOKEN)
        .body(Contract.DOCUMENTED_REQUEST.toString()));
  }

  @Test
  void aCustomerIdThatIsNoUuid() {
    assertBadRequest(
        target.request().pathParam("customerId", "42").body(Contract.DOCUMENTED_REQUEST.toString()));
  }

  @Test
  void aCorrelationIdThatIsNoUuid() {
    assertBadRequest(without("X-Correlation-Id")
        .header("X-Correlation-Id", "string")
        .body(Contract.DOCUMENTED_REQUEST.toString()));
  }

  @ParameterizedTest
  @MethodSource("requiredProperties")
  void aRequiredPropertyMissing(String name) {
    ObjectNode body = Contract.DOCUMENTED_REQUEST.deepCopy();
    body.remove(name);
    assertBadRequest(target.request().body(body.toString()));
  }

  @ParameterizedTest
  @MethodSource("properties")
  void aPropertyOfTheWrongType(String name) {
    ObjectNode body = Contract.DOCUMENTED_REQUEST.deepCopy();
    body.put(name, 42);
    assertBadRequest(target.request().body(body.toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"providerInstanceId\":", "qualification"})
  void malformedJson(String body) {
    // Prism answers these itself, with the right status and a body of its own
    assertEquals(400, target.send(target.request().body(body)).statusCode());
  }

  @Test
  void noBody() {
    assertBadRequest(target.request());
  }

  static Stream<String> properties() {
    return requestSchema().getProperties().keySet().stream();
  }

  static List<String> requiredProperties() {
    return requestSchema().getRequired();
  }

  private static Schema<?> requestSchema() {
    return Contract.OPERATION.getRequestBody().getContent().get("application/json").getSchema();
  }

  private RequestSpecification without(String header) {
    return ((FilterableRequestSpecification) target.request()).removeHeader(header);
  }

  private void assertBadRequest(RequestSpecification request) {
    var response = target.send(request);
    assertEquals(400, response.statusCode());
    assertTrue(response.contentType().startsWith("application/json"), response.contentType());
    assertEquals(400, Contract.json(response.asString()).path("statusCode").asInt());
    assertKeepsTheSpecification(response);
  }

  private void assertUnauthorized(RequestSpecification request) {
    var response = target.send(request);
    assertEquals(401, response.statusCode());
    assertKeepsTheSpecification(response);
  }

  private static void assertKeepsTheSpecification(Response response) {
    var report = Target.validate(response);
    assertFalse(report.hasErrors(), report::toString);
  }
}
