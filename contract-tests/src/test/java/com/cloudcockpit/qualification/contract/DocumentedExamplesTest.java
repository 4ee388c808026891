package com.cloudcockpit.qualification.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.atlassian.oai.validator.report.MessageResolver;
import com.atlassian.oai.validator.restassured.OpenApiValidationFilter;
import com.atlassian.oai.validator.schema.SchemaValidator;
import com.cloudcockpit.qualification.model.ErrorResponse;
import com.cloudcockpit.qualification.model.UpdateCustomerMicrosoftQualificationRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.oas.models.media.MediaType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the specification, the models and the mock to the examples that the documentation page prints. */
@ExtendWith(Target.Resolver.class)
class DocumentedExamplesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Target target;

  DocumentedExamplesTest(Target target) {
    this.target = target;
  }

  @Test
  void theOperationIsTheDocumentedOne() {
    assertEquals("/v1/Customers/{customerId}/microsoft-qualification", Contract.PATH);
    assertEquals("portal.cloudcockpit.com", Target.TENANT);
  }

  @Test
  void theRequestIsValidAndStandsInTheSpecification() {
    assertDescribes(Contract.OPERATION.getRequestBody().getContent().get("application/json"), Contract.DOCUMENTED_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"400", "404", "500"})
  void theErrorIsValidAndStandsInTheSpecification(String status) {
    var response = Contract.OPERATION.getResponses().get(status);
    assertDescribes(response.getContent().get("application/json"), Contract.DOCUMENTED_ERROR);
  }

  @Test
  void theModelsReadAndWriteTheExamples() throws Exception {
    assertSurvives(Contract.DOCUMENTED_REQUEST, UpdateCustomerMicrosoftQualificationRequest.class);
    assertSurvives(Contract.DOCUMENTED_ERROR, ErrorResponse.class);
  }

  @Test
  void theRequestIsAccepted() {
    var request = target.request()
        .filter(new OpenApiValidationFilter(Contract.TEXT))
        .body(Contract.DOCUMENTED_REQUEST.toString());
    target.send(request).then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 500})
  void theErrorIsAnsweredWhenAskedFor(int status) {
    var request = target.request()
        .filter(new OpenApiValidationFilter(Contract.TEXT))
        .header("Prefer", "code=" + status + ", example=documented")
        .body(Contract.DOCUMENTED_REQUEST.toString());
    var response = target.send(request);
    assertEquals(status, response.statusCode());
    assertEquals(Contract.DOCUMENTED_ERROR, Contract.json(response.asString()));
  }

  private static void assertDescribes(MediaType content, JsonNode example) {
    var report = new SchemaValidator(Contract.SPECIFICATION, new MessageResolver())
        .validate(example.toString(), content.getSchema(), "example");
    assertFalse(report.hasErrors(), report::toString);
    assertEquals(example, JSON.valueToTree(content.getExamples().get("documented").getValue()));
  }

  private static void assertSurvives(JsonNode example, Class<?> model) throws Exception {
    assertEquals(example, JSON.valueToTree(JSON.treeToValue(example, model)));
  }
}
