package com.cloudcockpit.qualification;

import jakarta.validation.Validator;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link MicrosoftQualificationClient}. Only {@link #tenant} and {@link
 * #bearerToken(Supplier) bearerToken} are required. Not thread-safe.
 */
public final class MicrosoftQualificationClientBuilder {

  private static final Pattern BASE_URI = Pattern.compile("(?i)https?://[^@?#]+");
  private static final Pattern LOOPBACK =
      Pattern.compile("(?i)(.+\\.)?localhost|127(\\.\\d{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)]");

  private final CallOptions defaults = new CallOptions().timeout(Duration.ofSeconds(30));
  private String baseUri = CustomersApi.DEFAULT_BASE_URI;
  private @Nullable Supplier<String> bearerToken;
  private @Nullable Duration connectTimeout;
  private @Nullable HttpClient httpClient;
  private @Nullable Validator validator;
  private boolean validation = true;
  private boolean plainHttpAllowed;

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
   * @param tenant the domain used to access the portal
   * @return this builder
   * @throws IllegalArgumentException if the tenant is empty or not visible ASCII
   */
  public MicrosoftQualificationClientBuilder tenant(String tenant) {
    defaults.tenant(tenant);
    return this;
  }

  /**
   * Sets a fixed access token.
   *
   * @param bearerToken the token, without the {@code Bearer} prefix
   * @return this builder
   * @throws IllegalArgumentException if the token is malformed
   */
  public MicrosoftQualificationClientBuilder bearerToken(String bearerToken) {
    HttpEngine.requireToken(bearerToken);
    return bearerToken(() -> bearerToken);
  }

  /**
   * Sets the supplier from which each call gets its access token. This or {@link
   * #bearerToken(String)} is required.
   *
   * @param bearerToken supplies the token, without the {@code Bearer} prefix. It runs on the
   *     calling thread, must be thread-safe, and should cache the token. If it throws, so does the
   *     call.
   * @return this builder
   */
  public MicrosoftQualificationClientBuilder bearerToken(Supplier<String> bearerToken) {
    this.bearerToken = Objects.requireNonNull(bearerToken, "bearerToken");
    return this;
  }

  /**
   * Sets an additional header of every request, such as a gateway's subscription key. Replaces any
   * previous value.
   *
   * @param name the name of a header that the client does not set itself
   * @param value the header's value
   * @return this builder
   * @throws IllegalArgumentException if the name or the value is not valid, or the client sets this
   *     header itself
   */
  public MicrosoftQualificationClientBuilder header(String name, String value) {
    defaults.header(name, value);
    return this;
  }

  /**
   * Sets the timeout for connecting. Defaults to 10 seconds.
   *
   * @param connectTimeout a positive duration of at most 365 days
   * @return this builder
   * @throws IllegalArgumentException if the duration is not positive or exceeds 365 days
   */
  public MicrosoftQualificationClientBuilder connectTimeout(Duration connectTimeout) {
    this.connectTimeout = CallOptions.requirePositive(connectTimeout);
    return this;
  }

  /**
   * Sets the timeout for a whole call, from connecting to the last byte of the response. Defaults
   * to 30 seconds.
   *
   * @param requestTimeout a positive duration of at most 365 days
   * @return this builder
   * @throws IllegalArgumentException if the duration is not positive or exceeds 365 days
   */
  public MicrosoftQualificationClientBuilder requestTimeout(Duration requestTimeout) {
    defaults.timeout(requestTimeout);
    return this;
  }

  /**
   * Sets the HTTP client to use, for example one with its own proxy or trust store. By default,
   * requests use the JVM's proxy and trust store settings. Requests always use HTTP/1.1.
   *
   * @param httpClient an HTTP client that does not follow redirects, because they could leak the
   *     token, and has no {@code Authenticator} before Java 24. The caller closes it.
   * @return this builder
   * @throws IllegalArgumentException if the client follows redirects, or has an {@code
   *     Authenticator} that would make the JDK drop the {@code Authorization} header
   */
  public MicrosoftQualificationClientBuilder httpClient(HttpClient httpClient) {
    if (httpClient.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          """
          The HttpClient follows redirects and could send the bearer token to other servers: \
          build it with Redirect.NEVER.""");
    }
    if (httpClient.authenticator().isPresent() && Runtime.version().feature() < 24) {
      throw new IllegalArgumentException(
          """
          The HttpClient has an Authenticator, which makes this JDK drop the Authorization header \
          (JDK-8326949): remove it and log in to a proxy with a Proxy-Authorization header and \
          -Djdk.http.auth.tunneling.disabledSchemes=, or use Java 24 or newer.""");
    }
    this.httpClient = httpClient;
    return this;
  }

  /**
   * Sets the validator for requests. Defaults to that of the Jakarta Validation provider on the
   * class path. Without a provider, requests are not validated.
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
   * Allows plain {@code http} to hosts other than localhost. Anyone on the network can then read
   * the token.
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
   *     class path fails to start
   * @throws IllegalArgumentException if the base URI is not valid, or uses plain {@code http} to
   *     connect to another machine and {@link #allowPlainHttp()} was not called
   */
  public MicrosoftQualificationClient build() {
    if (defaults.tenant().isEmpty()) {
      throw new IllegalStateException("Set tenant(…) to the domain of your portal.");
    }
    if (bearerToken == null) {
      throw new IllegalStateException("Set bearerToken(…) to an access token or a supplier.");
    }
    if (httpClient != null && connectTimeout != null) {
      throw new IllegalStateException("Set the connect timeout on the HttpClient itself.");
    }
    var connectTimeout = Objects.requireNonNullElse(this.connectTimeout, Duration.ofSeconds(10));
    boolean owned = httpClient == null;
    var engine =
        new HttpEngine(
            requireValid(baseUri),
            bearerToken,
            !validation ? null : validator != null ? validator : RequestValidator.ofClassPath(),
            defaults.with(new CallOptions()),
            new AtomicReference<>(
                httpClient != null
                    ? httpClient
                    : HttpClient.newBuilder().connectTimeout(connectTimeout).build()));
    return new HttpMicrosoftQualificationClient(engine, () -> engine.close(owned));
  }

  /** {@return the base URI without trailing slashes} */
  private String requireValid(String baseUri) {
    URI uri = null;
    try {
      uri = URI.create(baseUri);
    } catch (IllegalArgumentException e) {
      // not a cause, because its message repeats the text, which may contain a password
    }
    if (uri == null
        || uri.getHost() == null
        || uri.getPort() == 0
        || uri.getPort() > 65535
        || !BASE_URI.matcher(baseUri).matches()) {
      throw new IllegalArgumentException(
          """
          The base URI must consist of https:// (or http:// for localhost), a valid host, and \
          optionally a port and a path, such as https://api.example.com/gateway.""");
    }
    if (uri.getScheme().equalsIgnoreCase("http")
        && !plainHttpAllowed
        && !LOOPBACK.matcher(uri.getHost()).matches()) {
      throw new IllegalArgumentException(
          """
          The base URI is plain http, which exposes the bearer token to the network: use https, \
          or call allowPlainHttp() if the network to %s is trusted."""
              .formatted(uri.getHost()));
    }
    return baseUri.replaceAll("/+$", "");
  }
}
