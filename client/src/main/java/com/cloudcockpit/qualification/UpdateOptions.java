package com.cloudcockpit.qualification;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Per-call overrides of the client's settings. Immutable: each method returns a changed copy.
 *
 * <pre>{@code
 * UpdateOptions.none().correlationId(id).timeout(Duration.ofSeconds(5))
 * }</pre>
 */
public final class UpdateOptions {

  private static final UpdateOptions NONE =
      new UpdateOptions(null, null, null, AdditionalHeaders.NONE);

  private final @Nullable UUID correlationId;
  private final @Nullable String tenant;
  private final @Nullable Duration timeout;
  private final AdditionalHeaders headers;

  private UpdateOptions(
      @Nullable UUID correlationId,
      @Nullable String tenant,
      @Nullable Duration timeout,
      AdditionalHeaders headers) {
    this.correlationId = correlationId;
    this.tenant = tenant;
    this.timeout = timeout;
    this.headers = headers;
  }

  /** {@return options that override nothing} */
  public static UpdateOptions none() {
    return NONE;
  }

  /**
   * Sets the contract's {@code X-Correlation-Id} header. Defaults to a random UUID for each call.
   *
   * @param correlationId the ID that identifies this call in the audit log
   * @return the changed copy
   */
  public UpdateOptions correlationId(UUID correlationId) {
    Objects.requireNonNull(correlationId, "correlationId");
    return new UpdateOptions(correlationId, tenant, timeout, headers);
  }

  /**
   * Sets the contract's {@code X-Tenant} header, overriding the client's tenant.
   *
   * @param tenant the domain that is used to access the portal
   * @return the changed copy
   * @throws IllegalArgumentException if the tenant is blank or not a valid header value
   */
  public UpdateOptions tenant(String tenant) {
    return new UpdateOptions(correlationId, Arguments.requireTenant(tenant), timeout, headers);
  }

  /**
   * Sets the timeout for the whole call, overriding the client's request timeout.
   *
   * @param timeout a positive duration of at most 365 days
   * @return the changed copy
   * @throws IllegalArgumentException if the duration is not positive or exceeds 365 days
   */
  public UpdateOptions timeout(Duration timeout) {
    return new UpdateOptions(
        correlationId, tenant, Arguments.requirePositive("timeout", timeout), headers);
  }

  /**
   * Adds a header, such as {@code Prefer} to choose the mock's response. It overrides a header of
   * the same name that was added to the client's builder.
   *
   * @param name the header's name; not one that the client sets itself
   * @param value the header's value
   * @return the changed copy
   * @throws IllegalArgumentException if the name or the value is not valid, or the client sets this
   *     header itself
   */
  public UpdateOptions header(String name, String value) {
    return new UpdateOptions(correlationId, tenant, timeout, headers.with(name, value));
  }

  /** {@return the correlation ID; empty for a random one} */
  public Optional<UUID> correlationId() {
    return Optional.ofNullable(correlationId);
  }

  /** {@return the tenant; empty for the client's tenant} */
  public Optional<String> tenant() {
    return Optional.ofNullable(tenant);
  }

  /** {@return the timeout for the whole call; empty for the client's request timeout} */
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  /** {@return the additional headers by name, in an unmodifiable map} */
  public Map<String, String> headers() {
    return headers.asMap();
  }

  AdditionalHeaders additionalHeaders() {
    return headers;
  }

  /**
   * Compares all options.
   *
   * @param other the object to compare with
   * @return whether the other object contains the same options
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UpdateOptions that
        && Objects.equals(correlationId, that.correlationId)
        && Objects.equals(tenant, that.tenant)
        && Objects.equals(timeout, that.timeout)
        && headers.asMap().equals(that.headers.asMap());
  }

  /** {@return a hash code of all options} */
  @Override
  public int hashCode() {
    return Objects.hash(correlationId, tenant, timeout, headers.asMap());
  }

  /** {@return all options, except the values of headers, which may be secrets} */
  @Override
  public String toString() {
    return "UpdateOptions[correlationId=%s, tenant=%s, timeout=%s, headers=%s]"
        .formatted(correlationId, tenant, timeout, headers.asMap().keySet());
  }
}
