package com.cloudcockpit.qualification;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One call, from its HTTP request to its result or exception.
 *
 * @param redactor hides the token that the request carries
 */
record UpdateCall(
    HttpClient httpClient,
    HttpRequest request,
    UUID correlationId,
    ErrorResponseReader errorReader,
    TokenRedactor redactor) {

  UpdateResult execute() {
    var handler = new BoundedBodyHandler(request);
    HttpResponse<byte[]> response = null;
    Exception failure = null;
    try {
      response = httpClient.send(request, handler);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = e;
    } catch (IOException | RuntimeException e) {
      failure = e;
    }
    return resultOrThrow(response, failure, handler);
  }

  CompletableFuture<UpdateResult> executeAsync() {
    var handler = new BoundedBodyHandler(request);
    var exchange = sendAsync(handler);
    var result = new CompletableFuture<UpdateResult>();
    exchange.whenComplete(
        (response, failure) -> {
          try {
            result.complete(resultOrThrow(response, unwrap(failure), handler));
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        });
    result.whenComplete(
        (updated, failure) -> {
          if (!exchange.isDone()) {
            exchange.cancel(true);
          }
        });
    return result;
  }

  private CompletableFuture<HttpResponse<byte[]>> sendAsync(BoundedBodyHandler handler) {
    try {
      return httpClient.sendAsync(request, handler);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** A response that broke off after its status still counts: the status decides. */
  private UpdateResult resultOrThrow(
      @Nullable HttpResponse<byte[]> response,
      @Nullable Throwable failure,
      BoundedBodyHandler handler) {
    if (response != null) {
      return resultOrThrow(Response.of(response));
    }
    var partialResponse = handler.partialResponse();
    if (partialResponse == null) {
      throw noResponse(failure);
    }
    return resultOrThrow(partialResponse);
  }

  private UpdateResult resultOrThrow(Response response) {
    if (response.statusCode() / 100 == 2) {
      return new UpdateResult(response.statusCode(), correlationId);
    }
    var body = redactor.redact(ResponseText.of(response));
    throw MicrosoftQualificationException.builder()
        .statusCode(response.statusCode())
        .correlationId(correlationId)
        .error(errorReader.read(body))
        .body(body)
        .retryAfter(RetryAfter.of(response.headers()))
        .build();
  }

  private MicrosoftQualificationException noResponse(Throwable failure) {
    if (failure instanceof Error e) {
      throw e;
    }
    var message = TransportMessage.of(failure, httpClient, request);
    return MicrosoftQualificationException.builder()
        .correlationId(correlationId)
        .cause(redactor.redact(failure))
        .reason(redactor.redact(message))
        .build();
  }

  private static @Nullable Throwable unwrap(@Nullable Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
