package com.cloudcockpit.qualification.contract;

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
    if (!plain.equals(text) || !plain.matches("(?i)https?://[^@]+") || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "%s is invalid: set it to a URL of the form https://host/path.".formatted(name));
    }
    boolean https = "https".equalsIgnoreCase(uri.getScheme());
    boolean loopback = uri.getHost().matches("(?i)localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    if (!https && !loopback && !plainHttpAllowed) {
      throw new IllegalArgumentException(
          "%s would send the token over plain HTTP: use https, or allow it with --allow-plain-http."
              .formatted(name));
    }
    return uri;
  }
}
