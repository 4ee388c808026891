package com.cloudcockpit.qualification.contract.cases;

import static com.cloudcockpit.qualification.contract.cases.Rule.Severity.FAILURE;
import static com.cloudcockpit.qualification.contract.cases.Rule.Severity.WARNING;

import com.cloudcockpit.qualification.contract.cases.Case.Kind;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Cases about the {@code Authorization} header. */
final class AuthenticationCases {

  private static final String STATEMENT = "security.bearer";
  private static final String NO_JWT = "the token is not a JWT: use a signed one to check this";

  private final Template template;
  private final List<Case> cases = new ArrayList<>();
  private final String token;

  /** The header, the payload and the signature of the token, if it is a JWT. */
  private final String[] parts;

  private final boolean jwt;

  private AuthenticationCases(Template template) {
    this.template = template;
    token = template.deployment().token();
    parts = token.split("\\.", -1);
    jwt = parts.length == 3 && json(0).isPresent() && json(1).isPresent();
  }

  static List<Case> of(Template template) {
    if (!template.operation().requiresToken()) {
      return List.of();
    }
    var all = new AuthenticationCases(template);
    all.addSchemes();
    all.addTokens();
    all.addOtherTokens();
    return all.cases;
  }

  private void addSchemes() {
    add("required", "A request without Authorization", null, Expectation.UNAUTHORIZED);
    var basic = "Basic dXNlcjpwYXNzd29yZA==";
    add("scheme.basic", "Basic authentication", basic, Expectation.UNAUTHORIZED);
    var other = "Custom " + token;
    add("scheme.other", "The token with an unknown scheme", other, Expectation.UNAUTHORIZED);
    addMalformed("scheme.missing", "The token without a scheme", token);
    addMalformed("scheme.alone", "The scheme Bearer without a token", "Bearer");
    cases.add(
        template.valid(
            WARNING,
            "authentication.scheme.lower-case",
            "The scheme bearer in lower case",
            STATEMENT,
            template.request().withHeader("Authorization", "bearer " + token)));
  }

  private void addTokens() {
    int length = token.length() - Math.max(1, token.length() / 8);
    var end = jwt ? "signature" : "last character";
    addToken("trailing", "The token followed by another word", token + " more");
    addToken("appended", "The token with an appended character", token + "x");
    addToken("malformed", "A malformed token", "malformed");
    addToken("case", "The token with upper and lower case swapped", swapCase());
    addToken("truncated", "A truncated token", token.substring(0, length));
    addToken("changed", "The token with a modified %s".formatted(end), changed());
    addJwt("header", "An unsigned token with the algorithm none", this::unsigned);
    addJwt(
        "payload",
        "The token with a modified payload",
        () -> String.join(".", parts[0], encoded(json(1).orElseThrow() + "   "), parts[2]));
    addJwt(
        "signature", "The token without its signature", () -> String.join(".", parts[0], parts[1]));
  }

  private void addOtherTokens() {
    var expired = template.deployment().expiredToken();
    var subject = "An expired token";
    if (expired == null) {
      skip("token.expired", subject, "CONTRACT_TOKEN_EXPIRED is not set", Expectation.UNAUTHORIZED);
    } else {
      addToken("expired", subject, expired);
    }
    var other = template.deployment().tokenWithoutRole();
    subject = "The token of a caller without the required role";
    if (other == null) {
      skip("role", subject, "CONTRACT_TOKEN_WITHOUT_ROLE is not set", Expectation.FORBIDDEN);
    } else {
      add("role", subject, bearer(other), Expectation.FORBIDDEN);
    }
  }

  private void addMalformed(String name, String subject, String authorization) {
    add(name, subject, authorization, Expectation.MALFORMED_AUTHORIZATION);
  }

  private void addToken(String name, String subject, String changed) {
    if (template.deployment().mock()) {
      skip("token." + name, subject, "Prism accepts any token", Expectation.UNAUTHORIZED);
    } else if (changed.contains(" ")) {
      addMalformed("token." + name, subject, bearer(changed));
    } else {
      add("token." + name, subject, bearer(changed), Expectation.UNAUTHORIZED);
    }
  }

  private void addJwt(String name, String subject, Supplier<String> changed) {
    if (jwt) {
      addToken(name, subject, changed.get());
    } else {
      skip("token." + name, subject, NO_JWT, Expectation.UNAUTHORIZED);
    }
  }

  private void add(String name, String subject, String authorization, Expectation expectation) {
    cases.add(
        template.create(
            rule(name, subject, expectation),
            Kind.UNAUTHENTICATED,
            subject,
            "",
            template.request().withHeader("Authorization", authorization),
            expectation,
            null));
  }

  private void skip(String name, String subject, String reason, Expectation expectation) {
    var rule = rule(name, subject, expectation);
    cases.add(template.skipped(rule, Kind.UNAUTHENTICATED, subject, reason));
  }

  private Rule rule(String name, String subject, Expectation expectation) {
    var sentence = expectation.sentence(subject);
    var response = "response." + expectation.text();
    return template.rule("authentication." + name, FAILURE, sentence, STATEMENT, response);
  }

  private static String bearer(String token) {
    return "Bearer " + token;
  }

  private String unsigned() {
    var header = json(0).orElseThrow().put("alg", "none");
    return String.join(".", encoded(header.toString()), parts[1], "");
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

  private static String encoded(String json) {
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
