package com.cloudcockpit.qualification;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls of any operation, blocking or asynchronously: writes the request, sends it, and has
 * its {@link HttpCall} turn the response into a result or an exception.
 */
record HttpEngine(Connections connections, Settings settings) {

  private static final String USER_AGENT =
      "microsoft-qualification-client/" + CustomersApi.CLIENT_VERSION;

  /** Writes the request of an operation with the settings that apply to the call. */
  interface Writer<T extends @Nullable Object> {
    Operation<T> write(String tenant, UUID correlationId);
  }

  <T extends @Nullable Object> Result<T> call(Writer<T> writer) {
    var call = newCall(writer);
    HttpResponse<byte[]> response = null;
    Exception failure = null;
    try {
      response = call.send();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = e;
    } catch (IOException | ExecutionException | RuntimeException e) {
      failure = e;
    }
    return call.result(response, failure);
  }

  <T extends @Nullable Object> CompletableFuture<Result<T>> callAsync(Writer<T> writer) {
    HttpCall<T> call;
    try {
      call = newCall(writer);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
    var exchange = call.sendAsync();
    var result = new CompletableFuture<Result<T>>();
    exchange.whenComplete(
        (response, failure) -> {
          try {
            result.complete(call.result(response, failure));
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        });
    result.whenComplete((completed, failure) -> exchange.cancel(true));
    return result;
  }

  private <T extends @Nullable Object> HttpCall<T> newCall(Writer<T> writer) {
    var httpClient = connections.open();
    var correlationId = Objects.requireNonNullElseGet(settings.correlationId(), UUID::randomUUID);
    var operation = writer.write(settings.tenant(), correlationId);
    if (operation.body() != null) {
      settings.validator().validate(operation.body());
    }
    var token = operation.isSecured() ? Arguments.requireToken(settings.bearerToken().get()) : "";
    var request = operation.newRequest(settings.baseUri());
    settings.headers().forEach(request::setHeader);
    request.setHeader("User-Agent", USER_AGENT).timeout(settings.timeout());
    if (operation.isSecured()) {
      request.setHeader("Authorization", "Bearer " + token);
    }
    // over HTTP/2, calls beyond the server's limit of concurrent streams fail
    request.version(HttpClient.Version.HTTP_1_1);
    var reader = new ResponseReader(operation.hasContent(), settings.timeout());
    return new HttpCall<>(
        httpClient, operation, request.build(), reader, correlationId, token, settings.clock());
  }
}
