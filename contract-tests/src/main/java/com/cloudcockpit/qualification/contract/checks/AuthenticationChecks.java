package com.cloudcockpit.qualification.contract.checks;

import static com.cloudcockpit.qualification.contract.checks.Rule.Severity.FAILURE;
import static com.cloudcockpit.qualification.contract.checks.Rule.Severity.WARNING;

import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Checks of the {@code Authorization} header. */
final class AuthenticationChecks {

  private static final String STATEMENT = "security.bearer";

  /** The checks whose header violates the syntax of RFC 6750. */
  private static final Set<String> MALFORMED =
      Set.of("scheme.missing", "scheme.alone", "token.trailing");

  private final CheckList list;
  private final String token;

  /** The header, the payload and the signature of the token, if it is a JWT. */
  private final String[] parts;

  private final boolean jwt;

  private AuthenticationChecks(CheckList list) {
    this.list = list;
    token = list.deployment().token();
    parts = token.split("\\.", -1);
    jwt = parts.length == 3 && json(0).isPresent() && json(1).isPresent();
  }

  static void addTo(CheckList list) {
    var checks = new AuthenticationChecks(list);
    checks.addSchemes();
    checks.addTokens();
  }

  private void addSchemes() {
    add("required", "A request without Authorization gets 401.", null);
    add("scheme.basic", "Basic authentication gets 401.", "Basic dXNlcjpwYXNzd29yZA==");
    add("scheme.other", "The token with an unknown scheme gets 401.", "Custom " + token);
    add("scheme.missing", "The token without a scheme gets 401.", token);
    add("scheme.alone", "The scheme Bearer without a token gets 401.", "Bearer");
    list.addValid(
        WARNING,
        "authentication.scheme.lower-case",
        "The scheme bearer in lower case",
        STATEMENT,
        request -> request.withHeader("Authorization", "bearer " + token));
  }

  private void addTokens() {
    int length = token.length() - Math.max(1, token.length() / 8);
    var end = jwt ? "signature" : "last character";
    addToken("trailing", "The token followed by another word gets 401.", token + " more");
    addToken("appended", "The token with an appended character gets 401.", token + "x");
    addToken("malformed", "A malformed token gets 401.", "malformed");
    addToken("case", "The token with upper and lower case swapped gets 401.", swapCase());
    addToken("truncated", "A truncated token gets 401.", token.substring(0, length));
    addToken("changed", "The token with a modified %s gets 401.".formatted(end), changed());
    addToken(
        "header",
        "An unsigned token with the algorithm none gets 401.",
        jwt ? String.join(".", with(0, "alg", "none"), parts[1], "") : null);
    addToken(
        "payload",
        "The token with a modified payload gets 401.",
        jwt ? String.join(".", parts[0], with(1, "sub", "other"), parts[2]) : null);
    addToken(
        "signature",
        "The token without its signature gets 401.",
        jwt ? String.join(".", parts[0], parts[1]) : null);
  }

  private void add(String name, String sentence, String authorization) {
    boolean malformed = MALFORMED.contains(name);
    var expectation = malformed ? Expectation.MALFORMED_AUTHORIZATION : Expectation.UNAUTHORIZED;
    list.add(
        FAILURE.rule("authentication." + name, sentence, STATEMENT, "response.401"),
        expectation::judge,
        request -> request.withHeader("Authorization", authorization));
  }

  /**
   * @param changed the token to send, or null if the check needs a JWT and the token is not one
   */
  private void addToken(String name, String sentence, String changed) {
    boolean mock = list.deployment().mock();
    if (mock || changed == null) {
      list.skip(
          FAILURE.rule("authentication.token." + name, sentence, STATEMENT),
          mock ? "Prism accepts any token" : "the token is not a JWT");
    } else {
      add("token." + name, sentence, "Bearer " + changed);
    }
  }

  private String swapCase() {
    return token
        .chars()
        .map(c -> Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Modifies the start of a signature, since its last bits may be padding. */
  private String changed() {
    int position = jwt ? token.lastIndexOf('.') + 1 : token.length() - 1;
    char changed = token.charAt(position) == 'A' ? 'B' : 'A';
    return token.substring(0, position) + changed + token.substring(position + 1);
  }

  /** {@return a part of the JWT with another value for a property} */
  private String with(int part, String name, String value) {
    var json = json(part).orElseThrow().put(name, value).toString();
    return Base64Variants.MODIFIED_FOR_URL.encode(json.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<ObjectNode> json(int part) {
    try {
      var bytes = Base64Variants.MODIFIED_FOR_URL.decode(parts[part]);
      return Json.object(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
