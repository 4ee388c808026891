package com.cloudcockpit.qualification;

import com.cloudcockpit.qualification.api.CustomersApi;
import com.cloudcockpit.qualification.invoker.ApiClient;
import com.cloudcockpit.qualification.invoker.ApiException;
import com.cloudcockpit.qualification.model.UpdateCustomerMicrosoftQualificationRequest;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.NoProviderFoundException;
import jakarta.validation.Validation;
import jakarta.validation.ValidationException;
import jakarta.validation.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Updates the Microsoft qualification of customers: the contract's operation {@code PATCH
 * /v1/Customers/{customerId}/microsoft-qualification}.
 *
 * <p>Immutable and safe for use by many threads at once; an application needs one. Connections stay
 * open between calls.
 */
public final class MicrosoftQualificationClient implements AutoCloseable {

  private static final String USER_AGENT = "microsoft-qualification-client/" + version();

  private final String baseUri;
  private final String tenant;
  private final Supplier<String> bearerToken;
  private final Duration requestTimeout;
  private final ObjectMapper mapper;
  private final Failures failures;
  private final Validator validator;
  private volatile HttpClient httpClient;

  private MicrosoftQualificationClient(Builder builder) {
    baseUri = Checks.baseUri(builder.baseUri, builder.plainHttpAllowed);
    tenant = builder.tenant;
    bearerToken = builder.bearerToken;
    requestTimeout = builder.requestTimeout;
    mapper =
        builder.objectMapper == null ? ApiClient.createDefaultObjectMapper() : builder.objectMapper;
    failures = new Failures(baseUri, mapper);
    validator =
        !builder.validation
            ? null
            : builder.validator != null ? builder.validator : DefaultValidator.get();
    httpClient =
        builder.httpClient == null
            ? SharedHttpClients.get(builder.connectTimeout())
            : builder.httpClient;
  }

  /** {@return a builder with the defaults, which the tenant and the bearer token lack} */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Updates one customer's Microsoft qualification and waits for the answer.
   *
   * @param customerId the customer's identifier in CloudCockpit; not null
   * @param request the provider instance and the qualification to set; not null
   * @return the status and the correlation id; any status from 200 to 299 is a success
   * @throws BadRequestException for the contract's status 400
   * @throws UnauthorizedException for 401
   * @throws ForbiddenException for 403
   * @throws NotFoundException for 404
   * @throws ServerErrorException for 500 to 599
   * @throws UnexpectedStatusException for any other status
   * @throws TransportException if there is no answer; the interrupt status is kept if an interrupt
   *     is why
   * @throws ConstraintViolationException if the request breaks a constraint of the contract;
   *     nothing was sent then
   * @throws IllegalArgumentException if the bearer token can't be one, or the request can't be
   *     written as JSON
   * @throws IllegalStateException if this client is closed
   */
  public UpdateResult update(UUID customerId, UpdateCustomerMicrosoftQualificationRequest request) {
    return update(customerId, request, UpdateOptions.none());
  }

  /**
   * As {@link #update(UUID, UpdateCustomerMicrosoftQualificationRequest)}, with options for this
   * call.
   *
   * @param customerId the customer's identifier in CloudCockpit; not null
   * @param request the provider instance and the qualification to set; not null
   * @param options what this call does otherwise than this client; not null
   * @return the status and the correlation id
   */
  public UpdateResult update(
      UUID customerId, UpdateCustomerMicrosoftQualificationRequest request, UpdateOptions options) {
    var call = start(customerId, request, options, true);
    // join() would wrap it in an exception more
    var failure = call.handle((result, fault) -> fault).join();
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    return call.join();
  }

  /**
   * Updates one customer's Microsoft qualification without waiting. The future fails with what
   * {@link #update(UUID, UpdateCustomerMicrosoftQualificationRequest)} throws; to cancel it ends
   * the exchange.
   *
   * @param customerId the customer's identifier in CloudCockpit; not null
   * @param request the provider instance and the qualification to set; not null
   * @return the status and the correlation id, once they are there
   */
  public CompletableFuture<UpdateResult> updateAsync(
      UUID customerId, UpdateCustomerMicrosoftQualificationRequest request) {
    return updateAsync(customerId, request, UpdateOptions.none());
  }

  /**
   * As {@link #updateAsync(UUID, UpdateCustomerMicrosoftQualificationRequest)}, with options for
   * this call.
   *
   * @param customerId the customer's identifier in CloudCockpit; not null
   * @param request the provider instance and the qualification to set; not null
   * @param options what this call does otherwise than this client; not null
   * @return the status and the correlation id, once they are there
   */
  public CompletableFuture<UpdateResult> updateAsync(
      UUID customerId, UpdateCustomerMicrosoftQualificationRequest request, UpdateOptions options) {
    return start(customerId, request, options, false);
  }

