package com.cloudcockpit.qualification;

import com.cloudcockpit.qualification.model.UpdateCustomerMicrosoftQualificationRequest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The implementation over HTTP: turns the arguments of a call into an {@link UpdateCall}. */
final class HttpMicrosoftQualificationClient implements MicrosoftQualificationClient {

  private static final String USER_AGENT =
      "microsoft-qualification-client/" + CustomersApi.CLIENT_VERSION;

  private final String baseUri;
  private final String tenant;
  private final Supplier<String> bearerToken;
  private final AdditionalHeaders headers;
  private final Duration requestTimeout;
  private final ObjectMapper mapper;
  private final ErrorResponseReader errorReader;
  private final RequestValidator validator;
  private volatile @Nullable HttpClient httpClient;

  HttpMicrosoftQualificationClient(MicrosoftQualificationClientBuilder builder) {
    if (builder.tenant == null) {
      throw new IllegalStateException("Set tenant(…) to the domain of your portal.");
    }
    if (builder.bearerToken == null) {
      throw new IllegalStateException(
          "Set bearerToken(…) to an access token or a supplier of one.");
    }
    baseUri = Arguments.requireBaseUri(builder.baseUri, builder.plainHttpAllowed);
    tenant = builder.tenant;
    bearerToken = builder.bearerToken;
    headers = builder.headers;
    requestTimeout = builder.requestTimeout;
    mapper = Objects.requireNonNullElseGet(builder.objectMapper, ObjectMapper::new);
    errorReader = new ErrorResponseReader(mapper);
    validator = RequestValidator.of(builder.validation, builder.validator);
    httpClient = builder.resolveHttpClient();
  }

  @Override
  public UpdateResult update(
      UUID customerId, UpdateCustomerMicrosoftQualificationRequest request, UpdateOptions options) {
    return newCall(customerId, request, options).execute();
  }

  @Override
  public CompletableFuture<UpdateResult> updateAsync(
      UUID customerId, UpdateCustomerMicrosoftQualificationRequest request, UpdateOptions options) {
    try {
      return newCall(customerId, request, options).executeAsync();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public void close() {
    httpClient = null;
  }

  @Override
  public String toString() {
    return "MicrosoftQualificationClient[baseUri=%s, tenant=%s]".formatted(baseUri, tenant);
  }

  private UpdateCall newCall(
      UUID customerId, UpdateCustomerMicrosoftQualificationRequest request, UpdateOptions options) {
    Objects.requireNonNull(customerId, "customerId");
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(options, "options");
    var openHttpClient = httpClient;
    if (openHttpClient == null) {
      throw new IllegalStateException("This client is closed.");
    }
    validator.validate(request);
    var token = Arguments.requireToken(bearerToken.get());
    var correlationId = options.correlationId().orElseGet(UUID::randomUUID);
    var httpRequest = write(customerId, request, options, correlationId, token);
    return new UpdateCall(
        openHttpClient, httpRequest, correlationId, errorReader, new TokenRedactor(token));
  }

  private HttpRequest write(
      UUID customerId,
      UpdateCustomerMicrosoftQualificationRequest request,
      UpdateOptions options,
      UUID correlationId,
      String token) {
    try {
      var httpRequest =
          CustomersApi.updateCustomerMicrosoftQualification(baseUri, mapper, customerId, request)
              .header(CustomersApi.X_TENANT, options.tenant().orElse(tenant))
              .header(CustomersApi.X_CORRELATION_ID, correlationId.toString());
      headers.with(options.additionalHeaders()).forEach(httpRequest::setHeader);
      return httpRequest
          .setHeader("User-Agent", USER_AGENT)
          .setHeader("Authorization", "Bearer " + token)
          .timeout(options.timeout().orElse(requestTimeout))
          .build();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "The request cannot be written as JSON: " + e.getOriginalMessage(), e);
    }
  }
}
