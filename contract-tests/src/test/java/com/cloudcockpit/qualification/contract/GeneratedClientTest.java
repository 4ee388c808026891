package com.cloudcockpit.qualification.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.cloudcockpit.qualification.api.CustomersApi;
import com.cloudcockpit.qualification.invoker.ApiClient;
import com.cloudcockpit.qualification.invoker.ApiException;
import com.cloudcockpit.qualification.invoker.ApiResponse;
import com.cloudcockpit.qualification.model.UpdateCustomerMicrosoftQualificationRequest;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the generated client to the documented request and errors. */
@ExtendWith(Target.Resolver.class)
class GeneratedClientTest {

  private final Target target;

  GeneratedClientTest(Target target) {
    this.target = target;
  }

  @Test
  void sendsTheDocumentedRequest() throws Exception {
    assertEquals(200, update("code=200").getStatusCode());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 500})
  void getsTheDocumentedError(int status) {
    var failure = assertThrows(CompletionException.class, () -> update("code=" + status + ", example=documented"));
    var error = assertInstanceOf(ApiException.class, failure.getCause());
    assertEquals(status, error.getCode());
    assertEquals(Contract.DOCUMENTED_ERROR, Contract.json(error.getResponseBody()));
  }

  private ApiResponse<Void> update(String preference) throws Exception {
    var client = new ApiClient();
    client.updateBaseUri(target.baseUri().toString());
    client.setRequestInterceptor(request ->
        request.header("Authorization", "Bearer " + Target.TOKEN).header("Prefer", preference));
    var request = new ObjectMapper()
        .treeToValue(Contract.DOCUMENTED_REQUEST, UpdateCustomerMicrosoftQualificationRequest.class);
    return new CustomersApi(client)
        .updateCustomerMicrosoftQualificationWithHttpInfo(
            UUID.fromString(Target.CUSTOMER_ID), Target.TENANT, request, null)
        .join();
  }
}
