package com.cloudcockpit.qualification;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/** What a caller gives, checked; no message repeats a token. */
final class Checks {

  private static final Pattern LOOPBACK =
      Pattern.compile("(.+\\.)?localhost|127(\\.\\d{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

  private Checks() {}

  static String tenant(String tenant) {
    Objects.requireNonNull(tenant, "tenant");
    if (tenant.isBlank()) {
      throw new IllegalArgumentException(
          "The tenant is empty: give the domain of the portal, as in portal.example.com.");
    }
    if (!tenant.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "The tenant has a line break, a space or a character that is not ASCII: none may stand in the X-Tenant header.");
    }
    return tenant;
  }

  /** The token if it is one by RFC 6750, section 2.1. */
  static String token(String token) {
    if (token == null || token.isEmpty()) {
      throw new IllegalArgumentException("The bearer token is empty.");
    }
    if (token.regionMatches(true, 0, "Bearer ", 0, 7)) {
      throw new IllegalArgumentException(
          "Give the bearer token alone, without 'Bearer' before it.");
    }
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      boolean allowed =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || "-._~+/=".indexOf(c) >= 0;
      if (!allowed) {
        throw new IllegalArgumentException(
            "The bearer token has a line break, a space or another character that no token may have.");
      }
    }
    return token;
  }

  static Duration positive(String name, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(
          "The " + name + " is " + duration + ": it must be more than nothing.");
    }
    return duration;
  }

  /** The base URI as text with no slash at its end. */
  static String baseUri(String text, boolean plainHttpAllowed) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      // without the cause, which repeats the text and what secrets may stand there
      throw new IllegalArgumentException(
          "The base URI has a character that no URI may have, at index " + e.getIndex() + ".");
    }
    var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!(scheme.equals("https") || scheme.equals("http")) || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "The base URI needs the form https://host, as in https://api.example.com.");
    }
    if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "The base URI may have a host, a port and a path, and nothing else.");
    }
    if (scheme.equals("http") && !plainHttpAllowed && !LOOPBACK.matcher(uri.getHost()).matches()) {
      throw new IllegalArgumentException(
          "The base URI is plain http, which shows the bearer token to the network: use "
              + "https, or call allowPlainHttp() if "
              + uri.getHost()
              + " is safe to reach.");
    }
    return uri.toString().replaceAll("/+$", "");
  }
}
