package com.cloudcockpit.qualification;

import java.util.UUID;

/**
 * A status that the contract does not name, such as 429, or a redirect: the client follows none.
 */
public final class UnexpectedStatusException extends MicrosoftQualificationException {

  private static final long serialVersionUID = 1L;

  UnexpectedStatusException(String message, UUID correlationId, Answer answer) {
    super(message, correlationId, answer, null);
  }
}
