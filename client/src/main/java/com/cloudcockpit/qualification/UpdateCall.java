package com.cloudcockpit.qualification;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * One call, from its HTTP request to its result or exception.
 *
 * @param timeout how long the call may take, from sending to the last byte of the response
 * @param redactor hides the token that the request carries
 */
record UpdateCall(
    HttpClient httpClient,
    HttpRequest request,
    Duration timeout,
    UUID correlationId,
    ErrorResponseReader errorReader,
    TokenRedactor redactor) {

  UpdateResult execute() {
    var handler = new BoundedBodyHandler(timeout);
    try {
      return result(Response.of(httpClient.send(request, handler)));
    } catch (IOException e) {
      return result(handler.interruptedResponse().orElseThrow(() -> noResponse(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw noResponse(e);
    }
  }

  CompletableFuture<UpdateResult> executeAsync() {
    var handler = new BoundedBodyHandler(timeout);
    var exchange = httpClient.sendAsync(request, handler);
    var result = new CompletableFuture<UpdateResult>();
    exchange.whenComplete(
        (response, failure) -> {
          try {
            if (failure == null) {
              result.complete(result(Response.of(response)));
            } else if (unwrap(failure) instanceof IOException e) {
              result.complete(
                  result(handler.interruptedResponse().orElseThrow(() -> noResponse(e))));
            } else {
              result.completeExceptionally(unwrap(failure));
            }
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

  private UpdateResult result(Response response) {
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

  private MicrosoftQualificationException noResponse(Exception cause) {
    return MicrosoftQualificationException.builder()
        .correlationId(correlationId)
        .cause(redactor.redact(cause))
        .reason(redactor.redact(TransportFailure.describe(cause, httpClient, request, timeout)))
        .build();
  }

  private static Throwable unwrap(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
