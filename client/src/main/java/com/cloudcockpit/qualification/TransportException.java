package com.cloudcockpit.qualification;

/**
 * Thrown if there is no usable response: the connection failed, broke or timed out, the TLS
 * handshake failed, the thread was interrupted, the response was not HTTP, or a 2xx response lacked
 * the content in the contract. {@link #getCause()} has the details. Unless {@link #isRetryable()}
 * is true, the call may have taken effect.
 */
public final class TransportException extends MicrosoftQualificationException {

  private static final long serialVersionUID = 1L;

  TransportException(Builder builder) {
    super(builder);
  }
}
