package com.cloudcockpit.qualification;

import java.util.UUID;

/** Status 403: the token is good, but its owner has none of the roles that the operation needs. */
public final class ForbiddenException extends MicrosoftQualificationException {

  private static final long serialVersionUID = 1L;

  ForbiddenException(String message, UUID correlationId, Answer answer) {
    super(message, correlationId, answer, null);
  }
}
