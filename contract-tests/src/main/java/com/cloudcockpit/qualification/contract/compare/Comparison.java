package com.cloudcockpit.qualification.contract.compare;

import com.cloudcockpit.qualification.contract.compare.Specification.Parts;
import com.cloudcockpit.qualification.contract.compare.Specification.Rule;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.Ascii;
import com.google.common.base.Equivalence;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.Sets;
import java.util.Comparator;
import java.util.HashMap;
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
  private static final List<String> EFFECTS =
      List.of("Breaks callers,Breaks deployments,Needs review,Accepted,New,Compatible".split(","));

  /** The place of a part, and whether it is sent in a request, and as text instead of JSON. */
  private record Place(String words, boolean request, boolean text) {

    Place in(String key) {
      var place = Rule.of(key).place();
      return new Place(
          place == null ? words : place.formatted(key.replaceFirst("\\S+ ", ""), words),
          request && !key.matches("(errors|responses) .*"),
          key.matches("(headers|parameters) .*") || text && !key.startsWith("content "));
    }
  }

  private record Difference(String text, String effect) {}

  private static final Place EVERYWHERE = new Place("", true, false);

  private final Specification old;
  private final Specification current;
  private final Map<List<?>, Set<Difference>> compared = new HashMap<>();
  private Comparison trial = this;

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
    var before = old.parts;
    var after = current.parts;
    var same = Sets.intersection(old.names(true).keySet(), current.names(true).keySet());
    boolean isMoved = 2 * same.size() < old.names(true).size();
    before.compute("basePath", (key, path) -> isMoved ? path : after.getOrDefault(key, path));
    var names = old.names(!isMoved);
    var renamed = current.names(!isMoved);
    renamed.forEach((id, name) -> after.put(names.getOrDefault(id, name), after.remove(name)));
    var operations = LinkedHashMultimap.<Difference, String>create();
    for (var key : Sets.union(before.keySet(), after.keySet())) {
      compare(EVERYWHERE, key, before, after).forEach(found -> operations.put(found, key));
    }
    var result = new TreeMap<String, Set<String>>(Comparator.comparing(EFFECTS::indexOf));
    for (var difference : operations.keySet()) {
      int others = operations.get(difference).size() - 1;
      var elsewhere = " (and in %d other operation%s)".formatted(others, others > 1 ? "s" : "");
      var line = difference.text + (others > 0 ? elsewhere : "");
      boolean isAccepted = accepted.stream().anyMatch(a -> !a.isBlank() && line.startsWith(a));
      for (var effect : difference.effect.split(" and ")) {
        var section = isAccepted && effect.equals("Needs review") ? "Accepted" : effect;
        result.computeIfAbsent(section, x -> new LinkedHashSet<>()).add(line);
      }
    }
    return result;
  }

  /** {@return the differences between two nodes, which are compared only once} */
  private Set<Difference> compare(Place place, JsonNode was, JsonNode is) {
    var identity = Equivalence.identity();
    var nodes = List.of(identity.wrap(old.resolved(was)), identity.wrap(current.resolved(is)));
    var pair = List.of(nodes, place.request, place.text);
    var found = new LinkedHashSet<Difference>();
    if (compared.putIfAbsent(pair, found) == null) { // already, because schemas can be recursive
      var before = old.new Parts(was, place.request);
      var after = current.new Parts(is, place.request);
      before.wrap(was, after);
      after.wrap(is, before);
      pair("option ", before, after);
      pair("parameters path ", before, after);
      pair("required parameters path ", before, after);
      for (var key : Sets.union(before.keySet(), after.keySet())) {
        found.addAll(compare(place, key, before, after));
      }
    }
    return compared.get(pair);
  }

  /** Gives parts that only have another name, or that are the last unnamed ones, the same key. */
  private void pair(String kind, Parts before, Parts after) {
    var removed = before.missing(kind, after);
    var added = after.missing(kind, before);
    boolean isLast = removed.size() * added.size() == 1;
    for (var key : List.copyOf(before.containsKey("discriminator") ? Set.of() : removed)) {
      for (var other : List.copyOf(added)) {
        boolean isUnnamed = isLast && key.contains("{") && other.contains("{");
        if (removed.contains(key) && (isUnnamed || alike(before.get(key), after.get(other)))) {
          after.put(key, after.remove(other));
        }
      }
    }
  }

  /** {@return whether two nodes are equal, including what they refer to} */
  private boolean alike(JsonNode was, JsonNode is) {
    return was.isContainerNode() && is.isContainerNode()
        ? trial.compare(EVERYWHERE, was, is).stream().allMatch(d -> d.effect.equals("Compatible"))
        : was.equals(is);
  }

  private Set<Difference> compare(Place outside, String key, Parts before, Parts after) {
    var place = outside.in(key.replaceFirst("^required ", ""));
    var was = before.part(key, Map.of());
    // dropping an authentication method breaks callers that use it
    var is = after.part(key, key.startsWith("security ") ? before : Map.of());
    boolean closed = (was.isMissingNode() ? before : after).containsKey("closed");
    var rule = Rule.of(closed ? key.replaceFirst("^properties ", "forbidden ") : key);
    int form = was.isMissingNode() ? 0 : is.isMissingNode() ? 1 : 2;
    if (form == 2 && !rule.isWhole()) {
      return compare(place, was, is);
    }
    if (form == 2 && (rule.effects().contains("Compatible") ? was.equals(is) : alike(was, is))) {
      return Set.of();
    }
    var effect = form == 2 ? rule.effect(was, is, place.text) : rule.effects().get(form);
    if (key.startsWith("errors ") && form == 1) {
      var added = after.missing("errors ", before).stream();
      boolean isReplaced = added.anyMatch(e -> before.part(e, Map.of()).isMissingNode());
      effect = isReplaced ? "narrower and wider" : effect;
    } else if (key.startsWith("content ") && form == 0 && !place.request) {
      var kept = before.missing("content ", Map.of());
      effect = !kept.isEmpty() && after.keySet().containsAll(kept) ? "Needs review" : effect;
    }
    var words = (rule.words() == null ? Rule.of("other").words() : rule.words()).get(form);
    var sender = place.request ? "callers" : "deployments";
    var name = Ascii.truncate(key.replaceFirst("\\S+ ", ""), 63, "...");
    var values = Stream.of(was, is).map(v -> Ascii.truncate(v.toString(), 63, "...")).toList();
    var change = words.formatted(name, sender, key, values.get(0), values.get(1));
    var text = (place.words + " " + change).replace(" :", ":").replaceFirst("^:? ", "");
    var receiver = place.request ? "deployments" : "callers";
    var effects =
        effect.replace("narrower", "Breaks " + sender).replace("wider", "Breaks " + receiver);
    return effect.isEmpty() ? Set.of() : Set.of(new Difference(text, effects));
  }
}
