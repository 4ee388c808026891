package com.cloudcockpit.qualification;

import com.cloudcockpit.qualification.model.UpdateCustomerMicrosoftQualificationRequest;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The implementation over HTTP. */
final class HttpMicrosoftQualificationClient implements MicrosoftQualificationClient {

  private final HttpEngine engine;
  private final Runnable onClose;

  HttpMicrosoftQualificationClient(HttpEngine engine, Runnable onClose) {
    this.engine = engine;
    this.onClose = onClose;
  }

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

  private static HttpEngine.Writer<@Nullable Void> newUpdate(
      UUID customerId, UpdateCustomerMicrosoftQualificationRequest request) {
    return (tenant, correlationId) ->
        CustomersApi.updateCustomerMicrosoftQualification(
            customerId, tenant, request, correlationId);
  }

  @Override
  public MicrosoftQualificationClient withOptions(CallOptions options) {
    var settings = engine.settings().with(options);
    var copy = new HttpEngine(engine.connections(), settings);
    return new HttpMicrosoftQualificationClient(copy, () -> {});
  }

  @Override
  public void close() {
    onClose.run();
  }

  @Override
  public String toString() {
    return "MicrosoftQualificationClient[baseUri=%s, tenant=%s]"
        .formatted(engine.settings().baseUri(), engine.settings().tenant());
  }
}
