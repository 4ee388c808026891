package com.cloudcockpit.qualification.contract;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.cloudcockpit.qualification.contract.spec.Contract;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.cloudcockpit.qualification.contract.spec.Operation;
import com.cloudcockpit.qualification.mock.PrismMock;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The mock complies with the contract. */
class ContractTest {

  private static final Operation OPERATION = Contract.published().operations().get(0);

  private static PrismMock mock;

  @BeforeAll
  static void startMock() {
    mock = PrismMock.start(Path.of("..", "mock"), Path.of("target", "prism.log"));
  }

  @AfterAll
  static void stopMock() {
    mock.close();
  }

  @TestFactory
  Stream<DynamicTest> compliesWithTheContract() {
    return ContractChecks.builder().baseUri(mock.baseUri().toString()).mock(true).build().tests();
  }

  @Test
  void asksForTheOptionThatTheMockNeeds() {
    var uri = mock.baseUri().toString();
    assertEquals(uri + " is the mock: pass --mock.", inconclusive(uri));
  }

  @Test
  void asksForPlainHttpIfTheServerDoesNotSupportTls() {
    var reason = inconclusive(mock.baseUri().toString().replace("http:", "https:"));
    assertTrue(reason.endsWith(": use http:// if the server does not support TLS."), reason);
  }

  private static String inconclusive(String uri) {
    var report = ContractChecks.builder().baseUri(uri).tenant("a").token("b").build().run();
    return String.join("", report.inconclusive());
  }

  @ParameterizedTest
  @MethodSource("documentedErrors")
  void returnsTheDocumentedErrors(String status, JsonNode example) throws IOException {
    var body =
        given()
            .baseUri(mock.baseUri().toString())
            .header("Authorization", "Bearer token")
            .header("X-Tenant", "portal.example")
            .header("Prefer", "code=%s, example=documented".formatted(status))
            .contentType(ContentType.JSON)
            .body(OPERATION.bodyExamples().get("documented").toString())
            .request(OPERATION.method(), OPERATION.path(), UUID.randomUUID())
            .then()
            .statusCode(Integer.parseInt(status))
            .extract()
            .asByteArray();
    assertEquals(example, Json.MAPPER.readTree(body));
  }

  private static Stream<Arguments> documentedErrors() {
    var example = JsonPointer.compile("/content/application~1json/examples/documented/value");
    return OPERATION
        .responses()
        .propertyStream()
        .filter(response -> !response.getValue().at(example).isMissingNode())
        .map(response -> arguments(response.getKey(), response.getValue().at(example)));
  }
}
