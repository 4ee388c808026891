package com.cloudcockpit.qualification.contract.http;

/**
 * Thrown if no verdict is possible, for example because the target cannot be reached. The message
 * states the cause and what to do about it.
 */
public final class NoVerdictException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public NoVerdictException(String message) {
    super(message);
  }

  public NoVerdictException(String message, Throwable cause) {
    super(message, cause);
  }
}
