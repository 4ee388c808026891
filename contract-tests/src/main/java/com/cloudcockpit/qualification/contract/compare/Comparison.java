package com.cloudcockpit.qualification.contract.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The differences between two OpenAPI documents, judged by the table in {@code rules.yaml}.
 *
 * <p>A document allows certain requests and certain responses. Callers written for the old document
 * break where fewer requests or more responses are allowed than before, deployments of it where
 * more requests or fewer responses are. Callers also miss what is gone, and are expected to ignore
 * new properties and to handle error statuses that they do not know. A difference in a schema that
 * several places refer to is reported once, for the first of them.
 */
final class Comparison {

  /** What a difference does; without a verdict it breaks nobody. */
  enum Verdict {
    BREAKS_CALLERS,
    BREAKS_DEPLOYMENTS,
    NEEDS_REVIEW
  }

  /** A difference in words, the kind of part that it is about, and what it does. */
  record Difference(String text, String kind, Set<Verdict> verdicts) {}

  /** A place in words, in a request or a response, in something sent as text or as JSON. */
  private record Place(String words, boolean request, boolean text) {

    Place in(String key, Rule rule) {
      var kind = Specification.kind(key);
      boolean json = kind.matches("content|properties|additionalProperties");
      boolean inText = kind.matches("headers|parameters") || text && !json;
      boolean inRequest = request && !kind.matches("errors|responses");
      var name = key.substring(key.indexOf(' ') + 1);
      var inWords = rule.place() == null ? words : rule.place().formatted(name, words);
      boolean body = kind.equals("content") && words.startsWith("response ");
      return new Place(body ? "the body of " + words : inWords, inRequest, inText);
    }
  }

  private static final int LONG = 90;

  private final Set<List<Object>> compared = new HashSet<>();
  private final List<Difference> differences = new ArrayList<>();
  private final Specification old;
  private final Specification current;

  private Comparison(JsonNode old, JsonNode current) {
    this.old = new Specification(old);
    this.current = new Specification(current);
  }

  /**
   * {@return the differences between two documents}
   *
   * @throws IllegalArgumentException if a reference leads nowhere or out of its document
   */
  static List<Difference> between(JsonNode old, JsonNode current) {
    var comparison = new Comparison(old, current);
    var before = comparison.old.operations();
    var after = comparison.current.operations();
    var keys = keys(before, after);
    keys.forEach(key -> comparison.part(new Place("", true, false), key, before, after));
    var list = comparison.differences;
    if (list.isEmpty() && !old.equals(current)) {
      list.add(new Difference("The documents mean the same, but differ in form", "", Set.of()));
    }
    var operations = keys.stream().filter(key -> key.startsWith("operation ")).toList();
    if (operations.size() == 1) {
      var of = " of " + operations.get(0).replaceFirst("operation ", "");
      list.replaceAll(d -> new Difference(d.text.replace(of, ""), d.kind, d.verdicts));
    }
    return list;
  }

  private static Set<String> keys(ObjectNode before, ObjectNode after) {
    var keys = new LinkedHashSet<String>();
    before.fieldNames().forEachRemaining(keys::add);
    after.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private void part(Place outside, String key, ObjectNode before, ObjectNode after) {
    var rule = Rule.of(Specification.kind(key));
    var was = before.has(key) ? before.get(key) : rule.absent();
    var is = after.has(key) ? after.get(key) : rule.absent();
    boolean added = was == null;
    var place = outside.in(key, rule);
    if (!added && is != null) {
      compare(place, key, was, is);
      return;
    }
    var part = added ? is : was;
    var effect = added ? rule.added() : rule.removed();
    var covering = covering(key, added ? before : after);
    if (key.startsWith("properties ")) {
      boolean forbidden = (added ? before : after).path("closed").asBoolean();
      var further = !forbidden ? "none" : added ? "wider" : "narrower";
      report(place, key, words(place, key, part, added), effect, further);
    } else if (covering == null) {
      boolean required = part.path("required").asBoolean();
      var further = !required ? "none" : added ? "narrower" : "wider";
      report(place, key, words(place, key, part, added), effect, further);
    } else {
      var listed = added ? " is now" : " is no longer";
      report(place, key, listed + " listed separately", "none");
    }
    if (covering != null) {
      compare(place, key, added ? covering : part, added ? part : covering);
    }
  }

  private void compare(Place place, String key, JsonNode was, JsonNode is) {
    var rule = Rule.of(Specification.kind(key));
    if (rule.isWhole()) {
      if (!was.equals(is)) {
        var values = " from %s to %s".formatted(was, is);
        var words = ": " + key + " changed" + (values.length() < LONG ? values : "");
        boolean named = rule.absent() != null && rule.words() != null;
        words = named ? words(place, key, is, is.asBoolean()) : words;
        report(place, key, words, rule.change(was, is, place.text));
      }
    } else if (was.findValue("$ref") == null
        || compared.add(List.of(was, is, place.request, place.text))) {
      var before = old.parts(was, place.request);
      var after = current.parts(is, place.request);
      keys(before, after).forEach(part -> part(place, part, before, after));
    }
  }

  private static String words(Place place, String key, JsonNode part, boolean added) {
    var words = Rule.of(Specification.kind(key)).words();
    if (words == null) {
      var value = part.toString().length() < LONG ? part.toString() : "given";
      return ": " + key + (added ? " is now " + value : " is gone");
    }
    boolean required = added && part.path("required").asBoolean();
    var demand = place.request ? ": callers that omit it get 400" : ": deployments must send it";
    return " "
        + words.get(added ? 0 : 1).formatted(key.substring(key.indexOf(' ') + 1))
        + (required ? " and required" : "")
        + (required || added && key.startsWith("require") ? demand : "");
  }

  /** What applies where a part is missing, or null. */
  private static JsonNode covering(String key, ObjectNode parts) {
    var range = key.replaceFirst("^(responses .|errors .|content .*/).*", "$1");
    var candidates =
        switch (Specification.kind(key)) {
          case "properties" -> Stream.of("additionalProperties");
          case "content" -> Stream.of(range + "*", "content */*");
          case "errors", "responses" -> Stream.of(range + "XX", "errors default");
          case "security" ->
              keys(parts, parts).stream()
                  .filter(way -> way.startsWith("security "))
                  .filter(way -> needs(key).containsAll(needs(way)));
          default -> Stream.<String>of();
        };
    return candidates.filter(parts::has).findFirst().map(parts::get).orElse(null);
  }

  private static Set<String> needs(String way) {
    var needs = way.replaceFirst("^security with(out authentication)? ?", "");
    return needs.isEmpty() ? Set.of() : Set.of(needs.split(" \\+ "));
  }

  private void report(Place place, String key, String words, String... effects) {
    var verdicts = EnumSet.noneOf(Verdict.class);
    var callers = Set.of("callers", "replaced", place.request ? "narrower" : "wider");
    var deployments = Set.of("deployments", "replaced", place.request ? "wider" : "narrower");
    for (var effect : effects) {
      if (callers.contains(effect)) {
        verdicts.add(Verdict.BREAKS_CALLERS);
      }
      if (deployments.contains(effect)) {
        verdicts.add(Verdict.BREAKS_DEPLOYMENTS);
      }
      if (effect.equals("unclear")) {
        verdicts.add(Verdict.NEEDS_REVIEW);
      }
    }
    var text = (place.words + words).replaceFirst("^: ", "");
    differences.add(new Difference(text, Specification.kind(key), verdicts));
  }
}
