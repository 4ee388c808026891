package com.cloudcockpit.qualification;

/** The API responded with 403: the caller lacks the role that the operation requires. */
public final class ForbiddenException extends MicrosoftQualificationException {

  private static final long serialVersionUID = 1L;

  ForbiddenException(Builder builder) {
    super(builder);
  }
}
