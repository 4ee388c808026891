package com.cloudcockpit.qualification;

import jakarta.validation.Validator;
import java.net.http.HttpClient;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Calls any operation: the one path from its request to its result or exception.
 *
 * @param validator null if requests are not validated
 * @param options with a tenant and a timeout
 * @param httpClient contains null once the client is closed
 */
record HttpEngine(
    String baseUri,
    Supplier<String> bearerToken,
    @Nullable Validator validator,
    CallOptions options,
    AtomicReference<@Nullable HttpClient> httpClient) {

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9\\-._~+/]+=*");

  HttpEngine with(CallOptions overrides) {
    return new HttpEngine(baseUri, bearerToken, validator, options.with(overrides), httpClient);
  }

  /**
   * Calls an operation and waits for the response.
   *
   * @param writer creates the request from the tenant and the correlation ID of the call
   */
  <T extends @Nullable Object> Result<T> call(BiFunction<String, UUID, Operation<T>> writer) {
    return newCall(writer).send();
  }

  /** Calls an operation without waiting for the response. */
  <T extends @Nullable Object> CompletableFuture<Result<T>> callAsync(
      BiFunction<String, UUID, Operation<T>> writer) {
    try {
      return newCall(writer).sendAsync();
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
    var request = operation.newRequest(baseUri).timeout(options.timeout().orElseThrow());
    // over HTTP/2, calls beyond the server's limit of concurrent streams fail
    request.version(HttpClient.Version.HTTP_1_1);
    options.headers().forEach(request::setHeader);
    request.setHeader("User-Agent", CustomersApi.USER_AGENT);
    if (operation.secured) {
      request.setHeader("Authorization", "Bearer " + requireToken(bearerToken.get()));
    }
    return new Call<>(open, operation, request.build(), correlationId);
  }

  /** {@return the token if it is valid according to RFC 6750, section 2.1} */
  static String requireToken(@Nullable String token) {
    if (token == null || !TOKEN.matcher(token).matches()) {
      throw new IllegalArgumentException(
          """
          The bearer token is null, empty, or contains a space or another illegal character: \
          pass an access token, without 'Bearer '.""");
    }
    return token;
  }
}
