package com.cloudcockpit.qualification;

import jakarta.validation.Validator;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls of any operation: the one path from a call to its result or exception.
 *
 * @param httpClient contains null once the client is closed
 * @param validator null if requests are not validated
 * @param options with a tenant and a timeout
 */
record HttpEngine(
    AtomicReference<@Nullable HttpClient> httpClient,
    String baseUri,
    Supplier<String> bearerToken,
    @Nullable Validator validator,
    CallOptions options) {

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9\\-._~+/]+=*");
  private static final String USER_AGENT =
      "microsoft-qualification-client/" + CustomersApi.CLIENT_VERSION;

  HttpEngine with(CallOptions overrides) {
    return new HttpEngine(httpClient, baseUri, bearerToken, validator, options.with(overrides));
  }

  /**
   * Calls an operation and waits for the response.
   *
   * @param writer writes the request with the tenant and the correlation ID of the call
   */
  <T extends @Nullable Object> Result<T> call(BiFunction<String, UUID, Operation<T>> writer) {
    var call = newCall(writer);
    HttpResponse<@Nullable Void> response = null;
    Exception failure = null;
    try {
      response = call.send();
    } catch (Exception e) {
      failure = e;
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
    }
    return call.result(response, failure);
  }

  /** Calls an operation without waiting for the response. */
  <T extends @Nullable Object> CompletableFuture<Result<T>> callAsync(
      BiFunction<String, UUID, Operation<T>> writer) {
    try {
      var call = newCall(writer);
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
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Rejects later calls.
   *
   * @param owned whether to release the threads and connections of the {@code HttpClient}
   */
  void close(boolean owned) {
    var open = httpClient.getAndSet(null);
    if (open != null && owned) {
      try {
        HttpClient.class.getMethod("shutdown").invoke(open);
      } catch (ReflectiveOperationException e) {
        // before Java 21, the garbage collector releases them
      }
    }
  }

  private <T extends @Nullable Object> Call<T> newCall(
      BiFunction<String, UUID, Operation<T>> writer) {
    var open = httpClient.get();
    if (open == null) {
      throw new IllegalStateException("This client is closed.");
    }
    var correlationId = options.correlationId().orElseGet(UUID::randomUUID);
    var operation = writer.apply(options.tenant().orElseThrow(), correlationId);
    if (validator != null && operation.body != null) {
      RequestValidator.validate(validator, operation.body);
    }
    var token = operation.secured ? requireToken(bearerToken.get()) : "";
    var timeout = options.timeout().orElseThrow();
    var request = operation.newRequest(baseUri).timeout(timeout);
    // over HTTP/2, calls beyond the server's limit of concurrent streams fail
    request.version(HttpClient.Version.HTTP_1_1);
    options.headers().forEach(request::setHeader);
    request.setHeader("User-Agent", USER_AGENT);
    if (operation.secured) {
      request.setHeader("Authorization", "Bearer " + token);
    }
    var reader = new ResponseReader(operation.content != null, timeout);
    return new Call<>(open, operation, request.build(), reader, correlationId, token);
  }

  /** {@return the token if it is valid according to RFC 6750, section 2.1} */
  static String requireToken(@Nullable String token) {
    if (token == null || !TOKEN.matcher(token).matches()) {
      throw new IllegalArgumentException(
          """
          The bearer token is null, empty, or contains a space or another illegal character: \
          pass the token alone, without 'Bearer '.""");
    }
    return token;
  }

  /**
   * @param token the token in the request, which must not appear in an exception; empty if none
   */
  private record Call<T extends @Nullable Object>(
      HttpClient httpClient,
      Operation<T> operation,
      HttpRequest request,
      ResponseReader reader,
      UUID correlationId,
      String token) {

    HttpResponse<@Nullable Void> send() throws Exception {
      if (httpClient.executor().isEmpty()) {
        return httpClient.send(request, reader);
      }
      var exchange = sendAsync();
      try {
        return exchange.get();
      } finally {
        exchange.cancel(true);
      }
    }

    CompletableFuture<HttpResponse<@Nullable Void>> sendAsync() {
      try {
        var exchange = httpClient.sendAsync(request, reader);
        if (httpClient.executor().isPresent()) {
          // on Java 17, nothing else ends a call if the executor rejects a task
          exchange.orTimeout(request.timeout().orElseThrow().toSeconds() + 2, TimeUnit.SECONDS);
        }
        return exchange;
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    Result<T> result(
        @Nullable HttpResponse<@Nullable Void> httpResponse, @Nullable Throwable failure) {
      var cause =
          failure instanceof CompletionException || failure instanceof ExecutionException
              ? failure.getCause()
              : failure;
      var response = reader.response(httpResponse, cause);
      if (response == null) {
        throw transportFailure(0, cause == null ? new IOException() : cause);
      }
      int statusCode = response.statusCode();
      if (statusCode / 100 != 2) {
        throw ErrorReader.read(response, correlationId, new TokenRedactor(token));
      }
      try {
        var content = operation.read(response.body());
        return new Result<>(statusCode, correlationId, response.headers(), content);
      } catch (IOException e) {
        throw transportFailure(statusCode, e);
      }
    }

    private MicrosoftQualificationException transportFailure(int statusCode, Throwable cause) {
      if (cause instanceof Error e) {
        throw e;
      }
      var redactor = new TokenRedactor(token);
      var message = Messages.of(cause, statusCode, httpClient, request);
      return new MicrosoftQualificationException.Builder(correlationId)
          .transportFailure(statusCode, redactor.redact(message))
          .cause(redactor.redact(cause))
          .build();
    }
  }
}
