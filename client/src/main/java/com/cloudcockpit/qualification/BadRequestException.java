package com.cloudcockpit.qualification;

/**
 * The API responded with 400: the request was rejected. {@link #error()} names the invalid
 * properties.
 */
public final class BadRequestException extends MicrosoftQualificationException {

  private static final long serialVersionUID = 1L;

  BadRequestException(Builder builder) {
    super(builder);
  }
}
