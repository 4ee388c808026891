package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The texts for the placeholders in the {@link Catalog}. */
final class Placeholders {

  private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");
  private static final Pattern STRING = Pattern.compile("\"([^\"\\\\]*)\"");

  private final Map<String, String> texts = new HashMap<>();

  Placeholders(Template template) {
    var deployment = template.deployment();
    addToken(deployment.token());
    texts.put("CONTRACT_TOKEN_EXPIRED", deployment.expiredToken());
    texts.put("CONTRACT_TOKEN_WITHOUT_ROLE", deployment.tokenWithoutRole());
    if (template.operation().body().isPresent()) {
      addBody(template.body());
      var uppercase = Json.MAPPER.createObjectNode();
      for (var property : template.body().properties()) {
        uppercase.set(property.getKey().toUpperCase(Locale.ROOT), property.getValue());
      }
      // without a required property, this would be a valid body
      boolean invalid = !template.operation().requiredProperties().isEmpty();
      texts.put("uppercase", invalid ? uppercase.toString() : "[]");
    }
  }

  /** {@return a text with its placeholders replaced} */
  String fill(String text) {
    return NAME.matcher(text)
        .replaceAll(
            name -> Matcher.quoteReplacement(texts.getOrDefault(name.group(1), name.group(0))));
  }

  /** {@return why a text cannot be filled, or an empty string} */
  String missing(String text) {
    return NAME.matcher(text)
        .results()
        .map(name -> name.group(1))
        .filter(name -> texts.get(name) == null)
        .findFirst()
        .map(
            name ->
                name.matches("[A-Z_]+")
                    ? name + " is not set"
                    : "the token is not a JWT: use a signed one to check this")
        .orElse("");
  }

  private void addToken(String token) {
    var parts = token.split("\\.", -1);
    boolean jwt = parts.length == 3 && json(parts[0]).isPresent() && json(parts[1]).isPresent();
    texts.put("token", token);
    texts.put("swapped", swapCase(token));
    int length = token.length() - Math.max(1, token.length() / 8);
    texts.put("truncated", token.substring(0, length));
    // the start of a signature, since its last bits may be padding
    int position = jwt ? token.lastIndexOf('.') + 1 : token.length() - 1;
    char changed = token.charAt(position) == 'A' ? 'B' : 'A';
    texts.put("changed", token.substring(0, position) + changed + token.substring(position + 1));
    if (jwt) {
      var header = json(parts[0]).orElseThrow().put("alg", "none");
      texts.put("unsigned", "%s.%s.".formatted(encoded(header.toString()), parts[1]));
      // other bytes with the same claims, so that only the signature is wrong
      var payload = encoded(json(parts[1]).orElseThrow() + "   ");
      texts.put("payload", "%s.%s.%s".formatted(parts[0], payload, parts[2]));
      texts.put("unfinished", "%s.%s".formatted(parts[0], parts[1]));
    }
  }

  private void addBody(JsonNode body) {
    var json = body.toString();
    texts.put("json", json);
    texts.put("open", json.substring(0, json.length() - 1));
    texts.put("quotes", json.replace('"', '\''));
    texts.put("form", form(body));
    var lines = body.toPrettyString().replaceAll("\\R", "\r\n\t");
    texts.put("whitespace", "\r\n\t %s \r\n".formatted(lines));
    texts.put(
        "escapes",
        STRING.matcher(json).replaceAll(text -> "\"%s\"".formatted(escaped(text.group(1)))));
    var properties = new ArrayList<>(body.properties());
    Collections.reverse(properties);
    var reversed = Json.MAPPER.createObjectNode();
    properties.forEach(property -> reversed.set(property.getKey(), property.getValue()));
    texts.put("reversed", reversed.toString());
  }

  private static String swapCase(String text) {
    return text.chars()
        .map(c -> Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String escaped(String text) {
    return text.chars().mapToObj("\\\\u%04x"::formatted).collect(Collectors.joining());
  }

  private static String form(JsonNode body) {
    return body.properties().stream()
        .map(property -> "%s=%s".formatted(property.getKey(), encodedValue(property.getValue())))
        .collect(Collectors.joining("&"));
  }

  private static String encodedValue(JsonNode value) {
    var text = value.isTextual() ? value.asText() : value.toString();
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String encoded(String json) {
    return Base64Variants.MODIFIED_FOR_URL.encode(json.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<ObjectNode> json(String part) {
    try {
      var bytes = Base64Variants.MODIFIED_FOR_URL.decode(part);
      return Json.object(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
