package com.cloudcockpit.qualification;

import java.util.UUID;

/** Status 401: the bearer token is missing, malformed or expired. */
public final class UnauthorizedException extends MicrosoftQualificationException {

  private static final long serialVersionUID = 1L;

  UnauthorizedException(String message, UUID correlationId, Answer answer) {
    super(message, correlationId, answer, null);
  }
}
