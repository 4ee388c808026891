package com.cloudcockpit.qualification;

import com.cloudcockpit.qualification.model.UpdateCustomerMicrosoftQualificationRequest;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The implementation over HTTP. */
record HttpMicrosoftQualificationClient(HttpEngine engine, Runnable onClose)
    implements MicrosoftQualificationClient {

  @Override
  public Result<@Nullable Void> update(
      UUID customerId, UpdateCustomerMicrosoftQualificationRequest request) {
    return engine.call(newUpdate(customerId, request));
  }

  @Override
  public CompletableFuture<Result<@Nullable Void>> updateAsync(
      UUID customerId, UpdateCustomerMicrosoftQualificationRequest request) {
    return engine.callAsync(newUpdate(customerId, request));
  }

  private static BiFunction<String, UUID, Operation<@Nullable Void>> newUpdate(
      UUID customerId, UpdateCustomerMicrosoftQualificationRequest request) {
    return (tenant, correlationId) ->
        CustomersApi.updateCustomerMicrosoftQualification(
            customerId, tenant, request, correlationId);
  }

  @Override
  public MicrosoftQualificationClient withOptions(CallOptions options) {
    return new HttpMicrosoftQualificationClient(engine.with(options), () -> {});
  }

  @Override
  public void close() {
    onClose.run();
  }

  @Override
  public String toString() {
    return "MicrosoftQualificationClient[baseUri=%s, tenant=%s]"
        .formatted(engine.baseUri(), engine.options().tenant().orElseThrow());
  }
}
