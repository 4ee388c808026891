package com.cloudcockpit.qualification;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Overrides of a client's settings: see {@link MicrosoftQualificationClient#withOptions}. Mutable
 * and not thread-safe; a client copies them.
 *
 * <pre>{@code
 * new CallOptions().correlationId(id).timeout(Duration.ofSeconds(5))
 * }</pre>
 */
public final class CallOptions {

  private static final Pattern VISIBLE_ASCII = Pattern.compile("[!-~]+");
  private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7E]*");

  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private @Nullable UUID correlationId;
  private @Nullable String tenant;
  private @Nullable Duration timeout;

  /** Creates options that override nothing. */
  public CallOptions() {}

  /**
   * Sets the contract's {@code X-Correlation-Id} header. Defaults to a random UUID for each call.
   *
   * @param correlationId the ID that identifies the call in the audit log
   * @return these options
   */
  public CallOptions correlationId(UUID correlationId) {
    this.correlationId = Objects.requireNonNull(correlationId, "correlationId");
    return this;
  }

  /**
   * Sets the contract's {@code X-Tenant} header, overriding the client's tenant.
   *
   * @param tenant the domain used to access the portal
   * @return these options
   * @throws IllegalArgumentException if the tenant is empty or not visible ASCII
   */
  public CallOptions tenant(String tenant) {
    if (tenant == null || !VISIBLE_ASCII.matcher(tenant).matches()) {
      throw new IllegalArgumentException(
          """
          The tenant is null, empty, or contains a space, a line break or a non-ASCII character: \
          pass the domain of the portal, such as portal.example.com.""");
    }
    this.tenant = tenant;
    return this;
  }

  /**
   * Sets the timeout for a whole call, overriding the client's request timeout.
   *
   * @param timeout a positive duration of at most 365 days
   * @return these options
   * @throws IllegalArgumentException if the duration is not positive or exceeds 365 days
   */
  public CallOptions timeout(Duration timeout) {
    this.timeout = requirePositive(timeout);
    return this;
  }

  /**
   * Sets an additional header, such as {@code Prefer} to choose the mock's response. Replaces any
   * previous value, including one set on the client's builder.
   *
   * @param name the name of a header that the client does not set itself
   * @param value the header's value
   * @return these options
   * @throws IllegalArgumentException if the name or the value is not valid, or the client sets this
   *     header itself
   */
  public CallOptions header(String name, String value) {
    Objects.requireNonNull(value, name);
    if (CustomersApi.HEADERS.stream().anyMatch(name::equalsIgnoreCase)) {
      throw new IllegalArgumentException(
          "The client sets the header %s itself: use its option, such as tenant(…), instead."
              .formatted(name));
    }
    if (!HEADER_NAME.matcher(name).matches() || !HEADER_VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "The name or the value of an additional header contains an illegal character.");
    }
    headers.put(name, value);
    return this;
  }

  static Duration requirePositive(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofDays(365)) > 0) {
      throw new IllegalArgumentException(
          "The timeout %s must be positive and at most 365 days.".formatted(timeout));
    }
    return timeout;
  }

  /** {@return a copy with the overrides} */
  CallOptions with(CallOptions overrides) {
    var copy = new CallOptions();
    copy.correlationId = overrides.correlationId == null ? correlationId : overrides.correlationId;
    copy.tenant = overrides.tenant == null ? tenant : overrides.tenant;
    copy.timeout = overrides.timeout == null ? timeout : overrides.timeout;
    copy.headers.putAll(headers);
    copy.headers.putAll(overrides.headers);
    return copy;
  }

  /** {@return the correlation ID; empty for a random one} */
  public Optional<UUID> correlationId() {
    return Optional.ofNullable(correlationId);
  }

  /** {@return the tenant; empty for the client's tenant} */
  public Optional<String> tenant() {
    return Optional.ofNullable(tenant);
  }

  /** {@return the timeout for a whole call; empty for the client's request timeout} */
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  /** {@return the additional headers by name, in an unmodifiable map} */
  public Map<String, String> headers() {
    return Collections.unmodifiableMap(headers);
  }

  /** {@return whether the other object contains the same options} */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CallOptions that
        && Objects.equals(correlationId, that.correlationId)
        && Objects.equals(tenant, that.tenant)
        && Objects.equals(timeout, that.timeout)
        && headers.equals(that.headers);
  }

  /** {@return a hash code} */
  @Override
  public int hashCode() {
    return Objects.hash(correlationId, tenant, timeout, headers.size());
  }

  /** {@return all options, except the values of headers, which may be secrets} */
  @Override
  public String toString() {
    return "CallOptions[correlationId=%s, tenant=%s, timeout=%s, headers=%s]"
        .formatted(correlationId, tenant, timeout, headers.keySet());
  }
}
