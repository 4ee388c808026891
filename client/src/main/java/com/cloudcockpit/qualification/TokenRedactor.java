package com.cloudcockpit.qualification;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a bearer token by {@code ***} in everything that a server sends back, also where the
 * token is escaped for JSON, a URL or HTML.
 */
final class TokenRedactor {

  /** Shorter tokens, as used with the mock, are words that may be part of a response. */
  private static final int SHORTEST_SECRET = 6;

  private static final String REDACTED = "***";
  private static final String ESCAPES = "\\%&";

  private final String token;

  TokenRedactor(String token) {
    this.token = token;
  }

  String redact(String text) {
    if (token.length() < SHORTEST_SECRET) {
      return text;
    }
    var redacted = text.replace(token, REDACTED);
    if (redacted.chars().anyMatch(c -> ESCAPES.indexOf(c) >= 0)) {
      redacted = escapedToken().matcher(redacted).replaceAll(Matcher.quoteReplacement(REDACTED));
    }
    return withoutCutToken(redacted);
  }

  /** {@return the exception, or a copy without the token if a message in its chain contains it} */
  Throwable redact(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (!redact(String.valueOf(t.getMessage())).equals(String.valueOf(t.getMessage()))) {
        return copy(failure);
      }
    }
    return failure;
  }

  private @Nullable Throwable copy(@Nullable Throwable failure) {
    if (failure == null) {
      return null;
    }
    var copy = new IOException(redact(failure.toString()), copy(failure.getCause()));
    copy.setStackTrace(failure.getStackTrace());
    return copy;
  }

  /** Matches the token with any of its characters escaped. */
  private Pattern escapedToken() {
    var pattern = new StringBuilder();
    for (char c : token.toCharArray()) {
      pattern.append(
          "(?:\\\\*+(?:%s|(?i:u00%2$02x))|(?i:%%%2$02x)|&#0*+%2$d;|(?i:&#x0*+%2$x;))"
              .formatted(Pattern.quote(String.valueOf(c)), (int) c));
    }
    return Pattern.compile(pattern.toString());
  }

  /** Removes the beginning of the token from the end of a text that was cut. */
  private String withoutCutToken(String text) {
    for (int length = Math.min(token.length(), text.length());
        length >= SHORTEST_SECRET;
        length--) {
      int start = text.length() - length;
      if (text.regionMatches(start, token, 0, length)) {
        return text.substring(0, start) + REDACTED;
      }
    }
    return text;
  }
}
