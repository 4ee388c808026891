package com.cloudcockpit.qualification.contract.checks;

import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Checks of the {@code Authorization} header. */
final class AuthenticationChecks {

  private static final String STATEMENT = "security.bearer";

  private final CheckList list;
  private final String token;

  private AuthenticationChecks(CheckList list) {
    this.list = list;
    token = list.deployment().token();
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
        Rule.warning(
            "authentication.scheme.lower-case",
            "The scheme bearer in lower case %s.".formatted(list.accepted()),
            STATEMENT),
        request -> request.withHeader("Authorization", "bearer " + token));
  }

  private void addTokens() {
    addToken("trailing", "The token followed by another word gets 401.", token + " more");
    addToken("appended", "The token with an appended character gets 401.", token + "x");
    addToken("malformed", "A malformed token gets 401.", "malformed");
    addToken("case", "The token with upper and lower case swapped gets 401.", swapCase());
    addToken("truncated", "A truncated token gets 401.", truncated());
    addToken("changed", "The token with a modified %s gets 401.".formatted(end()), changed());
    addJwt("header", "An unsigned token with the algorithm none gets 401.", unsigned());
    addJwt("payload", "The token with a modified payload gets 401.", otherPayload());
    addJwt("signature", "The token without its signature gets 401.", withoutSignature());
  }

  private void add(String name, String sentence, String authorization) {
    list.add(
        Rule.failure("authentication." + name, sentence, STATEMENT, "response.401"),
        Expectation.unauthorized(),
        target -> target.requestForCustomer().withHeader("Authorization", authorization));
  }

  private void addToken(String name, String sentence, String changed) {
    if (list.deployment().mock()) {
      list.skip(rule(name, sentence), "Prism accepts any token");
    } else {
      add("token." + name, sentence, "Bearer " + changed);
    }
  }

  private void addJwt(String name, String sentence, Optional<String> changed) {
    if (changed.isEmpty() && !list.deployment().mock()) {
      list.skip(rule(name, sentence), "the token is not a JWT");
    } else {
      addToken(name, sentence, changed.orElse(""));
    }
  }

  private static Rule rule(String name, String sentence) {
    return Rule.failure("authentication.token." + name, sentence, STATEMENT);
  }

  private String swapCase() {
    return token
        .chars()
        .map(c -> Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private String truncated() {
    return token.substring(0, token.length() - Math.max(1, token.length() / 8));
  }

  private String end() {
    return isJwt() ? "signature" : "last character";
  }

  /** Modifies the start of a signature, since its last bits may be padding. */
  private String changed() {
    int position = isJwt() ? token.lastIndexOf('.') + 1 : token.length() - 1;
    char changed = token.charAt(position) == 'A' ? 'B' : 'A';
    return token.substring(0, position) + changed + token.substring(position + 1);
  }

  private boolean isJwt() {
    return part(0).isPresent() && part(1).isPresent();
  }

  private Optional<String> unsigned() {
    return part(0)
        .filter(header -> isJwt())
        .map(header -> "%s.%s.".formatted(encode(header.put("alg", "none")), parts()[1]));
  }

  private Optional<String> otherPayload() {
    return part(1)
        .filter(payload -> isJwt())
        .map(
            payload ->
                "%s.%s.%s".formatted(parts()[0], encode(payload.put("sub", "other")), parts()[2]));
  }

  private Optional<String> withoutSignature() {
    return isJwt() ? Optional.of(token.substring(0, token.lastIndexOf('.'))) : Optional.empty();
  }

  private String[] parts() {
    return token.split("\\.", -1);
  }

  /** {@return a part of the token as a JSON object, or empty if the token is not a JWT} */
  private Optional<ObjectNode> part(int index) {
    if (parts().length != 3) {
      return Optional.empty();
    }
    try {
      var text = new String(Base64.getUrlDecoder().decode(parts()[index]), StandardCharsets.UTF_8);
      return Json.read(text).filter(ObjectNode.class::isInstance).map(ObjectNode.class::cast);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String encode(ObjectNode part) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(part.toString().getBytes(StandardCharsets.UTF_8));
  }
}
