package com.cloudcockpit.qualification.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.cloudcockpit.qualification.contract.spec.Contract;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.cloudcockpit.qualification.contract.spec.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that the specification matches the documentation page. */
class DocumentedExamplesTest {

  private static final Operation OPERATION = Contract.published().operations().get(0);

  @Test
  void describesTheDocumentedOperation() {
    assertEquals("/v1/Customers/{customerId}/microsoft-qualification", OPERATION.path());
    assertEquals("PATCH", OPERATION.method());
  }

  @Test
  void hasTheDocumentedRequest() {
    assertDescribes(OPERATION.body().orElseThrow().model(), "update-request.json");
  }

  @Test
  void hasTheDocumentedErrors() {
    for (var status : List.of(400, 404, 500)) {
      var content = OPERATION.content(status).orElseThrow();
      assertDescribes(content, "error-response.json");
    }
  }

  private static void assertDescribes(JsonNode content, String file) {
    var example = Json.read(Contract.resource("examples/" + file)).orElseThrow();
    var problems = OPERATION.validator().problems("request", content.get("schema"), example);
    var transcribe =
        """
        Copy the documentation page's example to openapi/examples/%s, and to the example \
        "documented" in openapi.yaml"""
            .formatted(file);
    assertEquals(List.of(), problems, transcribe);
    assertEquals(example, content.at("/examples/documented/value"), transcribe);
  }
}
