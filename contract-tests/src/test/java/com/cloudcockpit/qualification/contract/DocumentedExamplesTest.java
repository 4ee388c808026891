package com.cloudcockpit.qualification.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.atlassian.oai.validator.report.MessageResolver;
import com.atlassian.oai.validator.schema.SchemaValidator;
import com.cloudcockpit.qualification.contract.spec.Contract;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.cloudcockpit.qualification.model.ErrorResponse;
import com.cloudcockpit.qualification.model.UpdateCustomerMicrosoftQualificationRequest;
import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.models.media.MediaType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The specification and the models of the client match the documentation page. */
class DocumentedExamplesTest {

  private static final Contract CONTRACT = Contract.published();
  private static final JsonNode REQUEST = example("update-request.json");
  private static final JsonNode ERROR = example("error-response.json");

  @Test
  void describesTheDocumentedOperation() {
    assertEquals("/v1/Customers/{customerId}/microsoft-qualification", CONTRACT.path());
    assertEquals("portal.cloudcockpit.com", CONTRACT.example("X-Tenant"));
  }

  @Test
  void hasTheDocumentedRequest() {
    assertDescribes(
        CONTRACT.operation().getRequestBody().getContent().get(Json.MEDIA_TYPE), REQUEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"400", "404", "500"})
  void hasTheDocumentedError(String status) {
    var response = CONTRACT.responses().get(status);
    assertDescribes(response.getContent().get(Json.MEDIA_TYPE), ERROR);
  }

  @Test
  void areUnchangedByTheModelsOfTheClient() throws Exception {
    assertSurvives(REQUEST, UpdateCustomerMicrosoftQualificationRequest.class);
    assertSurvives(ERROR, ErrorResponse.class);
  }

  private static void assertDescribes(MediaType content, JsonNode example) {
    var report =
        new SchemaValidator(CONTRACT.specification(), new MessageResolver())
            .validate(example.toString(), content.getSchema(), "example");
    assertFalse(report.hasErrors(), report::toString);
    assertEquals(
        example, Json.MAPPER.valueToTree(content.getExamples().get("documented").getValue()));
  }

  private static void assertSurvives(JsonNode example, Class<?> model) throws Exception {
    var mapper = Json.MAPPER;
    assertEquals(example, mapper.valueToTree(mapper.treeToValue(example, model)));
  }

  private static JsonNode example(String file) {
    return Json.read(Contract.resource("examples/" + file)).orElseThrow();
  }
}
