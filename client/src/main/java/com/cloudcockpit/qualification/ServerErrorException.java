package com.cloudcockpit.qualification;

import java.util.UUID;

/**
 * A status from 500 to 599: the API, or a server before it, failed. The update may have been made.
 */
public final class ServerErrorException extends MicrosoftQualificationException {

  private static final long serialVersionUID = 1L;

  ServerErrorException(String message, UUID correlationId, Answer answer) {
    super(message, correlationId, answer, null);
  }
}
