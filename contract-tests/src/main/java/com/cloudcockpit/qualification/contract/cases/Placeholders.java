package com.cloudcockpit.qualification.contract.cases;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.cloudcockpit.qualification.contract.spec.Field;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.Lists;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.binary.Base64;
import org.apache.commons.lang3.StringUtils;

/** The texts for the placeholders in the {@link Catalog}. */
final class Placeholders {

  private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");
  private static final Pattern FIRST_CHARACTER = Pattern.compile("(?<!\\\\)\"(\\w)");
  private static final Pattern PROPERTY_NAME = Pattern.compile("\"[^\"\\\\]*\":");

  private final Map<String, String> texts = new HashMap<>();

  Placeholders(Template template) {
    var deployment = template.deployment();
    texts.putAll(deployment.tokens());
    addToken(deployment.token());
    if (template.operation().body().isPresent()) {
      addBody(template.body());
      // without a required property, other names of properties are a valid body
      if (template.operation().bodyProperties().stream().noneMatch(Field::required)) {
        texts.put("uppercase", "[]");
      }
    }
  }

  /** {@return a text with its placeholders replaced, or null for null} */
  String fill(String text) {
    return text == null
        ? null
        : NAME.matcher(text)
            .replaceAll(name -> Matcher.quoteReplacement("" + texts.get(name.group(1))));
  }

  /** {@return why a text cannot be filled, or an empty string} */
  String missing(String text) {
    var names = NAME.matcher(text).results().map(name -> name.group(1));
    var missing = names.filter(name -> texts.get(name) == null).collect(joining());
    if (missing.isEmpty() || missing.matches("[A-Z_]+")) {
      return missing.replaceFirst("(?<=.)$", " is not set");
    }
    return "the token is not a JWT: use a signed one to check this";
  }

  private void addToken(String token) {
    var parts = token.split("\\.");
    var header = new String(Base64.decodeBase64(parts[0]), UTF_8);
    boolean jwt = parts.length == 3 && header.contains("\"alg\"");
    // the start of a signature, since its last bits may be padding
    int position = jwt ? token.lastIndexOf('.') + 1 : token.length() - 1;
    var changed = token.charAt(position) == 'A' ? "B" : "A";
    texts.put("token", token);
    texts.put("swapped", StringUtils.swapCase(token));
    texts.put("truncated", token.substring(0, token.length() - Math.max(1, token.length() / 8)));
    texts.put("changed", StringUtils.overlay(token, changed, position, position + 1));
    if (jwt) {
      var unsigned = header.replaceAll("(\"alg\"\\s*:\\s*)\"[^\"]*\"", "$1\"none\"");
      // other bytes with the same claims, so that only the signature is wrong
      var claims = new String(Base64.decodeBase64(parts[1]), UTF_8) + "   ";
      texts.put("unsigned", "%s.%s.".formatted(encoded(unsigned), parts[1]));
      texts.put("payload", "%s.%s.%s".formatted(parts[0], encoded(claims), parts[2]));
      texts.put("unfinished", "%s.%s".formatted(parts[0], parts[1]));
    }
  }

  private static String encoded(String json) {
    return Base64.encodeBase64URLSafeString(json.getBytes(UTF_8));
  }

  private void addBody(JsonNode body) {
    var json = body.toString();
    var lines = body.toPrettyString().replaceAll("\\R", "\r\n\t");
    var properties =
        body.propertyStream()
            .map(property -> "\"%s\":%s".formatted(property.getKey(), property.getValue()))
            .toList();
    texts.put("json", json);
    texts.put("open", json.substring(0, json.length() - 1));
    texts.put("quotes", json.replace('"', '\''));
    texts.put(
        "uppercase",
        PROPERTY_NAME.matcher(json).replaceAll(name -> name.group().toUpperCase(Locale.ROOT)));
    texts.put("whitespace", "\r\n\t %s \r\n".formatted(lines));
    texts.put(
        "escapes",
        FIRST_CHARACTER
            .matcher(json)
            .replaceAll(first -> "\"\\\\u%04x".formatted((int) first.group(1).charAt(0))));
    texts.put("reversed", "{%s}".formatted(String.join(",", Lists.reverse(properties))));
    texts.put(
        "form",
        properties.stream()
            .map(property -> property.replaceFirst("^\"(.*?)\":\"?(.*?)\"?$", "$1=$2"))
            .collect(joining("&")));
  }
}
