package com.cloudcockpit.qualification.contract;

import static com.google.common.base.Preconditions.checkArgument;

import java.net.URI;
import java.net.URISyntaxException;

/** Validates URLs that a token or a secret is sent to. */
public final class Urls {

  private Urls() {}

  /**
   * {@return a URL} Requires HTTPS, except for this machine. The message leaves out the text, since
   * it may contain a password.
   *
   * @throws IllegalArgumentException if the text is not a URL, or not safe
   */
  public static URI parse(String name, String text, boolean plainHttpAllowed) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      uri = URI.create("invalid");
    }
    var plain = "%s://%s%s".formatted(uri.getScheme(), uri.getRawAuthority(), uri.getRawPath());
    checkArgument(
        plain.equals(text) && plain.matches("(?i)https?://[^@]+") && uri.getHost() != null,
        "%s is invalid: set it to a URL of the form https://host/path.",
        name);
    boolean https = "https".equalsIgnoreCase(uri.getScheme());
    boolean loopback = uri.getHost().matches("(?i)localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    checkArgument(
        https || loopback || plainHttpAllowed,
        "%s would send the token over plain HTTP: use https, or allow it with --allow-plain-http.",
        name);
    return uri;
  }
}
