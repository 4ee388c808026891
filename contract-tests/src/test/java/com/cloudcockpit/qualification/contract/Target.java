package com.cloudcockpit.qualification.contract;

import static io.restassured.RestAssured.given;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.report.ValidationReport;
import com.atlassian.oai.validator.restassured.RestAssuredResponse;
import com.cloudcockpit.qualification.mock.PrismMock;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What is tested: the server that {@code -Dcontract.base-url} names, or else a mock started for this test run. */
record Target(URI baseUri, AutoCloseable server) implements AutoCloseable {

  static final String TOKEN = "eyJ0eXAiO...";
  static final String CUSTOMER_ID = Contract.parameterExample("customerId");
  static final String TENANT = Contract.parameterExample("X-Tenant");

  private static final OpenApiInteractionValidator VALIDATOR =
      OpenApiInteractionValidator.createForInlineApiSpecification(Contract.TEXT).build();

  /** The documented request but for its body: a test changes or removes what it is about. */
  RequestSpecification request() {
    return given()
        .baseUri(baseUri.toString())
        .header("Authorization", "Bearer " + TOKEN)
        .header("X-Tenant", TENANT)
        .header("X-Correlation-Id", Contract.parameterExample("X-Correlation-Id"))
        .contentType("application/json")
        .pathParam("customerId", CUSTOMER_ID);
  }

  Response send(RequestSpecification request) {
    return request.patch(Contract.PATH);
  }

  /** What is wrong with a response by the specification. */
  static ValidationReport validate(Response response) {
    return VALIDATOR.validateResponse(Contract.PATH, Request.Method.PATCH, RestAssuredResponse.of(response));
  }

  @Override
  public void close() throws Exception {
    server.close();
  }

  private static Target open() {
    var url = System.getProperty("contract.base-url", "");
    if (!url.isEmpty()) {
      return new Target(URI.create(url), () -> {});
    }
    var mock = PrismMock.start(Path.of("..", "mock"), Path.of("target", "prism.log"));
    return new Target(mock.baseUri(), mock);
  }

  /** Gives tests the one target of the test run, and closes it after the last test. */
  static final class Resolver implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Target.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(Target.class))
          .computeIfAbsent(Target.class, key -> open(), Target.class);
    }
  }
}
