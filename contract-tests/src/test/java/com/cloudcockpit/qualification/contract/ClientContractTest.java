package com.cloudcockpit.qualification.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.cloudcockpit.qualification.BadRequestException;
import com.cloudcockpit.qualification.MicrosoftQualificationClient;
import com.cloudcockpit.qualification.MicrosoftQualificationException;
import com.cloudcockpit.qualification.NotFoundException;
import com.cloudcockpit.qualification.ServerErrorException;
import com.cloudcockpit.qualification.contract.spec.Contract;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.cloudcockpit.qualification.model.UpdateCustomerMicrosoftQualificationRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the client with the request and the errors that the documentation page shows. */
class ClientContractTest {

  private static final UUID CUSTOMER = UUID.randomUUID();

  @Test
  void sendsTheDocumentedRequest() throws Exception {
    var received = new AtomicReference<JsonNode>();
    assertEquals(204, update(204, "", received));
    assertEquals(
        example("update-request.json"),
        received.get(),
        "The client must send exactly the properties in openapi/examples/update-request.json: "
            + "add new ones to that file");
  }

  static Stream<Arguments> documentedErrors() {
    return Stream.of(
        Arguments.of(400, BadRequestException.class),
        Arguments.of(404, NotFoundException.class),
        Arguments.of(500, ServerErrorException.class));
  }

  @ParameterizedTest
  @MethodSource("documentedErrors")
  void readsTheDocumentedError(
      int status, Class<? extends MicrosoftQualificationException> expected) {
    var body = example("error-response.json");
    var failure =
        assertThrows(expected, () -> update(status, body.toString(), new AtomicReference<>()));
    assertEquals(status, failure.statusCode().orElseThrow());
    assertEquals(body, Json.MAPPER.valueToTree(failure.error().orElseThrow()));
  }

  private static int update(int status, String body, AtomicReference<JsonNode> received)
      throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        Contract.published()
            .operations()
            .get(0)
            .path()
            .replace("{customerId}", CUSTOMER.toString()),
        exchange -> {
          received.set(Json.MAPPER.readTree(exchange.getRequestBody()));
          exchange.getResponseHeaders().set("Content-Type", Json.MEDIA_TYPE);
          exchange.sendResponseHeaders(status, body.isEmpty() ? -1 : body.length());
          exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
    try (var client =
        MicrosoftQualificationClient.builder()
            .baseUri("http://127.0.0.1:" + server.getAddress().getPort())
            .tenant("portal.cloudcockpit.com")
            .bearerToken("eyJ0eXAiO...")
            .build()) {
      var request =
          Json.MAPPER.convertValue(
              example("update-request.json"), UpdateCustomerMicrosoftQualificationRequest.class);
      return client.update(CUSTOMER, request).statusCode();
    } finally {
      server.stop(0);
    }
  }

  private static JsonNode example(String file) {
    return Json.read(Contract.resource("examples/" + file)).orElseThrow();
  }
}
