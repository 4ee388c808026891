package com.cloudcockpit.qualification.contract.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Redacts secrets, their parts and their encodings. */
final class Redaction {

  private static final int SHORTEST_SECRET = 6;
  private static final int SHORTEST_PART = 9;

  /** A character that a token may contain, escaped in JSON. */
  private static final Pattern ESCAPE = Pattern.compile("\\\\u00(?!22|5[Cc])([2-7]\\p{XDigit})");

  private final Pattern pattern;

  /**
   * Creates a redaction.
   *
   * @param secrets tokens and passwords; those shorter than 6 characters are ignored
   */
  Redaction(Collection<String> secrets) {
    // the case is ignored, since a server may change it, and the longest match comes first
    var alternatives =
        secrets.stream()
            // short words such as "token" are not secrets, and occur in many texts
            .filter(secret -> secret.length() >= SHORTEST_SECRET)
            .flatMap(Redaction::fragments)
            .flatMap(Redaction::encodings)
            .distinct()
            .sorted(Comparator.comparing(String::length).reversed())
            .map(Pattern::quote)
            .reduce((one, other) -> "%s|%s".formatted(one, other));
    // (?!) matches nothing
    pattern = Pattern.compile(alternatives.orElse("(?!)"), Pattern.CASE_INSENSITIVE);
  }

  /** {@return the secret, its beginning and the parts of a JWT without their ends} */
  private static Stream<String> fragments(String secret) {
    var parts =
        Stream.of(secret.split("\\."))
            .filter(part -> part.length() >= SHORTEST_PART)
            // some checks modify the first or last character of a part
            .map(part -> part.substring(1, part.length() - 1));
    var beginning = secret.substring(0, secret.length() - secret.length() / 4);
    return Stream.concat(Stream.of(secret, beginning), parts);
  }

  private static Stream<String> encodings(String text) {
    var percent = URLEncoder.encode(text, StandardCharsets.UTF_8);
    var base64 = Stream.of(0, 1, 2).flatMap(preceding -> base64(text, preceding));
    return Stream.concat(Stream.of(text, percent, text.replace("/", "\\/")), base64);
  }

  /** {@return the Base64 digits of a text that follows some bytes, whatever surrounds it} */
  private static Stream<String> base64(String text, int preceding) {
    var bytes = (" ".repeat(preceding) + text).getBytes(StandardCharsets.UTF_8);
    return Stream.of(Base64.getEncoder(), Base64.getUrlEncoder())
        .map(encoder -> encoder.withoutPadding().encodeToString(bytes))
        .map(digits -> digits.substring((preceding * 8 + 5) / 6, bytes.length * 8 / 6));
  }

  /** {@return the text with all secrets redacted} */
  String redact(String text) {
    var plain = ESCAPE.matcher(text).replaceAll(Redaction::unescaped);
    return pattern.matcher(plain).find() ? pattern.matcher(plain).replaceAll("***") : text;
  }

  private static String unescaped(MatchResult escape) {
    char character = (char) Integer.parseInt(escape.group(1), 16);
    return Matcher.quoteReplacement(String.valueOf(character));
  }
}