  /**
   * Refuses further calls; calls under way go on. The connections and threads are shared by all
   * clients that were given no {@code HttpClient}, and end once none is left open and a garbage
   * collection has found that.
   */
  @Override
  public void close() {
    httpClient = null;
  }

  @Override
  public String toString() {
    return "MicrosoftQualificationClient[baseUri=" + baseUri + ", tenant=" + tenant + "]";
  }

  private CompletableFuture<UpdateResult> start(
      UUID customerId,
      UpdateCustomerMicrosoftQualificationRequest request,
      UpdateOptions options,
      boolean blocking) {
    Objects.requireNonNull(customerId, "customerId");
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(options, "options");
    try {
      var http = httpClient;
      if (http == null) {
        throw new IllegalStateException("This client is closed.");
      }
      if (validator != null) {
        var violations = validator.validate(request);
        if (!violations.isEmpty()) {
          throw new ConstraintViolationException(violations);
        }
      }
      var token = Checks.token(bearerToken.get());
      var correlationId = options.correlationIdOrRandom();
      var timeout = options.timeoutOr(requestTimeout);
      var call =
          new ApiCall(
              http,
              mapper,
              baseUri,
              timeout,
              blocking,
              builder ->
                  builder
                      .setHeader("User-Agent", USER_AGENT)
                      .setHeader("Authorization", "Bearer " + token),
              response -> {
                throw failures.answered(response, correlationId, token);
              });
      var result = new UpdateFuture(call);
      new CustomersApi(call)
          .updateCustomerMicrosoftQualificationWithHttpInfo(
              customerId, options.tenantOr(tenant), request, correlationId)
          .whenComplete(
              (response, fault) -> {
                if (fault == null) {
                  result.complete(new UpdateResult(response.getStatusCode(), correlationId));
                } else {
                  result.completeExceptionally(failure(fault, correlationId, timeout));
                }
              });
      return result;
    } catch (ApiException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Throwable failure(Throwable fault, UUID correlationId, Duration timeout) {
    var cause = fault;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    if (cause instanceof IOException || cause instanceof InterruptedException) {
      return failures.unanswered((Exception) cause, correlationId, timeout);
    }
    if (cause instanceof ApiException) {
      return new IllegalArgumentException(
          "The request can't be written as JSON: see the cause.", cause.getCause());
    }
    return cause;
  }

  private static String version() {
    try (var stream = MicrosoftQualificationClient.class.getResourceAsStream("client.properties")) {
      var properties = new Properties();
      properties.load(stream);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@link #updateAsync} returns: to cancel it ends the exchange as well. */
  private static final class UpdateFuture extends CompletableFuture<UpdateResult> {

    private final ApiCall call;

    UpdateFuture(ApiCall call) {
      this.call = call;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean cancelled = super.cancel(mayInterruptIfRunning);
      call.cancel();
      return cancelled;
    }
  }

  /**
   * The validator of the Jakarta Validation provider on the class path, made once since that takes
   * long.
   */
  private static final class DefaultValidator {

    private static Validator validator;
    private static boolean sought;

    static synchronized Validator get() {
      if (!sought) {
        try {
          validator = Validation.buildDefaultValidatorFactory().getValidator();
        } catch (NoProviderFoundException e) {
          validator = null;
        } catch (ValidationException e) {
          throw new IllegalStateException(
              "The Jakarta Validation provider on the class path does not start (see the cause): complete it, give a"
                  + " validator(…), or turn validation off with validation(false).",
              e);
        }
        sought = true;
      }
      return validator;
    }
  }

  /**
   * An {@code HttpClient} for each connect timeout, for as long as anyone uses it. Before Java 21
   * none can be closed, and each has threads: so clients that are made and closed time and again
   * must not each make one.
   */
  private static final class SharedHttpClients {

    private static final Map<Duration, WeakReference<HttpClient>> BY_CONNECT_TIMEOUT =
        new HashMap<>();

    static synchronized HttpClient get(Duration connectTimeout) {
      var reference = BY_CONNECT_TIMEOUT.get(connectTimeout);
      var httpClient = reference == null ? null : reference.get();
      if (httpClient == null) {
        // HTTP/1.1, since an upgrade to 2 adds headers to the request, and a full connection
        // refuses calls
        httpClient =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connectTimeout)
                .build();
        BY_CONNECT_TIMEOUT.values().removeIf(other -> other.refersTo(null));
        BY_CONNECT_TIMEOUT.put(connectTimeout, new WeakReference<>(httpClient));
      }
      return httpClient;
    }
  }

  /** Collects settings. Not for use by many threads. */
  public static final class Builder {

    private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(30);

    private String baseUri = new ApiClient().getBaseUri();
    private String tenant;
    private Supplier<String> bearerToken;
    private Duration connectTimeout;
    private Duration requestTimeout = DEFAULT_REQUEST_TIMEOUT;
    private HttpClient httpClient;
    private ObjectMapper objectMapper;
    private Validator validator;
    private boolean validation = true;
    private boolean plainHttpAllowed;

    private Builder() {}

    /**
     * Sets where the API is. The default is the contract's first server.
     *
     * @param baseUri {@code https://host}, with or without a port, a path before the contract's,
     *     and a slash at the end; {@link #build} checks it
     * @return this builder
     */
    public Builder baseUri(String baseUri) {
      this.baseUri = Objects.requireNonNull(baseUri, "baseUri");
      return this;
    }

    /**
     * Sets the contract's {@code X-Tenant}. Required.
     *
     * @param tenant the domain under which the caller's portal is reached
     * @return this builder
     * @throws IllegalArgumentException if it is blank or can't stand in a header
     */
    public Builder tenant(String tenant) {
      this.tenant = Checks.tenant(tenant);
      return this;
    }

    /**
     * Sets an access token that never changes.
     *
     * @param bearerToken the token, without {@code Bearer} before it
     * @return this builder
     * @throws IllegalArgumentException if it can't be a token
     */
    public Builder bearerToken(String bearerToken) {
      Checks.token(bearerToken);
      return bearerToken(() -> bearerToken);
    }

    /**
     * Sets where each call gets its access token. This or {@link #bearerToken(String)} is required.
     *
     * @param bearerToken gives the token, without {@code Bearer} before it; asked in the thread
     *     that makes the call, and by many at once; what it throws, the call throws
     * @return this builder
     */
    public Builder bearerToken(Supplier<String> bearerToken) {
      this.bearerToken = Objects.requireNonNull(bearerToken, "bearerToken");
      return this;
    }

    /**
     * Sets how long a connection may take to be made; 10 seconds by default.
     *
     * @param connectTimeout the longest time
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder connectTimeout(Duration connectTimeout) {
      this.connectTimeout = Checks.positive("connect timeout", connectTimeout);
      return this;
    }

    /**
     * Sets how long a call may take in all; 30 seconds by default.
     *
     * @param requestTimeout the longest time from the connection to the end of the answer
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder requestTimeout(Duration requestTimeout) {
      this.requestTimeout = Checks.positive("request timeout", requestTimeout);
      return this;
    }

    /**
     * Sets the HTTP client to use instead of the one that this library makes, for a proxy or a
     * trust store, say.
     *
     * @param httpClient a client that follows no redirects, since it would take the token along
     * @return this builder
     * @throws IllegalArgumentException if it follows redirects
     */
    public Builder httpClient(HttpClient httpClient) {
      if (httpClient.followRedirects() != HttpClient.Redirect.NEVER) {
        throw new IllegalArgumentException(
            "The HttpClient follows redirects and would take the bearer token along: build it with Redirect.NEVER.");
      }
      this.httpClient = httpClient;
      return this;
    }

    /**
     * Sets the mapper that writes requests and reads errors, instead of one as the generated code
     * makes it.
     *
     * @param objectMapper the mapper; not to be configured any more
     * @return this builder
     */
    public Builder objectMapper(ObjectMapper objectMapper) {
      this.objectMapper = Objects.requireNonNull(objectMapper, "objectMapper");
      return this;
    }

    /**
     * Sets the validator for requests, instead of that of the Jakarta Validation provider on the
     * class path, if any.
     *
     * @param validator the validator
     * @return this builder
     */
    public Builder validator(Validator validator) {
      this.validator = Objects.requireNonNull(validator, "validator");
      return this;
    }

    /**
     * Sets whether requests are validated before they are sent; true by default.
     *
     * @param validation false to leave it to the API
     * @return this builder
     */
    public Builder validation(boolean validation) {
      this.validation = validation;
      return this;
    }

    /**
     * Allows a base URI with plain {@code http} to another machine, which shows the token to the
     * network.
     *
     * @return this builder
     */
    public Builder allowPlainHttp() {
      this.plainHttpAllowed = true;
      return this;
    }

    /**
     * Builds the client.
     *
     * @return a client with the settings as they are now
     * @throws IllegalStateException if the tenant or the token is missing, if a connect timeout is
     *     set beside an {@code HttpClient}, which has its own, or if the Jakarta Validation
     *     provider does not start
     * @throws IllegalArgumentException if the base URI is not one the token may be sent to
     */
    public MicrosoftQualificationClient build() {
      if (tenant == null) {
        throw new IllegalStateException(
            "Set tenant(…), the domain under which the portal is reached.");
      }
      if (bearerToken == null) {
        throw new IllegalStateException("Set bearerToken(…), an access token or where to get one.");
      }
      if (httpClient != null && connectTimeout != null) {
        throw new IllegalStateException("Set the connect timeout on the HttpClient, not here.");
      }
      return new MicrosoftQualificationClient(this);
    }

    private Duration connectTimeout() {
      return connectTimeout == null ? DEFAULT_CONNECT_TIMEOUT : connectTimeout;
    }
  }
}
