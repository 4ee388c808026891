package com.cloudcockpit.qualification;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One call, from its HTTP request to its result or exception.
 *
 * @param token the token in the request, which must not appear in an exception; empty if none
 */
record HttpCall<T extends @Nullable Object>(
    HttpClient httpClient,
    Operation<T> operation,
    HttpRequest request,
    ResponseReader reader,
    UUID correlationId,
    String token,
    InstantSource clock) {

  /** How long after the timeout to give up on an {@code HttpClient} that does not report it. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  HttpResponse<byte[]> send() throws IOException, InterruptedException, ExecutionException {
    if (httpClient.executor().isEmpty()) {
      return httpClient.send(request, reader);
    }
    var exchange = sendAsync();
    try {
      return exchange.get();
    } catch (InterruptedException e) {
      exchange.cancel(true);
      throw e;
    }
  }

  CompletableFuture<HttpResponse<byte[]>> sendAsync() {
    try {
      var exchange = httpClient.sendAsync(request, reader);
      // on Java 17, a call whose tasks the executor rejects would never end
      return httpClient.executor().isEmpty()
          ? exchange
          : exchange.orTimeout(
              request.timeout().orElseThrow().plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** {@return the result, or throws the exception, that a response or its absence means} */
  Result<T> result(@Nullable HttpResponse<byte[]> httpResponse, @Nullable Throwable failure) {
    var response = reader.response(httpResponse, unwrap(failure));
    if (response == null) {
      throw transportFailure(0, unwrap(failure));
    }
    if (response.statusCode() / 100 != 2) {
      throw ErrorReader.read(response, correlationId, new TokenRedactor(token), clock.instant());
    }
    try {
      var content = operation.read(response.body());
      return new Result<>(response.statusCode(), correlationId, response.headers(), content);
    } catch (IOException e) {
      throw transportFailure(response.statusCode(), e);
    }
  }

  private MicrosoftQualificationException transportFailure(
      int statusCode, @Nullable Throwable cause) {
    if (cause instanceof Error e) {
      throw e;
    }
    var failure = Objects.requireNonNullElseGet(cause, IOException::new);
    var redactor = new TokenRedactor(token);
    return MicrosoftQualificationException.builder()
        .transportFailure(
            statusCode, redactor.redact(Messages.of(failure, statusCode, httpClient, request)))
        .correlationId(correlationId)
        .cause(redactor.redact(failure))
        .build();
  }

  private static @Nullable Throwable unwrap(@Nullable Throwable failure) {
    return failure instanceof CompletionException || failure instanceof ExecutionException
        ? failure.getCause()
        : failure;
  }
}
