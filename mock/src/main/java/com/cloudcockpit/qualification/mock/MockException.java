package com.cloudcockpit.qualification.mock;

/** Thrown if the mock fails to start. The message says why and what to do about it. */
public final class MockException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MockException(String message) {
    super(message);
  }

  MockException(String message, Throwable cause) {
    super(message, cause);
  }
}
