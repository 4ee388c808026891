package com.cloudcockpit.qualification.contract.compare;

import static com.cloudcockpit.qualification.contract.compare.Specification.EMPTY;
import static com.cloudcockpit.qualification.contract.compare.Specification.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The differences between two OpenAPI documents, with their impact according to {@code rules.yaml}.
 * Callers are expected to ignore new properties and to handle unknown error statuses. A difference
 * in a schema that several places refer to is reported once, for the first of them.
 */
final class Comparison {

  /** The effects of differences, from worst to best. Each has a section in the output. */
  static final List<String> EFFECTS =
      List.of("Breaks callers,Breaks deployments,Needs review,Accepted,New,Compatible".split(","));

  /** The place of a part, and whether it is sent in a request, and as text instead of JSON. */
  private record Place(String words, boolean request, boolean text) {

    Place in(String key) {
      var place = ChangeRule.of(key).place();
      return new Place(
          place == null ? words : place.formatted(ChangeRule.name(key), words),
          request && !key.matches("(errors|responses) .*"),
          key.matches("(headers|parameters) .*") || text && !key.startsWith("content "));
    }
  }

  private record Difference(String text, String effect) {}

  private static final Place EVERYWHERE = new Place("", true, false);

  private final Specification old;
  private final Specification current;
  private final Map<Difference, Set<String>> operations = new LinkedHashMap<>();
  private final Map<List<Object>, Set<Difference>> compared = new LinkedHashMap<>();
  private final Map<JsonNode, Integer> numbers = new IdentityHashMap<>();
  private Comparison trial = this;
  private String operation = "";

  Comparison(Specification old, Specification current) {
    this.old = old;
    this.current = current;
  }

  /**
   * {@return the differences in words, by their effects}
   *
   * @param accepted the beginnings of differences that would otherwise need review
   */
  TreeMap<String, Set<String>> differences(List<String> accepted) {
    trial = new Comparison(old, current);
    var same = old.names(true);
    same.keySet().retainAll(current.names(true).keySet());
    boolean isMoved =
        2 * same.size() < old.operations.size() && !old.basePath.equals(current.basePath);
    boolean isListed = current.root.has("servers");
    if (isListed != old.root.has("servers")) {
      var unknown = "the base path is unknown because %s lists no servers";
      var effect = isListed && !isMoved ? "Compatible" : "Needs review";
      report(EVERYWHERE, effect, unknown.formatted((isListed ? old : current).name));
    } else if (isMoved) {
      var changed = "the base path changed from '%s' to '%s'";
      report(EVERYWHERE, "narrower and wider", changed.formatted(old.basePath, current.basePath));
    }
    var names = old.names(!isMoved);
    var after = current.operations;
    current
        .names(!isMoved)
        .forEach((id, name) -> after.set(names.getOrDefault(id, name), after.remove(name)));
    compare(EVERYWHERE, old.root(), current.root());
    boolean isOnly = old.operations.size() == 1 && after.size() == 1;
    var onlyOperation = isOnly ? " of " + keys("", old.operations).get(0) : "";
    var result = new TreeMap<String, Set<String>>(Comparator.comparing(EFFECTS::indexOf));
    operations.forEach(
        (difference, places) -> {
          int others = places.size() - 1;
          var elsewhere = " (and in %d other operation%s)".formatted(others, others > 1 ? "s" : "");
          var line = difference.text.replace(onlyOperation, "") + (others > 0 ? elsewhere : "");
          boolean isAccepted = accepted.stream().anyMatch(a -> !a.isBlank() && line.startsWith(a));
          for (var effect : difference.effect.split(" and ")) {
            var section = isAccepted && effect.equals("Needs review") ? "Accepted" : effect;
            result.computeIfAbsent(section, x -> new LinkedHashSet<>()).add(line);
          }
        });
    return result;
  }

  /** {@return the differences between two nodes, which are compared only once} */
  private Set<Difference> compare(Place place, JsonNode was, JsonNode is) {
    var nodes = List.of(number(old.resolved(was)), number(current.resolved(is)));
    var pair = List.<Object>of(nodes, place.request, place.text);
    if (compared.containsKey(pair)) {
      compared.get(pair).forEach(difference -> operations.get(difference).add(operation));
      return compared.get(pair);
    }
    var found = new LinkedHashSet<Difference>();
    compared.put(pair, found); // already, because schemas can be recursive
    var before = old.parts(was, place.request);
    var after = current.parts(is, place.request);
    wrap(was, before, after);
    wrap(is, after, before);
    pair("option ", before, after);
    pair("parameters path ", before, after);
    Stream.of(keys("", before), missing("", after, before))
        .flatMap(List::stream)
        .forEach(key -> found.addAll(compare(place, key, before, after)));
    return found;
  }

  private Integer number(JsonNode node) {
    return numbers.computeIfAbsent(node, x -> numbers.size());
  }

