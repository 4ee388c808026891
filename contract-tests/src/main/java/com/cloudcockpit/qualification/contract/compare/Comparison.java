package com.cloudcockpit.qualification.contract.compare;

import static com.cloudcockpit.qualification.contract.compare.Specification.EMPTY;
import static com.cloudcockpit.qualification.contract.compare.Specification.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The differences between two OpenAPI documents, with their impact according to {@code rules.yaml}.
 * Callers are expected to ignore new properties and to handle unknown error statuses. A difference
 * in a schema that several places refer to is reported once, for the first of them.
 */
final class Comparison {

  /** What a difference breaks, from worst to best. Each has a section in the output. */
  enum Impact {
    BREAKS_CALLERS,
    BREAKS_DEPLOYMENTS,
    NEEDS_REVIEW,
    ACCEPTED,
    NEW,
    COMPATIBLE;

    @Override
    public String toString() {
      return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

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

  /** A difference, and the operations that it affects. */
  private record Difference(String text, boolean request, String effect, Set<String> operations) {}

  private static final Place EVERYWHERE = new Place("", true, false);

  private final Specification old;
  private final Specification current;
  private final List<String> accepted;
  private final List<Difference> differences = new ArrayList<>();
  private final Map<List<Object>, Set<Integer>> compared = new HashMap<>();
  private final Map<JsonNode, Integer> numbers = new IdentityHashMap<>();
  private Comparison trial = this;
  private String operation = "";

  /**
   * Creates a comparison.
   *
   * @param accepted the beginnings of differences that would otherwise need review
   */
  Comparison(Specification old, Specification current, List<String> accepted) {
    this.old = old;
    this.current = current;
    this.accepted = accepted;
  }

  /** {@return the differences in words, by their impact, the worst first} */
  SortedMap<Impact, Set<String>> differences() {
    trial = new Comparison(old, current, accepted);
    var operations = new Operations(old.operations(), current.operations());
    reportBasePath(operations);
    compare(EVERYWHERE, old.root(operations.before), current.root(operations.after));
    var names = allKeys(operations.before, operations.after);
    var onlyOperation = names.size() == 1 ? " of " + names.iterator().next() : "";
    var result = new TreeMap<Impact, Set<String>>();
    for (var difference : differences) {
      int others = difference.operations.size() - 1;
      var elsewhere = " (and in %d other operation%s)".formatted(others, others > 1 ? "s" : "");
      var line = difference.text.replace(onlyOperation, "") + (others > 0 ? elsewhere : "");
      for (var impact : impacts(difference, line)) {
        result.computeIfAbsent(impact, x -> new LinkedHashSet<>()).add(line);
      }
    }
    return result;
  }

  private void reportBasePath(Operations operations) {
    boolean isListed = current.listsServers();
    boolean moved = !operations.basePaths.equals(Operations.SAME);
    if (isListed == old.listsServers()) {
      var words = "the base path changed from '%s' to '%s'";
      if (moved) {
        report(EVERYWHERE, "replaced", words.formatted(operations.basePaths.toArray()));
      }
      return;
    }
    var unknown = (isListed ? old : current).document.name;
    var words = "the base path is unknown because %s lists no servers".formatted(unknown);
    report(EVERYWHERE, isListed && !moved ? "none" : "unclear", words);
    operations.before.forEach(operation -> ((ObjectNode) operation).remove("hosts"));
    operations.after.forEach(operation -> ((ObjectNode) operation).remove("hosts"));
  }

  private static Set<String> allKeys(ObjectNode before, ObjectNode after) {
    var keys = new LinkedHashSet<>(keys("", before));
    keys.addAll(keys("", after));
    return keys;
  }

  /** {@return the differences between two nodes, which are compared only once} */
  private Set<Integer> compare(Place place, JsonNode was, JsonNode is) {
    var nodes = List.of(number(old.resolved(was)), number(current.resolved(is)));
    var pair = List.<Object>of(nodes, place.request, place.text);
    var known = compared.get(pair);
    if (known != null) {
      known.forEach(i -> differences.get(i).operations.add(operation));
      return known;
    }
    var found = new HashSet<Integer>();
    compared.put(pair, found); // already, because schemas can be recursive
    var before = old.parts(was, place.request);
    var after = current.parts(is, place.request);
    lift(before, after, option -> alike(was, option));
    lift(after, before, option -> alike(option, is));
    pairOptions(before, after);
    for (var key : allKeys(before, after)) {
      found.addAll(compare(place, key, before, after));
    }
    return found;
  }

  private Integer number(JsonNode node) {
    return numbers.computeIfAbsent(node, x -> numbers.size());
  }

  /** Lists a schema as the only alternative if it is one of several in the other document. */
  private static void lift(ObjectNode single, ObjectNode several, Predicate<JsonNode> isSame) {
    if (several.has("alternatives") && !single.has("alternatives")) {
      for (var key : keys("option ", several)) {
        if (isSame.test(several.get(key))) {
          several.remove(key);
          single.retain("nullable");
          single.setAll(several.deepCopy().retain("alternatives", "discriminator"));
          return;
        }
      }
    }
  }

  /** Gives alternatives that only have another name, or that are the last ones, the same key. */
  private void pairOptions(ObjectNode before, ObjectNode after) {
    var removed = missing("option ", before, after);
    var added = missing("option ", after, before);
    boolean isLast = removed.size() == 1 && added.size() == 1;
    for (var key : before.has("discriminator") ? List.<String>of() : removed) {
      for (var other : List.copyOf(added)) {
        boolean isUnnamed = key.contains("{") && other.contains("{");
        if (isLast && isUnnamed || alike(before.get(key), after.get(other))) {
          added.remove(other);
          after.set(key, after.remove(other));
          break;
        }
      }
    }
  }

  private static List<String> missing(String kind, ObjectNode parts, ObjectNode others) {
    var keys = new ArrayList<>(keys(kind, parts));
    keys.removeIf(others::has);
    return keys;
  }

  /** {@return whether two nodes are equal, including what they refer to} */
  private boolean alike(JsonNode was, JsonNode is) {
    if (!was.isContainerNode() || was.getNodeType() != is.getNodeType()) {
      return ChangeRule.same(was, is);
    }
    if (was.isArray()) {
      return was.size() == is.size()
          && IntStream.range(0, was.size()).allMatch(i -> alike(was.get(i), is.get(i)));
    }
    var found = trial.compare(EVERYWHERE, was, is);
    return found.stream().allMatch(i -> trial.differences.get(i).effect.equals("none"));
  }

  private Set<Integer> compare(Place outside, String key, ObjectNode before, ObjectNode after) {
    var place = outside.in(key.replaceFirst("^required ", ""));
    var was = before.has(key) ? before.get(key) : covering(key, before, EMPTY);
    // callers miss a way to authenticate that was dropped even if another one is as good
    var kept = key.startsWith("security ") ? before : EMPTY;
    var is = after.has(key) ? after.get(key) : covering(key, after, kept);
    boolean closed = (was.isMissingNode() ? before : after).has("closed");
    var rule = ChangeRule.of(closed ? key.replaceFirst("^properties ", "forbidden ") : key);
    boolean isMissing = was.isMissingNode() || is.isMissingNode();
    boolean isNote = "none".equals(rule.changed());
    if (isMissing || rule.isWhole() && !(isNote ? ChangeRule.same(was, is) : alike(was, is))) {
      var effect = rule.effect(was, is, place.text);
      if (key.startsWith("errors ") && is.isMissingNode()) {
        var added = missing("errors ", after, before).stream();
        boolean isReplaced = added.anyMatch(e -> covering(e, before, EMPTY).isMissingNode());
        effect = isReplaced ? "withdrawn" : effect;
      } else if (key.startsWith("content ") && was.isMissingNode() && !place.request) {
        boolean isAlternative = missing("content ", before, after).isEmpty();
        isAlternative &= !keys("content ", before).isEmpty();
        effect = isAlternative ? "unclear" : effect;
      }
      var sender = place.request ? "callers" : "deployments";
      return Set.of(report(place, effect, rule.words(key, was, is, sender)));
    }
    if (rule.isWhole()) {
      return Set.of();
    }
    if (key.startsWith("operations ")) {
      operation = key;
    }
    var found = new HashSet<>(compare(place, was, is));
    if (before.has(key) != after.has(key)) {
      var listed = after.has(key) ? "is now" : "is no longer";
      var words = ": %s %s listed separately".formatted(ChangeRule.name(key), listed);
      found.add(report(outside, "none", words));
    }
    return found;
  }

  /** {@return the more general part that covers a missing one, or a missing node} */
  private static JsonNode covering(String key, ObjectNode parts, ObjectNode excluded) {
    return parts
        .propertyStream()
        .filter(part -> covers(part.getKey(), part.getValue(), key) && !excluded.has(part.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(MissingNode.getInstance());
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

  private int report(Place place, String effect, String words) {
    var text = (place.words + words).replaceFirst("^: ", "");
    var operations = new HashSet<>(Set.of(operation));
    differences.add(new Difference(text, place.request, effect, operations));
    return differences.size() - 1;
  }

  private Set<Impact> impacts(Difference difference, String line) {
    var narrowed = difference.request ? Impact.BREAKS_CALLERS : Impact.BREAKS_DEPLOYMENTS;
    var widened = difference.request ? Impact.BREAKS_DEPLOYMENTS : Impact.BREAKS_CALLERS;
    boolean isAccepted = accepted.stream().anyMatch(a -> !a.isBlank() && line.startsWith(a));
    return switch (difference.effect) {
      case "none" -> EnumSet.of(Impact.COMPATIBLE);
      case "new" -> EnumSet.of(Impact.NEW);
      case "narrower" -> EnumSet.of(narrowed);
      case "wider" -> EnumSet.of(widened);
      case "replaced" -> EnumSet.of(narrowed, widened);
      case "withdrawn" -> EnumSet.of(narrowed, Impact.BREAKS_CALLERS);
      case "callers" -> EnumSet.of(Impact.BREAKS_CALLERS);
      case "deployments" -> EnumSet.of(Impact.BREAKS_DEPLOYMENTS);
      default -> EnumSet.of(isAccepted ? Impact.ACCEPTED : Impact.NEEDS_REVIEW);
    };
  }
}
