package com.cloudcockpit.qualification.contract.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

  private static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ0ZXN0In0.c2lnbmF0+XJlLw/=";
  private static final String EXPIRED = "opaque/expired+token";

  private final Redaction redaction = new Redaction(List.of(TOKEN, EXPIRED));

  @ParameterizedTest
  @ValueSource(strings = {TOKEN, EXPIRED})
  void redactsEachTokenInEveryForm(String token) {
    assertEquals("a *** b", redaction.redact("a %s b".formatted(token)));
    assertEquals("***", redaction.redact(token.toUpperCase(Locale.ROOT)));
    assertEquals("***", redaction.redact(token.replace("/", "\\/")));
    var encoded = URLEncoder.encode(token, StandardCharsets.UTF_8);
    assertEquals("?token=***", redaction.redact("?token=" + encoded));
    assertEquals("***", redaction.redact(encoded.toLowerCase(Locale.ROOT)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ab", "Bearer ", "user:"})
  void redactsTheTokenInBase64(String before) {
    for (var token : List.of(TOKEN, EXPIRED)) {
      var bytes = (before + token + " and more").getBytes(StandardCharsets.UTF_8);
      for (var encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
        var redacted = redaction.redact(encoder.encodeToString(bytes));
        assertTrue(redacted.contains("***"), redacted);
        assertTrue(redacted.length() < 35, redacted);
      }
    }
  }

  @Test
  void redactsPartsAndTheBeginningOfAToken() {
    assertEquals("X***X", redaction.redact("XyJzdWIiOiJ0ZXN0InX"));
    assertEquals("***", redaction.redact(EXPIRED.substring(0, 15)));
  }

  @Test
  void keepsOtherTexts() {
    var text = "Bearer token, opaque, dXNlcjpwYXNzd29yZA==, /v1/customers?a=%2F";
    assertEquals(text, redaction.redact(text));
    assertEquals(text, new Redaction(List.of()).redact(text));
    assertEquals(text, new Redaction(List.of("", "token")).redact(text));
  }
}
