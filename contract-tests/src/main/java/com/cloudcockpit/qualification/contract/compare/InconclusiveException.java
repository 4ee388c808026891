package com.cloudcockpit.qualification.contract.compare;

/** Thrown if two documents cannot be compared. The message says why. */
final class InconclusiveException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InconclusiveException(String message, Object... arguments) {
    super(message.formatted(arguments));
  }
}
