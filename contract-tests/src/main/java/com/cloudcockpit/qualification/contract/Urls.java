package com.cloudcockpit.qualification.contract;

import java.net.URI;
import java.net.URISyntaxException;

/** Validates URLs that a token or a secret is sent to. */
public final class Urls {

  private Urls() {}

  /**
   * {@return a URL} The message leaves out the text, since it may contain a password.
   *
   * @throws IllegalArgumentException if the text is not a URL
   */
  public static URI parse(String name, String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw invalid(name);
    }
  }

  /**
   * Requires HTTPS, except for requests to this machine.
   *
   * @throws IllegalArgumentException if the URL is invalid or not safe
   */
  public static void requireSafe(String name, URI uri, boolean plainHttpAllowed) {
    boolean https = "https".equalsIgnoreCase(uri.getScheme());
    boolean http = "http".equalsIgnoreCase(uri.getScheme());
    boolean extra =
        uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null;
    if (uri.getHost() == null || extra || !https && !http) {
      throw invalid(name);
    }
    boolean loopback = uri.getHost().matches("(?i)localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    if (!https && !loopback && !plainHttpAllowed) {
      throw new IllegalArgumentException(
          "%s would send the token over plain HTTP: use https, or allow it with --allow-plain-http."
              .formatted(name));
    }
  }

  private static IllegalArgumentException invalid(String name) {
    return new IllegalArgumentException(
        "%s is invalid: set it to a URL of the form https://host/path.".formatted(name));
  }
}
