package com.cloudcockpit.qualification;

/** The API responded with 401: the bearer token is missing, malformed or expired. */
public final class UnauthorizedException extends MicrosoftQualificationException {

  private static final long serialVersionUID = 1L;

  UnauthorizedException(Builder builder) {
    super(builder);
  }
}
