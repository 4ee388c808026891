package com.cloudcockpit.qualification;

/** The API responded with 403: the caller lacks a role that may update customers. */
public final class ForbiddenException extends MicrosoftQualificationException {

  private static final long serialVersionUID = 1L;

  ForbiddenException(Builder builder) {
    super(builder);
  }
}
