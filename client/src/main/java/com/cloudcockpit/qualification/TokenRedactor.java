package com.cloudcockpit.qualification;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Replaces the bearer token with {@code ***} in what a server sends: as is, escaped in JSON or a
 * URL, cut off at its end, and each part of a JWT on its own.
 */
final class TokenRedactor {

  /** Shorter tokens, such as those sent to the mock, may be ordinary words in a response. */
  private static final int MIN_TOKEN = 6;

  /** A shorter beginning of a token may occur by chance and reveals nothing. */
  private static final int MIN_PREFIX = 12;

  private static final String REST =
      "(?:[A-Za-z0-9\\-._~+/=]|\\\\/|\\\\u002[Bb]|%2[BbFf]|%3[Dd])*+";

  private final List<String> prefixes = new ArrayList<>();

  TokenRedactor(String token) {
    if (token.length() >= MIN_TOKEN) {
      prefixes.add(token.substring(0, Math.min(MIN_PREFIX, token.length())));
    }
    for (int dot = token.indexOf('.'); dot >= 0; dot = token.indexOf('.', dot + 1)) {
      int end = Math.min(dot + 1 + MIN_PREFIX, token.length());
      var part = token.substring(dot + 1, end);
      if (part.length() == MIN_PREFIX && part.indexOf('.') < 0) {
        prefixes.add(part);
      }
    }
  }

  private static String prefix(String part) {
    return Pattern.quote(part)
        .replace("/", "\\E(?:/|\\\\/|%2[Ff])\\Q")
        .replace("+", "\\E(?:\\+|\\\\u002[Bb]|%2[Bb])\\Q")
        .replace("=", "\\E(?:=|%3[Dd])\\Q");
  }

  /** {@return the text without the token} */
  String redact(String text) {
    for (var prefix : prefixes) {
      int start = 0;
      while (start < prefix.length() && "/+=".indexOf(prefix.charAt(start)) < 0) {
        start++;
      }
      // a cheap test first, because few texts contain the token
      if (text.contains(prefix.substring(0, start))) {
        var any = prefixes.stream().map(TokenRedactor::prefix).collect(Collectors.joining("|"));
        return text.replaceAll("(?:%s)%s".formatted(any, REST), "***");
      }
    }
    return text;
  }

  /** {@return the headers without the token} */
  HttpHeaders redact(HttpHeaders headers) {
    boolean clean = true;
    for (var values : headers.map().values()) {
      for (var value : values) {
        clean &= redact(value).equals(value);
      }
    }
    if (clean) {
      return headers;
    }
    var redacted = new HashMap<>(headers.map());
    redacted.replaceAll((name, values) -> values.stream().map(this::redact).toList());
    return HttpHeaders.of(redacted, (name, value) -> true);
  }

  /** {@return the exception, or one without the token if a message in its chain contains it} */
  Throwable redact(Throwable failure) {
    var text =
        Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
            .map(Throwable::toString)
            .collect(Collectors.joining(", caused by "));
    var redacted = redact(text);
    if (redacted.equals(text)) {
      return failure;
    }
    var copy = new IOException(redacted);
    copy.setStackTrace(failure.getStackTrace());
    return copy;
  }
}
