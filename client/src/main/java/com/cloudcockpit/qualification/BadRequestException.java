package com.cloudcockpit.qualification;

import java.util.UUID;

/**
 * Status 400: the request was not understood or not accepted; {@link #error()} names the properties
 * at fault.
 */
public final class BadRequestException extends MicrosoftQualificationException {

  private static final long serialVersionUID = 1L;

  BadRequestException(String message, UUID correlationId, Answer answer) {
    super(message, correlationId, answer, null);
  }
}
