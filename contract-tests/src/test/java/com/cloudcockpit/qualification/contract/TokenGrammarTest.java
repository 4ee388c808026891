package com.cloudcockpit.qualification.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.cloudcockpit.qualification.MicrosoftQualificationClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that the client and the checks take the same texts for tokens, as RFC 6750 does. */
class TokenGrammarTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "eyJ0eXAiO...", "A-Z._~+/09", "YWJj==", "a.b.c="})
  void acceptsTokens(String token) {
    assertEquals("both accept it", results(token));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "=", "a=b", "==a", "a b", "a\n", "Bearer a", "tök", "a;b", "\"a\""})
  void rejectsEverythingElse(String text) {
    assertEquals("both reject it", results(text));
  }

  private static String results(String token) {
    boolean client =
        accepts(
            () ->
                MicrosoftQualificationClient.builder()
                    .baseUri("https://localhost")
                    .tenant("a")
                    .bearerToken(token)
                    .build()
                    .close());
    boolean checks =
        accepts(
            () ->
                ContractChecks.builder()
                    .baseUri("https://localhost")
                    .tenant("a")
                    .token(token)
                    .build());
    return client == checks
        ? "both %s it".formatted(client ? "accept" : "reject")
        : "only the %s it".formatted(client ? "client accepts" : "checks accept");
  }

  private static boolean accepts(Runnable builder) {
    try {
      builder.run();
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
