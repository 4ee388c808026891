package com.cloudcockpit.qualification.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.cloudcockpit.qualification.api.CustomersApi;
import com.cloudcockpit.qualification.invoker.ApiClient;
import com.cloudcockpit.qualification.invoker.ApiException;
import com.cloudcockpit.qualification.invoker.ApiResponse;
import com.cloudcockpit.qualification.mock.PrismMock;
import com.cloudcockpit.qualification.model.UpdateCustomerMicrosoftQualificationRequest;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the generated API, under the client's public layer, to the documented request and errors.
 */
class GeneratedClientTest {

  private static PrismMock mock;

  @BeforeAll
  static void startMock() {
    mock =
        PrismMock.start(Path.of("..", "mock"), Path.of("target", "prism-for-generated-client.log"));
  }

  @AfterAll
  static void stopMock() {
    mock.close();
  }

  @Test
  void sendsTheDocumentedRequest() throws Exception {
    assertEquals(200, update("code=200").getStatusCode());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 500})
  void getsTheDocumentedError(int status) {
    var failure =
        assertThrows(
            CompletionException.class, () -> update("code=" + status + ", example=documented"));
    var error = assertInstanceOf(ApiException.class, failure.getCause());
    assertEquals(status, error.getCode());
    assertEquals(Contract.DOCUMENTED_ERROR, Contract.json(error.getResponseBody()));
  }

  private static ApiResponse<Void> update(String preference) throws Exception {
    var client = new ApiClient();
    client.updateBaseUri(mock.baseUri().toString());
    client.setRequestInterceptor(
        request ->
            request.header("Authorization", "Bearer eyJ0eXAiO...").header("Prefer", preference));
    var request =
        Contract.JSON.treeToValue(
            Contract.DOCUMENTED_REQUEST, UpdateCustomerMicrosoftQualificationRequest.class);
    return new CustomersApi(client)
        .updateCustomerMicrosoftQualificationWithHttpInfo(
            UUID.fromString(Contract.example(Contract.parameter("customerId"))),
            Contract.example(Contract.parameter("X-Tenant")),
            request,
            null)
        .join();
  }
}
