package com.cloudcockpit.qualification.contract.cases;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.cloudcockpit.qualification.contract.cases.Case.Kind;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.spec.Contract;
import com.cloudcockpit.qualification.contract.spec.Field;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.Lists;
import com.google.common.collect.Streams;
import com.google.common.io.BaseEncoding;
import java.nio.charset.Charset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.lang3.StringUtils;

/**
 * Creates the cases of an operation.
 *
 * @param texts the texts for the placeholders in the catalog
 */
public record Cases(Template template, Map<String, String> texts) {

  private static final String NO_JWT = "the token is not a JWT: use a signed one to check this";
  private static final BaseEncoding BASE64 = BaseEncoding.base64Url().omitPadding();
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");
  private static final Pattern FIRST_CHARACTER = Pattern.compile("(?<!\\\\)\"(\\w)");
  private static final Pattern PROPERTY_NAME = Pattern.compile("\"[^\"\\\\]*\":");

  /** {@return the valid request of each operation} */
  public static List<Template> templates(Contract contract, Deployment deployment) {
    boolean several = contract.operations().size() > 1;
    return contract.operations().stream()
        .map(operation -> new Template(operation, deployment, several))
        .toList();
  }

  /** {@return the cases of operations, in the order in which they run} */
  public static List<Case> of(List<Template> templates) {
    // the deletion runs last
    return templates.stream()
        .flatMap(template -> new Cases(template, new HashMap<>()).all())
        .sorted(Comparator.comparing(Case::isDeletion))
        .toList();
  }

  private Stream<Case> all() {
    var operation = template.operation();
    var fields = Stream.concat(operation.parameters().stream(), operation.body().stream());
    // the other cases send the first example
    var examples = operation.bodyExamples().entrySet().stream().skip(1);
    boolean hasId = operation.resourceId().isPresent();
    boolean hasBody = operation.body().isPresent();
    texts.putAll(template.deployment().tokens());
    addToken(template.deployment().token());
    if (hasBody) {
      addBody(template.body());
    }
    return Streams.concat(
        hasId && operation.responses().has("404") ? unknown() : Stream.of(),
        Stream.of(usual()),
        fields.flatMap(field -> FieldCases.of(template, field)),
        examples.map(example -> example(example.getKey(), example.getValue())),
        Catalog.INSTANCE.requests().stream()
            .filter(one -> operation.requiresToken() || !one.name().startsWith("authentication."))
            .filter(one -> hasBody || !one.name().matches("(body|content-type).*"))
            .map(this::of));
  }

  private Stream<Case> unknown() {
    var name = template.resource() + ".unknown";
    var subject = "request for an unknown " + template.resource();
    var request = template.unknownRequest();
    // the mock has no resources, so it returns 404 only on request
    var asked = request.withHeader("Prefer", template.deployment().mock() ? "code=404" : null);
    var valid = create(Kind.UNKNOWN, name, "A valid " + subject, Expectation.of("404", ""), asked);
    var either = Expectation.BAD_PATH;
    var malformed = request.withBody("{}");
    var words = "An invalid " + subject;
    var invalid = create(Kind.UNKNOWN, name + ".invalid-body", words, either, malformed);
    return Stream.of(valid, invalid).limit(template.operation().body().isPresent() ? 2 : 1);
  }

  private Case usual() {
    var operation = template.operation();
    var name = operation.verb() + Case.ACCEPTED;
    var success = Expectation.success(operation);
    var request = template.request(true);
    return create(Kind.VALID, name, "A valid request", success, request)
        .controlledBy(List.of())
        .skippedBecause(template.isComplete() ? "" : "this rule requires " + template.missing());
  }

  private Case example(String name, JsonNode body) {
    var subject = "The contract's example \"%s\"".formatted(name);
    var request = template.request().withBody(body.toString());
    var rule = "body.accepts.example-" + name;
    return create(Kind.VALID, rule, subject, template.accepted(), request)
        .controlledBy(template.requestsWithOtherTexts());
  }

  private Case create(
      Kind kind, String name, String subject, Expectation expectation, Request request) {
    var rule = template.rule(name, Outcome.FAIL, expectation.sentence(subject));
    return template.create(kind, rule, new Case.Place(null, "", ""), expectation, request);
  }

