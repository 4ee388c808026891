package com.cloudcockpit.qualification;

/**
 * Thrown if there is no usable response: the connection could not be established, broke or timed
 * out, the TLS handshake failed, the thread was interrupted, or the server sent something other
 * than HTTP, or a 2xx response without the content that the contract describes. {@link #getCause()}
 * has the details. Unless {@link #isRetryable()} is true, the call may have taken effect.
 */
public final class TransportException extends MicrosoftQualificationException {

  private static final long serialVersionUID = 1L;

  TransportException(Builder builder) {
    super(builder);
  }
}
