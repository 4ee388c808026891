package com.cloudcockpit.qualification;

/** The response has a non-2xx status that no other exception covers, such as a redirect or 429. */
public final class UnexpectedStatusException extends MicrosoftQualificationException {

  private static final long serialVersionUID = 1L;

  UnexpectedStatusException(Builder builder) {
    super(builder);
  }
}
