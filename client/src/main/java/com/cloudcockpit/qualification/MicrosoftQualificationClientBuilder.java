package com.cloudcockpit.qualification;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.validation.Validator;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link MicrosoftQualificationClient}. Only {@link #tenant} and {@link
 * #bearerToken(Supplier) bearerToken} are required. Not thread-safe.
 */
public final class MicrosoftQualificationClientBuilder {

  private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);

  String baseUri = CustomersApi.DEFAULT_BASE_URI;
  @Nullable String tenant;
  @Nullable Supplier<String> bearerToken;
  AdditionalHeaders headers = AdditionalHeaders.NONE;
  Duration requestTimeout = Duration.ofSeconds(30);
  @Nullable ObjectMapper objectMapper;
  @Nullable Validator validator;
  boolean validation = true;
  boolean plainHttpAllowed;
  private @Nullable Duration connectTimeout;
  private @Nullable HttpClient httpClient;

  MicrosoftQualificationClientBuilder() {}

  /**
   * Sets the base URI of the API. Defaults to the contract's first server.
   *
   * @param baseUri {@code https://host}, optionally with a port and a path prefix; {@link #build}
   *     checks it
   * @return this builder
   */
  public MicrosoftQualificationClientBuilder baseUri(String baseUri) {
    this.baseUri = Objects.requireNonNull(baseUri, "baseUri");
    return this;
  }

  /**
   * Sets the contract's {@code X-Tenant} header. Required.
   *
   * @param tenant the domain that is used to access the portal
   * @return this builder
   * @throws IllegalArgumentException if the tenant is blank or not a valid header value
   */
  public MicrosoftQualificationClientBuilder tenant(String tenant) {
    this.tenant = Arguments.requireTenant(tenant);
    return this;
  }

  /**
   * Sets an access token that never changes.
   *
   * @param bearerToken the token, without the {@code Bearer} prefix
   * @return this builder
   * @throws IllegalArgumentException if the token is malformed
   */
  public MicrosoftQualificationClientBuilder bearerToken(String bearerToken) {
    Arguments.requireToken(bearerToken);
    return bearerToken(() -> bearerToken);
  }

  /**
   * Sets the supplier that each call asks for its access token. This or {@link
   * #bearerToken(String)} is required.
   *
   * @param bearerToken supplies the token, without the {@code Bearer} prefix. It runs on the
   *     calling thread, must be thread-safe, and should cache the token; the call throws what it
   *     throws
   * @return this builder
   */
  public MicrosoftQualificationClientBuilder bearerToken(Supplier<String> bearerToken) {
    this.bearerToken = Objects.requireNonNull(bearerToken, "bearerToken");
    return this;
  }

  /**
   * Adds a header to every request, such as a gateway's subscription key. A second value for the
   * same name replaces the first.
   *
   * @param name the header's name; not one that the client sets itself
   * @param value the header's value
   * @return this builder
   * @throws IllegalArgumentException if the name or the value is not valid, or the client sets this
   *     header itself
   */
  public MicrosoftQualificationClientBuilder header(String name, String value) {
    headers = headers.with(name, value);
    return this;
  }

  /**
   * Sets how long connecting may take. Defaults to 10 seconds.
   *
   * @param connectTimeout a positive duration of at most 365 days
   * @return this builder
   * @throws IllegalArgumentException if the duration is not positive or too long
   */
  public MicrosoftQualificationClientBuilder connectTimeout(Duration connectTimeout) {
    this.connectTimeout = Arguments.requirePositive("connectTimeout", connectTimeout);
    return this;
  }

  /**
   * Sets how long a whole call may take, from connecting to the last byte of the response. Defaults
   * to 30 seconds.
   *
   * @param requestTimeout a positive duration of at most 365 days
   * @return this builder
   * @throws IllegalArgumentException if the duration is not positive or too long
   */
  public MicrosoftQualificationClientBuilder requestTimeout(Duration requestTimeout) {
    this.requestTimeout = Arguments.requirePositive("requestTimeout", requestTimeout);
    return this;
  }

  /**
   * Sets the HTTP client to use, for example one with a proxy or a trust store of its own. Without
   * one, requests use HTTP/1.1 and the JVM's settings for proxies and trust. An {@code
   * Authenticator} repeats requests to which a server responds with a challenge.
   *
   * @param httpClient a client that does not follow redirects, because it would send the token
   *     along
   * @return this builder
   * @throws IllegalArgumentException if the client follows redirects
   */
  public MicrosoftQualificationClientBuilder httpClient(HttpClient httpClient) {
    Objects.requireNonNull(httpClient, "httpClient");
    if (httpClient.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "The HttpClient follows redirects and would send the bearer token along: "
              + "build it with Redirect.NEVER.");
    }
    this.httpClient = httpClient;
    return this;
  }

  /**
   * Sets the mapper that writes requests and reads error responses. Defaults to a plain {@code
   * ObjectMapper}: pass one with the modules you need if a qualification contains values such as
   * {@code java.time} types.
   *
   * @param objectMapper the mapper; do not reconfigure it afterwards
   * @return this builder
   */
  public MicrosoftQualificationClientBuilder objectMapper(ObjectMapper objectMapper) {
    this.objectMapper = Objects.requireNonNull(objectMapper, "objectMapper");
    return this;
  }

  /**
   * Sets the validator for requests. Defaults to that of the Jakarta Validation provider on the
   * class path; without a provider, requests are not validated.
   *
   * @param validator the validator
   * @return this builder
   */
  public MicrosoftQualificationClientBuilder validator(Validator validator) {
    this.validator = Objects.requireNonNull(validator, "validator");
    return this;
  }

  /**
   * Sets whether requests are validated before they are sent. Defaults to true.
   *
   * @param validation false to leave validation to the API
   * @return this builder
   */
  public MicrosoftQualificationClientBuilder validation(boolean validation) {
    this.validation = validation;
    return this;
  }

  /**
   * Allows a base URI with plain {@code http} to another machine. Anyone on the network can then
   * read the token.
   *
   * @return this builder
   */
  public MicrosoftQualificationClientBuilder allowPlainHttp() {
    plainHttpAllowed = true;
    return this;
  }

  /**
   * Builds the client.
   *
   * @return a client with the current settings
   * @throws IllegalStateException if the tenant or the bearer token is missing, if both an {@code
   *     HttpClient} and a connect timeout are set, or if the Jakarta Validation provider on the
   *     class path does not start
   * @throws IllegalArgumentException if the base URI is not valid, or is plain {@code http} to
   *     another machine and {@link #allowPlainHttp()} was not called
   */
  public MicrosoftQualificationClient build() {
    return new HttpMicrosoftQualificationClient(this);
  }

  HttpClient resolveHttpClient() {
    if (httpClient == null) {
      return SharedHttpClients.get(
          Objects.requireNonNullElse(connectTimeout, DEFAULT_CONNECT_TIMEOUT));
    }
    if (connectTimeout != null) {
      throw new IllegalStateException(
          "Set the connect timeout on the HttpClient instead of the builder.");
    }
    return httpClient;
  }
}
