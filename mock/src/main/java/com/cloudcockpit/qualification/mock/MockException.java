package com.cloudcockpit.qualification.mock;

/** The mock did not start. The message is one sentence that says why and what to do. */
public final class MockException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MockException(String message) {
    super(message);
  }

  MockException(String message, Throwable cause) {
    super(message, cause);
  }
}
