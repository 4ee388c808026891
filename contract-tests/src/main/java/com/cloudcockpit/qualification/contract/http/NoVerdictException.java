package com.cloudcockpit.qualification.contract.http;

/**
 * Thrown when no verdict is possible, because the target can't be judged rather than because it
 * breaks the contract. The message is one sentence with the cause and what to do about it.
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
