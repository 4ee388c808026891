package com.cloudcockpit.qualification.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.atlassian.oai.validator.report.MessageResolver;
import com.atlassian.oai.validator.schema.SchemaValidator;
import com.cloudcockpit.qualification.invoker.ApiClient;
import com.cloudcockpit.qualification.model.ErrorResponse;
import com.cloudcockpit.qualification.model.UpdateCustomerMicrosoftQualificationRequest;
import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.models.media.MediaType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the specification and the models to what the documentation page prints. */
class DocumentedExamplesTest {

  @Test
  void theOperationIsTheDocumentedOne() {
    assertEquals("/v1/Customers/{customerId}/microsoft-qualification", Contract.PATH);
    assertEquals("portal.cloudcockpit.com", Contract.example(Contract.parameter("X-Tenant")));
  }

  @Test
  void theRequestIsValidAndStandsInTheSpecification() {
    assertDescribes(Contract.REQUEST, Contract.DOCUMENTED_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"400", "404", "500"})
  void theErrorIsValidAndStandsInTheSpecification(String status) {
    var response = Contract.OPERATION.getResponses().get(status);
    assertDescribes(response.getContent().get(Contract.JSON_TYPE), Contract.DOCUMENTED_ERROR);
  }

  @Test
  void theModelsReadAndWriteTheExamples() throws Exception {
    assertSurvives(Contract.DOCUMENTED_REQUEST, UpdateCustomerMicrosoftQualificationRequest.class);
    assertSurvives(Contract.DOCUMENTED_ERROR, ErrorResponse.class);
  }

  private static void assertDescribes(MediaType content, JsonNode example) {
    var report =
        new SchemaValidator(Contract.SPECIFICATION, new MessageResolver())
            .validate(example.toString(), content.getSchema(), "example");
    assertFalse(report.hasErrors(), report::toString);
    assertEquals(
        example, Contract.JSON.valueToTree(content.getExamples().get("documented").getValue()));
  }

  private static void assertSurvives(JsonNode example, Class<?> model) throws Exception {
    var mapper = ApiClient.createDefaultObjectMapper();
    assertEquals(example, mapper.valueToTree(mapper.treeToValue(example, model)));
  }
}
