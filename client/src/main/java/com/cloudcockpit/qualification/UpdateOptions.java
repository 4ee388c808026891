package com.cloudcockpit.qualification;

import java.time.Duration;
import java.util.UUID;

/**
 * What one call does otherwise than the client. Immutable: each method returns a changed copy.
 *
 * <pre>{@code UpdateOptions.none().correlationId(id).timeout(Duration.ofSeconds(5))}</pre>
 */
public final class UpdateOptions {

  private static final UpdateOptions NONE = new UpdateOptions(null, null, null);

  private final UUID correlationId;
  private final String tenant;
  private final Duration timeout;

  private UpdateOptions(UUID correlationId, String tenant, Duration timeout) {
    this.correlationId = correlationId;
    this.tenant = tenant;
    this.timeout = timeout;
  }

  /** {@return options that leave everything as the client was built} */
  public static UpdateOptions none() {
    return NONE;
  }

  /**
   * Sets the {@code X-Correlation-Id} to send.
   *
   * @param correlationId what to find the call by in the audit log; null for a random one, which is
   *     the default
   * @return the changed copy
   */
  public UpdateOptions correlationId(UUID correlationId) {
    return new UpdateOptions(correlationId, tenant, timeout);
  }

  /**
   * Sets the {@code X-Tenant} to send instead of the client's.
   *
   * @param tenant the domain under which the portal is reached; not null
   * @return the changed copy
   * @throws IllegalArgumentException if it is blank or can't stand in a header
   */
  public UpdateOptions tenant(String tenant) {
    return new UpdateOptions(correlationId, Checks.tenant(tenant), timeout);
  }

  /**
   * Sets how long the call may take, instead of the client's request timeout.
   *
   * @param timeout from the connection to the end of the answer; not null
   * @return the changed copy
   * @throws IllegalArgumentException if it is not positive
   */
  public UpdateOptions timeout(Duration timeout) {
    return new UpdateOptions(correlationId, tenant, Checks.positive("timeout", timeout));
  }

  UUID correlationIdOrRandom() {
    return correlationId == null ? UUID.randomUUID() : correlationId;
  }

  String tenantOr(String tenant) {
    return this.tenant == null ? tenant : this.tenant;
  }

  Duration timeoutOr(Duration timeout) {
    return this.timeout == null ? timeout : this.timeout;
  }
}
