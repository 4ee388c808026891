package com.cloudcockpit.qualification.contract.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Masks the token, its parts and its variants. */
public final class Redaction {

  private static final int SHORTEST_SECRET = 6;
  private static final int SHORTEST_PART = 9;

  private final String token;
  private final Pattern secrets;

  public Redaction(java.util.Collection<String> tokens) {
    var token = tokens.iterator().next();
    this.token = token;
    var texts = new ArrayList<String>();
    // short words such as "token" are not secrets, and occur in many texts
    if (token.length() >= SHORTEST_SECRET) {
      texts.add(token);
      texts.add(token.substring(0, token.length() - token.length() / 4));
    }
    for (var part : token.split("\\.")) {
      if (part.length() >= SHORTEST_PART) {
        // some checks modify the first or last character of a part
        texts.add(part.substring(1, part.length() - 1));
      }
    }
    secrets = anyOf(texts);
  }

  /** Ignores the case, since one check swaps it, and prefers the longest match. */
  private static Pattern anyOf(List<String> texts) {
    var alternatives =
        texts.stream()
            .sorted(Comparator.comparing(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    var nothing = "(?!)";
    return Pattern.compile(
        alternatives.isEmpty() ? nothing : alternatives, Pattern.CASE_INSENSITIVE);
  }

  /** {@return whether a text is the token itself} */
  public boolean isToken(String text) {
    return text.equals(token);
  }

  /** {@return the text with all secrets masked} */
  public String redact(String text) {
    return secrets.matcher(text).replaceAll("***");
  }
}
