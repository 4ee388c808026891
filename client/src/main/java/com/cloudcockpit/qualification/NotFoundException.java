package com.cloudcockpit.qualification;

/** The API responded with 404: there is no such customer, or the caller cannot access it. */
public final class NotFoundException extends MicrosoftQualificationException {

  private static final long serialVersionUID = 1L;

  NotFoundException(Builder builder) {
    super(builder);
  }
}
