package com.cloudcockpit.qualification;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Replaces the bearer token with {@code ***} in responses: as is, escaped in JSON or a URL,
 * truncated, and each part of a JWT on its own.
 */
final class TokenRedactor {

  /**
   * The beginning of a token and of each later part. Shorter tokens, such as those sent to the
   * mock, may be ordinary words in a response, and shorter parts may occur by chance.
   */
  private static final Pattern PREFIX =
      Pattern.compile("(?=((?<=^Bearer ).{6,12}|(?<=\\.)[^.]{12}))");

  private static final String REST = "(?:[\\w.~+/=-]|\\\\/|\\\\u002[Bb]|%2[BbFf]|%3[Dd]|%7[Ee])*+";

  private final List<String> prefixes = new ArrayList<>();

  /**
   * @param request the headers of the request, with the token if there is one
   */
  TokenRedactor(HttpHeaders request) {
    var token = PREFIX.matcher(request.firstValue("Authorization").orElse(""));
    while (token.find()) {
      prefixes.add(token.group(1));
    }
  }

  /** {@return the text without the token} */
  String redact(String text) {
    for (var prefix : prefixes) {
      // a cheap test first, because few texts contain the token or an escape
      if (text.contains(prefix) || text.indexOf('\\') >= 0 || text.indexOf('%') >= 0) {
        var any =
            String.join("|", prefixes)
                .replace(".", "\\.")
                .replace("/", "(?:/|\\\\/|%2[Ff])")
                .replace("+", "(?:\\+|\\\\u002[Bb]|%2[Bb])")
                .replace("=", "(?:=|%3[Dd])")
                .replace("~", "(?:~|%7[Ee])");
        return text.replaceAll("(?:%s)%s".formatted(any, REST), "***");
      }
    }
    return text;
  }

  /** {@return the headers without the token} */
  HttpHeaders redact(HttpHeaders headers) {
    var text = headers.map().values().toString();
    if (redact(text).equals(text)) {
      return headers;
    }
    var redacted = new HashMap<>(headers.map());
    redacted.replaceAll((name, values) -> values.stream().map(this::redact).toList());
    return HttpHeaders.of(redacted, (name, value) -> true);
  }

  /** {@return the exception, or one without the token if a message in its chain contains it} */
  Throwable redact(Throwable failure) {
    var text = Messages.chain(failure);
    return redact(text).equals(text) ? failure : new IOException(redact(text));
  }
}
