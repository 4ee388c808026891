package com.cloudcockpit.qualification;

/**
 * There was no response: the connection could not be made, broke or timed out, the TLS handshake
 * failed, the thread was interrupted, or the server did not speak HTTP. {@link #getCause()} has the
 * details. Unless {@link #isRetryable()} is true, the update may have been made.
 */
public final class TransportException extends MicrosoftQualificationException {

  private static final long serialVersionUID = 1L;

  TransportException(Builder builder) {
    super(builder);
  }

  /** {@return whether no connection was made, so that the request cannot have been processed} */
  @Override
  public boolean isRetryable() {
    return TransportFailure.isBeforeSending(getCause());
  }
}