  private Case of(Catalog.Listed listed) {
    boolean valid = listed.expected().isEmpty();
    var expectation =
        valid ? template.accepted() : Expectation.of(listed.expected(), listed.tolerated());
    var sentence = expectation.sentence(listed.subject());
    var rule = template.rule(listed.name(), listed.severity(), sentence);
    var place =
        new Case.Place(Case.Stage.SYNTAX, "body", String.join(", ", listed.headers().keySet()));
    var invalid = listed.expected().matches("401|403") ? Kind.UNAUTHENTICATED : Kind.INVALID;
    var kind = valid ? Kind.VALID : invalid;
    var request = request(listed);
    boolean untestable =
        template.deployment().mock() && listed.name().startsWith("authentication.token.");
    return template
        .create(kind, rule, place, expectation, request)
        .skippedBecause(untestable ? "Prism accepts any token" : missing(request));
  }

  private Request request(Catalog.Listed listed) {
    var request = template.request();
    for (var header : listed.headers().entrySet()) {
      var value = header.getValue() == null ? null : fill(header.getValue());
      request = request.withHeader(header.getKey(), value);
    }
    if (listed.body() != null) {
      var charset = Charset.forName(listed.charset());
      request = request.withBody(fill(listed.body()).getBytes(charset));
    }
    return listed.lowerCase() ? request.withLowerCaseHeaders() : request;
  }

  private String fill(String text) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            name -> Matcher.quoteReplacement(texts.getOrDefault(name.group(1), name.group())));
  }

  /** {@return why a header could not be filled in, or an empty string} */
  private static String missing(Request request) {
    var unfilled = PLACEHOLDER.matcher(request.headers().toString());
    if (!unfilled.find()) {
      return "";
    }
    var name = unfilled.group(1);
    return name.startsWith("CONTRACT") ? name + " is not set" : NO_JWT;
  }

  private void addToken(String token) {
    var parts = token.split("\\.");
    boolean encoded = Stream.of(parts).allMatch(BASE64::canDecode);
    // the header is JSON, which starts with a brace and a quote
    boolean jwt = encoded && parts.length == 3 && token.startsWith("eyJ");
    // the start of a signature, since its last bits may be padding
    int position = jwt ? token.lastIndexOf('.') + 1 : token.length() - 1;
    var changed = token.charAt(position) == 'A' ? "B" : "A";
    texts.put("token", token);
    texts.put("swapped", StringUtils.swapCase(token));
    texts.put("truncated", token.substring(0, token.length() - Math.max(1, token.length() / 8)));
    texts.put("changed", StringUtils.overlay(token, changed, position, position + 1));
    if (jwt) {
      var header = new String(BASE64.decode(parts[0]), UTF_8);
      var unsigned = header.replaceAll("(\"alg\"\\s*:\\s*)\"[^\"]*\"", "$1\"none\"");
      texts.put("unfinished", "%s.%s".formatted(parts[0], parts[1]));
      // different bytes for the same claims, so only the signature is wrong
      var claims = new String(BASE64.decode(parts[1]), UTF_8) + "   ";
      texts.put("unsigned", "%s.%s.".formatted(BASE64.encode(unsigned.getBytes(UTF_8)), parts[1]));
      parts[1] = BASE64.encode(claims.getBytes(UTF_8));
      texts.put("payload", String.join(".", parts));
    }
  }

  private void addBody(JsonNode body) {
    var json = body.toString();
    var lines = body.toPrettyString().replaceAll("\\R", "\r\n\t");
    var properties =
        body.propertyStream()
            .map(property -> "\"%s\":%s".formatted(property.getKey(), property.getValue()))
            .toList();
    var upper =
        PROPERTY_NAME.matcher(json).replaceAll(name -> name.group().toUpperCase(Locale.ROOT));
    var escapes =
        FIRST_CHARACTER
            .matcher(json)
            .replaceAll(first -> "\"\\\\u%04x".formatted((int) first.group(1).charAt(0)));
    // without required properties, unknown names are valid
    boolean required = template.operation().bodyProperties().stream().anyMatch(Field::required);
    texts.put("json", json);
    texts.put("open", json.substring(0, json.length() - 1));
    texts.put("quotes", json.replace('"', '\''));
    texts.put("uppercase", required ? upper : "[]");
    texts.put("whitespace", "\r\n\t %s \r\n".formatted(lines));
    texts.put("escapes", escapes);
    texts.put("reversed", "{%s}".formatted(String.join(",", Lists.reverse(properties))));
    texts.put(
        "form",
        properties.stream()
            .map(property -> property.replaceFirst("^\"(.*?)\":\"?(.*?)\"?$", "$1=$2"))
            .collect(joining("&")));
  }
}
