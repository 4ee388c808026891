package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.spec.Field;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
  private static final Pattern NAMES = Pattern.compile("\"[^\"\\\\]*\":");
  private static final Pattern CASE = Pattern.compile("[a-z]+|[A-Z]+");

  private final Map<String, String> texts = new HashMap<>();

  Placeholders(Template template) {
    var deployment = template.deployment();
    texts.putAll(deployment.tokens());
    addToken(deployment.token());
    if (template.operation().body().isPresent()) {
      // without a required property, other names of properties are a valid body
      addBody(
          template.body(),
          template.operation().bodyProperties().stream().anyMatch(Field::required));
    }
  }

  /** {@return a text with its placeholders replaced, or null for null} */
  String fill(String text) {
    return text == null
        ? null
        : NAME.matcher(text)
            .replaceAll(
                name -> Matcher.quoteReplacement(texts.getOrDefault(name.group(1), name.group())));
  }

  /** {@return why a text cannot be filled, or an empty string} */
  String missing(String text) {
    var names = NAME.matcher(text).results().map(name -> name.group(1));
    var missing = names.filter(name -> texts.get(name) == null).collect(Collectors.joining());
    if (missing.isEmpty() || missing.matches("[A-Z_]+")) {
      return missing.replaceFirst("(?<=.)$", " is not set");
    }
    return "the token is not a JWT: use a signed one to check this";
  }

  private void addToken(String token) {
    var parts = token.split("\\.", -1);
    var header = json(parts[0]);
    var claims = parts.length == 3 ? json(parts[1]) : Optional.<ObjectNode>empty();
    boolean jwt = header.isPresent() && claims.isPresent();
    // the start of a signature, since its last bits may be padding
    int position = jwt ? token.lastIndexOf('.') + 1 : token.length() - 1;
    var changed = token.charAt(position) == 'A' ? "B" : "A";
    texts.put("token", token);
    texts.put("swapped", CASE.matcher(token).replaceAll(letters -> swapCase(letters.group())));
    texts.put("truncated", token.substring(0, token.length() - Math.max(1, token.length() / 8)));
    texts.put(
        "changed", new StringBuilder(token).replace(position, position + 1, changed).toString());
    if (jwt) {
      var unsigned = header.get().put("alg", "none").toString();
      texts.put("unsigned", "%s.%s.".formatted(encoded(unsigned), parts[1]));
      // other bytes with the same claims, so that only the signature is wrong
      texts.put("payload", "%s.%s.%s".formatted(parts[0], encoded(claims.get() + "   "), parts[2]));
      texts.put("unfinished", "%s.%s".formatted(parts[0], parts[1]));
    }
  }

  private static String swapCase(String letters) {
    var upper = letters.toUpperCase(Locale.ROOT);
    return letters.equals(upper) ? letters.toLowerCase(Locale.ROOT) : upper;
  }

  private void addBody(JsonNode body, boolean hasRequired) {
    var json = body.toString();
    var uppercase = NAMES.matcher(json).replaceAll(name -> name.group().toUpperCase(Locale.ROOT));
    var lines = body.toPrettyString().replaceAll("\\R", "\r\n\t");
    texts.put("json", json);
    texts.put("open", json.substring(0, json.length() - 1));
    texts.put("quotes", json.replace('"', '\''));
    texts.put("uppercase", hasRequired ? uppercase : "[]");
    texts.put("whitespace", "\r\n\t %s \r\n".formatted(lines));
    texts.put("escapes", STRING.matcher(json).replaceAll(text -> escaped(text.group(1))));
    texts.put(
        "reversed",
        body.propertyStream()
            .map(property -> "\"%s\":%s".formatted(property.getKey(), property.getValue()))
            .reduce((start, end) -> "%s,%s".formatted(end, start))
            .map("{%s}"::formatted)
            .orElse("{}"));
    texts.put(
        "form",
        body.propertyStream()
            .map(property -> "%s=%s".formatted(property.getKey(), encoded(property.getValue())))
            .collect(Collectors.joining("&")));
  }

  private static String escaped(String text) {
    return text.chars()
        .mapToObj("\\\\u%04x"::formatted)
        .collect(Collectors.joining("", "\"", "\""));
  }

  private static String encoded(JsonNode value) {
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
