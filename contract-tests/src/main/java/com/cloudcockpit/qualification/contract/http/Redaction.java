package com.cloudcockpit.qualification.contract.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Masks the token, its parts and its variants. */
public final class Redaction {

  private static final int SHORTEST_SECRET = 6;
  private static final int SHORTEST_PART = 9;

  private final String token;
  private final List<String> secrets = new ArrayList<>();

  public Redaction(String token) {
    this.token = token;
    // short words such as "token" are not secrets, and occur in many texts
    if (token.length() >= SHORTEST_SECRET) {
      secrets.add(token);
      secrets.add(token.substring(0, token.length() - token.length() / 4));
    }
    for (var part : token.split("\\.")) {
      if (part.length() >= SHORTEST_PART) {
        // some checks modify the first or last character of a part
        secrets.add(part.substring(1, part.length() - 1));
      }
    }
    secrets.sort(Comparator.comparing(String::length).reversed());
  }

  /** {@return whether a text is the token itself} */
  public boolean isToken(String text) {
    return text.equals(token);
  }

  /** {@return the text with all secrets masked} */
  public String redact(String text) {
    var redacted = text;
    for (var secret : secrets) {
      redacted = redacted.replace(secret, "***");
    }
    return redacted;
  }
}
