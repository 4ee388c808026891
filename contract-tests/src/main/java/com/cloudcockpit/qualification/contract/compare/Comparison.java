package com.cloudcockpit.qualification.contract.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The differences between two OpenAPI documents, judged by {@code rules.yaml}. Callers are expected
 * to ignore new properties and to handle unknown error statuses. A difference in a schema that
 * several places refer to is reported once, for the first of them.
 */
final class Comparison {

  /** The effects of differences, from worst to best. Each has a section in the output. */
  enum Verdict {
    BREAKS_CALLERS("Breaks existing callers"),
    BREAKS_DEPLOYMENTS("Breaks existing deployments"),
    NEEDS_REVIEW("Needs review"),
    ACCEPTED("Accepted"),
    NEW("New"),
    COMPATIBLE("Compatible");

    final String title;

    Verdict(String title) {
      this.title = title;
    }
  }

  /** The place of a part, and whether it is sent in a request, and as text instead of JSON. */
  private record Place(String words, boolean request, boolean text) {

    Place in(String key) {
      var place = Rule.of(key).place();
      return new Place(
          place == null ? words : place.formatted(Rule.name(key), words),
          request && !key.matches("(errors|responses) .*"),
          key.matches("(headers|parameters) .*") || text && !key.startsWith("content "));
    }
  }

  private final SortedMap<Verdict, Set<String>> differences = new TreeMap<>();
  private final Set<List<Object>> compared = new HashSet<>();
  private final Specification old;
  private final Specification current;
  private final List<String> accepted;
  private final String onlyOperation;

  /**
   * Creates a comparison.
   *
   * @param accepted the beginnings of differences that would otherwise need review
   */
  Comparison(Specification old, Specification current, List<String> accepted) {
    this.old = old;
    this.current = current;
    this.accepted = accepted;
    var operations = keys(old.root().path("operations"), current.root().path("operations"));
    onlyOperation = operations.size() == 1 ? " of " + operations.iterator().next() : "";
  }

  /** {@return the differences in words, by their effect, the worst first} */
  SortedMap<Verdict, Set<String>> differences() {
    compare(new Place("", true, false), old.root(), current.root());
    return differences;
  }

  private static Set<String> keys(JsonNode before, JsonNode after) {
    var keys = new LinkedHashSet<String>();
    before.fieldNames().forEachRemaining(keys::add);
    after.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private void compare(Place place, JsonNode was, JsonNode is) {
    boolean recursive = was.findValue("$ref") != null;
    if (recursive && !compared.add(List.of(was, is, place.request, place.text))) {
      return;
    }
    var before = old.parts(was, place.request);
    var after = current.parts(is, place.request);
    for (var key : keys(before, after)) {
      compare(place, key, before, after);
    }
  }

  private void compare(Place outside, String key, JsonNode before, JsonNode after) {
    var place = outside.in(key.replaceFirst("^required ", ""));
    var was = before.has(key) ? before.get(key) : covering(key, before);
    var is = after.has(key) ? after.get(key) : covering(key, after);
    boolean closed = (was.isMissingNode() ? before : after).has("closed");
    var rule = Rule.of(closed ? key.replaceFirst("^properties ", "forbidden ") : key);
    if (was.isMissingNode() || is.isMissingNode() || rule.isWhole() && !was.equals(is)) {
      var sender = place.request ? "callers" : "deployments";
      report(place, rule.effect(was, is, place.text), rule.words(key, was, is, sender));
    } else if (!rule.isWhole()) {
      if (before.has(key) != after.has(key)) {
        var listed = after.has(key) ? "is now" : "is no longer";
        report(outside, "none", ": %s %s listed separately".formatted(Rule.name(key), listed));
      }
      compare(place, was, is);
    }
  }

  /** {@return the more general part that covers a missing one, or a missing node} */
  private static JsonNode covering(String key, JsonNode parts) {
    for (var part : parts.properties()) {
      if (covers(part.getKey(), part.getValue(), key)) {
        return part.getValue();
      }
    }
    return MissingNode.getInstance();
  }

  /** {@return whether a part, such as a range of statuses or a default, includes another} */
  private static boolean covers(String general, JsonNode value, String key) {
    if (key.startsWith("security ") && general.startsWith("security ")) {
      var needs = value.valueStream().map(JsonNode::asText).toList();
      return List.of(key.split(" with | \\+ ")).containsAll(needs);
    }
    var range = "(?<=^(content|errors|responses) .{0,99})(XX|default|\\*/\\*|\\*)$";
    var prefix = general.replaceFirst(range, "");
    return prefix.equals(general)
        ? key.startsWith("properties ") && general.equals("additionalProperties")
        : key.startsWith(prefix);
  }

  private void report(Place place, String effect, String words) {
    var text = (place.words + words).replaceFirst("^: ", "").replace(onlyOperation, "");
    var narrowed = place.request ? Verdict.BREAKS_CALLERS : Verdict.BREAKS_DEPLOYMENTS;
    var widened = place.request ? Verdict.BREAKS_DEPLOYMENTS : Verdict.BREAKS_CALLERS;
    var verdicts =
        switch (effect) {
          case "none" -> EnumSet.of(Verdict.COMPATIBLE);
          case "new" -> EnumSet.of(Verdict.NEW);
          case "narrower" -> EnumSet.of(narrowed);
          case "wider" -> EnumSet.of(widened);
          case "replaced" -> EnumSet.of(narrowed, widened);
          case "withdrawn" -> EnumSet.of(narrowed, Verdict.BREAKS_CALLERS);
          case "callers" -> EnumSet.of(Verdict.BREAKS_CALLERS);
          case "deployments" -> EnumSet.of(Verdict.BREAKS_DEPLOYMENTS);
          default -> EnumSet.of(isAccepted(text) ? Verdict.ACCEPTED : Verdict.NEEDS_REVIEW);
        };
    verdicts.forEach(v -> differences.computeIfAbsent(v, x -> new LinkedHashSet<>()).add(text));
  }

  private boolean isAccepted(String text) {
    return accepted.stream().anyMatch(start -> !start.isBlank() && text.startsWith(start));
  }
}
