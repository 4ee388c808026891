package com.cloudcockpit.qualification.mock;

/** Thrown if the mock does not start. The message says why and what to do, in one sentence. */
public final class MockException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MockException(String message) {
    super(message);
  }

  MockException(String message, Throwable cause) {
    super(message, cause);
  }
}
