package com.cloudcockpit.qualification.contract;

/**
 * Whether a target keeps the contract can't be said. The message is a sentence that says why and
 * what to do.
 */
final class NotJudgedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotJudgedException(String message) {
    super(message);
  }

  NotJudgedException(String message, Throwable cause) {
    super(message, cause);
  }
}
