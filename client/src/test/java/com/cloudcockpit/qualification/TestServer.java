package com.cloudcockpit.qualification;

import com.cloudcockpit.qualification.model.UpdateCustomerMicrosoftQualificationRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A WireMock server that sends the same response to every request, and the tests' requests. */
final class TestServer {

  static final UUID CUSTOMER_ID = UUID.fromString("3fa85f64-5717-4562-b3fc-2c963f66afa6");
  static final UUID CORRELATION_ID = UUID.fromString("0d1f7c9e-8a53-4c1b-9a3e-5e0c3b1f6a42");
  static final String PATH = "/v1/Customers/" + CUSTOMER_ID + "/microsoft-qualification";
  static final String TENANT = "portal.cloudcockpit.com";
  static final String TOKEN = "eyJ0eXAiOiJKV1QifQ.secret.signature";
  static final JsonNode CONTRACT = readContract();
  static final String DOCUMENTED_ERROR =
      CONTRACT.findValue("DocumentedError").path("value").toString();

  private TestServer() {}

  static WireMockExtension newServer() {
    return WireMockExtension.newInstance()
        .options(
            WireMockConfiguration.options()
                .dynamicPort()
                .bindAddress("127.0.0.1")
                .containerThreads(64))
        .build();
  }

  static void answer(WireMockExtension server, ResponseDefinitionBuilder answer) {
    server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(answer));
  }

  static MicrosoftQualificationClientBuilder client(String baseUri) {
    return MicrosoftQualificationClient.builder()
        .baseUri(baseUri)
        .tenant(TENANT)
        .bearerToken(TOKEN);
  }

  /** The contract's operation that the client's method {@code update} calls. */
  static JsonNode operation() {
    return CONTRACT
        .path("paths")
        .path("/v1/Customers/{customerId}/microsoft-qualification")
        .path("patch");
  }

  /** The parameters of that operation. */
  static Stream<JsonNode> parameters() {
    return operation().path("parameters").valueStream().map(TestServer::resolve);
  }

  private static JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? CONTRACT.at(node.get("$ref").asText().substring(1)) : node;
  }

  /** The contract's examples of the request body. */
  static List<JsonNode> examples() {
    return operation().at("/requestBody/content/application~1json/examples").findValues("value");
  }

  static UpdateCustomerMicrosoftQualificationRequest request() {
    return new ObjectMapper()
        .convertValue(examples().get(0), UpdateCustomerMicrosoftQualificationRequest.class);
  }

  private static JsonNode readContract() {
    var path = "/com/cloudcockpit/qualification/openapi/openapi.yaml";
    try (var stream = TestServer.class.getResourceAsStream(path)) {
      return new YAMLMapper().readTree(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
