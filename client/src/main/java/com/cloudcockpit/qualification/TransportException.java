package com.cloudcockpit.qualification;

import java.util.UUID;

/**
 * There was no answer: no connection, no TLS, a connection that broke, a timeout, an interrupt, or
 * an answer that is not HTTP. {@link #getCause()} is the reason. If a connection had been made, the
 * update may have been made too.
 */
public final class TransportException extends MicrosoftQualificationException {

  private static final long serialVersionUID = 1L;

  /** Whether the request may have reached the server. */
  private final boolean connected;

  TransportException(String message, UUID correlationId, boolean connected, Throwable cause) {
    super(message, correlationId, null, cause);
    this.connected = connected;
  }

  @Override
  public boolean isRetryable() {
    return !connected;
  }
}
