package com.cloudcockpit.qualification;

/**
 * The API, or a server in front of it, responded with 500 to 599. Unless {@link #isRetryable()} is
 * true, the call may have taken effect.
 */
public final class ServerErrorException extends MicrosoftQualificationException {

  private static final long serialVersionUID = 1L;

  ServerErrorException(Builder builder) {
    super(builder);
  }
}