  /** Lists a schema as the only alternative if the other document lists several. */
  private static void wrap(JsonNode schema, ObjectNode single, ObjectNode several) {
    boolean isOther = several.has("alternatives") && !several.has("type");
    if (isOther && !single.has("alternatives")) {
      single.retain("nullable");
      single.setAll(several.deepCopy().retain("alternatives", "discriminator"));
      single.set("option " + Specification.name(schema), schema);
    }
  }

  /** Gives parts that only have another name, or that are the last unnamed ones, the same key. */
  private void pair(String kind, ObjectNode before, ObjectNode after) {
    var removed = missing(kind, before, after);
    var added = missing(kind, after, before);
    boolean isLast = removed.size() * added.size() == 1;
    for (var key : before.has("discriminator") ? List.<String>of() : removed) {
      for (var other : added) {
        boolean isUnnamed = isLast && key.contains("{") && other.contains("{");
        if (after.has(other) && (isUnnamed || alike(before.get(key), after.get(other)))) {
          keys("", after).stream()
              .filter(part -> part.endsWith(other))
              .forEach(part -> after.set(part.replace(other, key), after.remove(part)));
          break;
        }
      }
    }
  }

  private static List<String> missing(String kind, ObjectNode parts, ObjectNode others) {
    return keys(kind, parts).stream().filter(key -> !others.has(key)).toList();
  }

  /** {@return whether two nodes are equal, including what they refer to} */
  private boolean alike(JsonNode was, JsonNode is) {
    if (!was.isContainerNode() || !is.isContainerNode()) {
      return was.equals(is);
    }
    var found = trial.compare(EVERYWHERE, was, is);
    return found.stream().allMatch(d -> d.effect.equals("Compatible"));
  }

  private Set<Difference> compare(Place outside, String key, ObjectNode before, ObjectNode after) {
    var place = outside.in(key.replaceFirst("^required ", ""));
    var was = part(key, before, EMPTY);
    // callers miss a way to authenticate that was dropped even if another one is as good
    var is = part(key, after, key.startsWith("security ") ? before : EMPTY);
    boolean closed = (was.isMissingNode() ? before : after).has("closed");
    var rule = ChangeRule.of(closed ? key.replaceFirst("^properties ", "forbidden ") : key);
    boolean isMissing = was.isMissingNode() || is.isMissingNode();
    if (!isMissing && !rule.isWhole()) {
      operation = key.startsWith("operations ") ? key : operation;
      return compare(place, was, is);
    }
    boolean isNote = "Compatible".equals(rule.changed());
    if (!isMissing && (isNote ? was.equals(is) : alike(was, is))) {
      return Set.of();
    }
    var effect = rule.effect(was, is, place.text);
    if (key.startsWith("errors ") && is.isMissingNode()) {
      var added = missing("errors ", after, before).stream();
      boolean isReplaced = added.anyMatch(error -> part(error, before, EMPTY).isMissingNode());
      effect = isReplaced ? "narrower and wider" : effect;
    } else if (key.startsWith("content ") && was.isMissingNode() && !place.request) {
      var kept = keys("content ", before);
      effect = !kept.isEmpty() && kept.stream().allMatch(after::has) ? "Needs review" : effect;
    }
    var sender = place.request ? "callers" : "deployments";
    var words = rule.words(key, was, is, sender);
    return effect == null ? Set.of() : Set.of(report(place, effect, words));
  }

  /** {@return a part, or the more general one that covers it, or a missing node} */
  private static JsonNode part(String key, ObjectNode parts, ObjectNode excluded) {
    return parts.has(key)
        ? parts.get(key)
        : parts.path(
            keys("", parts).stream()
                .filter(general -> covers(general, key) && !excluded.has(general))
                .findFirst()
                .orElse(key));
  }

  /** {@return whether a part, such as a range of statuses or a default, includes another} */
  private static boolean covers(String general, String key) {
    var range = "(?<=^(content|errors|responses) .{0,99})(XX|default|\\*/\\*|\\*)$";
    var prefix = general.replaceFirst(range, "");
    var and = " without authentication| with | \\+ ";
    return general.equals("additionalProperties") && key.startsWith("properties ")
        || !prefix.equals(general) && key.startsWith(prefix)
        || general.startsWith("security ")
            && List.of(key.split(and)).containsAll(List.of(general.split(and)));
  }

  private Difference report(Place place, String effect, String words) {
    var narrower = place.request ? "Breaks callers" : "Breaks deployments";
    var wider = place.request ? "Breaks deployments" : "Breaks callers";
    var text = (place.words + " " + words).replace(" :", ":").replaceFirst("^:? ", "");
    var effects = effect.replace("narrower", narrower).replace("wider", wider);
    var difference = new Difference(text, effects);
    operations.computeIfAbsent(difference, x -> new LinkedHashSet<>()).add(operation);
    return difference;
  }
}
