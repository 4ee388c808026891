package com.cloudcockpit.qualification;

import java.util.UUID;

/** Status 404: there is no such customer within the caller's reach. */
public final class NotFoundException extends MicrosoftQualificationException {

  private static final long serialVersionUID = 1L;

  NotFoundException(String message, UUID correlationId, Answer answer) {
    super(message, correlationId, answer, null);
  }
}
