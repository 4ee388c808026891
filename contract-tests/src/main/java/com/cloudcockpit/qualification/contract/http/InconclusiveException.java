package com.cloudcockpit.qualification.contract.http;

/**
 * Thrown if a run is inconclusive, for example because the target cannot be reached. The message
 * states the cause and what to do about it.
 */
public final class InconclusiveException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public InconclusiveException(String message) {
    super(message);
  }

  public InconclusiveException(String message, Throwable cause) {
    super(message, cause);
  }
}
