package com.cloudcockpit.qualification.contract.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The differences between two OpenAPI documents, judged by the table in {@code rules.yaml}.
 *
 * <p>A document allows certain requests and certain responses. Callers written for the old document
 * break where fewer requests or more responses are allowed than before, deployments of it where
 * more requests or fewer responses are. Callers also miss what is gone, and are expected to ignore
 * new properties and to handle error statuses that they do not know. A difference in a schema that
 * several places share is reported once, for the first of them.
 */
final class Comparison {

  /** What a difference does; without a verdict it breaks nobody. */
  enum Verdict {
    BREAKS_CALLERS,
    BREAKS_DEPLOYMENTS,
    NEEDS_JUDGEMENT
  }

  /** A difference in words, the kind of part that it is about, and what it does. */
  record Difference(String text, String kind, Set<Verdict> verdicts) {

    @Override
    public String toString() {
      return text;
    }
  }

  /** A place in a document: a path of properties, and what it starts in ("the request body"). */
  private record Place(String path, String root, String operation, String direction) {

    Place in(String kind, String name) {
      return switch (kind) {
        case "operation" -> new Place("", "", name + ": ", direction);
        case "body" -> at("", "the request body");
        case "parameter" -> at("", name);
        case "error", "response" -> new Place("", "response " + name, operation, "response");
        case "header" -> at("", root + " header " + name);
        case "media" -> at("", root.replace("response ", "the body of response "));
        case "items" -> at(path + "[]", root);
        case "others" -> in("property", "*");
        case "property", "required" -> at(path.isEmpty() ? name : path + "." + name, root);
        case "unclear" -> new Place(path, root, operation, kind);
        default -> this;
      };
    }

    private Place at(String path, String root) {
      return new Place(path, root, operation, direction);
    }

    @Override
    public String toString() {
      return (operation + path + (path.isEmpty() ? "" : " in ") + root).replaceFirst(": $", "");
    }
  }

  private static final JsonNode NOTHING = MissingNode.getInstance();
  private static final Map<String, JsonNode> RULES = rules();
  private static final Set<String> PARTS = Set.of("integer number", "int32 int64", "float double");
  private static final Set<String> TEXTS =
      Set.of("boolean string", "integer string", "number string");

  private final Map<JsonNode, Map<JsonNode, Boolean>> compared = new IdentityHashMap<>();
  private final List<Difference> differences = new ArrayList<>();

  private Comparison() {}

  /**
   * {@return the differences between two documents}
   *
   * @throws IllegalArgumentException if a reference leads nowhere or out of its document
   */
  static List<Difference> between(JsonNode old, JsonNode current) {
    var comparison = new Comparison();
    var was = Specification.normalised(old);
    var is = Specification.normalised(current);
    comparison.compare(new Place("", "", "", "request"), was, is);
    var list = comparison.differences;
    if (list.isEmpty() && !old.equals(current)) {
      list.add(new Difference("The documents mean the same, but differ in form", "", Set.of()));
    } else if (keys(was, is).stream().filter(key -> key.startsWith("operation ")).count() == 1) {
      list.replaceAll(
          d -> new Difference(d.text.replaceFirst("^[A-Z]+ /\\S*: ", ""), d.kind, d.verdicts));
    }
    return list;
  }

  private void compare(Place place, JsonNode was, JsonNode is) {
    if (compared.computeIfAbsent(was, key -> new IdentityHashMap<>()).put(is, true) == null) {
      var type = was.has("text") ? "text" : "type";
      boolean known = was.has(type);
      boolean added = is.has("alternatives");
      if (known && added != was.has("alternatives")) {
        var whole = added ? is : was;
        var alternatives = whole.path("alternatives");
        var option = "option " + (added ? was : is).path(Specification.SOURCE).asText();
        boolean bare = keys(whole, whole).stream().noneMatch(key -> key.contains(" "));
        boolean only = alternatives.size() == 2; // beside the keyword
        var change = only ? "none" : added ? "wider" : "narrower";
        var what = added ? " now has alternatives" : " no longer has alternatives";
        report(place, "alternatives", what, bare && alternatives.has(option) ? change : "unclear");
      } else if (known && changed(type, was, is).equals("replaced")) {
        part(place, type, was, is);
      } else {
        keys(was, is).forEach(key -> part(place, key, was, is));
      }
    }
  }

  private void part(Place outside, String key, JsonNode wasIn, JsonNode isIn) {
    var was = wasIn.path(key);
    var is = isIn.path(key);
    boolean added = was.isMissingNode();
    var part = added ? is : was;
    var kind = key.split(" ")[0];
    var name = part.path(Specification.LABEL).asText(key.substring(kind.length()).strip());
    var place = kind.equals("required") && name.isEmpty() ? outside : outside.in(kind, name);
    if (added || is.isMissingNode()) {
      var other = covering(key, added ? wasIn : isIn);
      if (!kind.equals("property") && !other.isMissingNode()) {
        var listed = added ? "is now listed separately" : "is no longer listed separately";
        var words = rule(kind).path("words").path(added ? 0 : 1).asText(listed);
        report(place, kind, " " + words.formatted(name), "none");
      } else {
        missing(kind.equals("others") ? outside : place, kind, name, part, added);
      }
      if (kind.equals("property") && other.isMissingNode()) {
        report(
            place,
            kind,
            added ? " was forbidden" : " is now forbidden",
            added ? "wider" : "narrower");
      } else if (other.path("others") != other) { // anything
        compare(place, added ? other : was, added ? is : other);
      }
    } else if (was.isObject()) {
      compare(place, was, kind.equals("alternatives") ? paired(was, is) : is);
    } else if (!was.equals(is)) {
      boolean type = kind.equals("type") || kind.equals("text");
      var values = " from %s to %s".formatted(type ? was.asText() : was, type ? is.asText() : is);
      values = values.replace(Specification.ANY_TYPE, "any");
      var what = type ? "type" : (kind + " " + name).strip();
      var change = ": " + what + " changed" + (values.length() < 90 ? values : "");
      report(place, kind, change, changed(key, wasIn, isIn));
    }
  }

  private void missing(Place place, String kind, String name, JsonNode part, boolean added) {
    boolean required = part.path("required").asBoolean();
    var rule = rule(kind);
    var words = rule.path("words").path(added ? 0 : 1).asText(added ? "is new" : "is gone");
    words = words.formatted(name) + (added && required ? " and required" : "");
    if (added && (required || kind.equals("required"))) {
      boolean request = place.direction.equals("request");
      words += request ? ": callers that omit it get 400" : ": deployments must send it";
    }
    if (part.isValueNode() && !rule.has("words")) {
      boolean brief = added && part.toString().length() < 60;
      words = ": " + (kind + " " + name).strip() + (brief ? " is now " + part : " " + words);
    } else {
      words = " " + words;
    }
    var effect = rule.path(added ? "added" : "removed").asText("unclear");
    report(place, kind, words, effect, !required ? "none" : added ? "narrower" : "wider");
  }

  /**
   * The second set of alternatives, in which the only one that is new has the name of the only one
   * that is gone.
   */
  private static JsonNode paired(JsonNode was, JsonNode is) {
    var gone = keys(was, was);
    gone.removeAll(keys(is, is));
    var added = keys(is, is);
    added.removeAll(keys(was, was));
    if (gone.size() != 1 || added.size() != 1 || !gone.iterator().next().startsWith("option")) {
      return is;
    }
    var copy = ((ObjectNode) is).objectNode().setAll((ObjectNode) is);
    return ((ObjectNode) copy)
        .set(gone.iterator().next(), ((ObjectNode) copy).remove(added.iterator().next()));
  }

  /** The part that applies where one is missing, or a missing node. */
  private static JsonNode covering(String key, JsonNode node) {
    var range = key.replaceFirst("^(response .|error .|media .*/).*", "$1");
    return switch (key.split(" ")[0]) {
      case "property" -> node.path("others");
      case "media" -> node.path(node.has(range + "*") ? range + "*" : "media */*");
      case "error", "response" ->
          node.path(node.has(range + "xx") ? range + "xx" : "error default");
      case "security" -> {
        var keys = keys(node, node).stream().filter(other -> other.startsWith("security "));
        var fewer = keys.filter(other -> needs(key).containsAll(needs(other))).findFirst();
        yield fewer.map(node::path).orElse(NOTHING);
      }
      default -> NOTHING;
    };
  }

  private static Set<String> needs(String security) {
    return Set.of(security.contains(" without ") ? new String[0] : security.split(" with | \\+ "));
  }

  private static String changed(String key, JsonNode wasIn, JsonNode isIn) {
    var was = wasIn.path(key);
    var is = isIn.path(key);
    double ratio = is.asDouble() / was.asDouble();
    var how = rule(key.split(" ")[0]).path("changed").asText("unclear");
    return switch (how) {
      case "minimum" -> is.asDouble() > was.asDouble() ? "narrower" : "wider";
      case "maximum" -> is.asDouble() < was.asDouble() ? "narrower" : "wider";
      case "multiple" ->
          ratio == Math.rint(ratio)
              ? "narrower"
              : 1 / ratio == Math.rint(1 / ratio) ? "wider" : "replaced";
      case "types" ->
          covers(key, is, was) ? "wider" : covers(key, was, is) ? "narrower" : "replaced";
      default -> how;
    };
  }

  /** Whether types or formats allow whatever others allow. */
  private static boolean covers(String key, JsonNode all, JsonNode some) {
    var types = List.of(all.asText().split(" or "));
    for (var type : some.asText().split(" or ")) {
      boolean covered = types.contains(type);
      for (var other : types) {
        covered |= PARTS.contains(type + " " + other);
        covered |= key.equals("text") && TEXTS.contains(type + " " + other);
      }
      if (!covered) {
        return false;
      }
    }
    return true;
  }

  private void report(Place place, String kind, String what, String... effects) {
    var verdicts = EnumSet.noneOf(Verdict.class);
    boolean request = place.direction.equals("request");
    for (var effect : effects) {
      if (effect.equals("unclear") || place.direction.equals("unclear") && !effect.equals("none")) {
        verdicts.add(Verdict.NEEDS_JUDGEMENT);
      } else if (!effect.equals("none")) {
        if (Set.of("callers", "replaced", request ? "narrower" : "wider").contains(effect)) {
          verdicts.add(Verdict.BREAKS_CALLERS);
        }
        if (Set.of("deployments", "replaced", request ? "wider" : "narrower").contains(effect)) {
          verdicts.add(Verdict.BREAKS_DEPLOYMENTS);
        }
      }
    }
    differences.add(new Difference((place + what).replaceFirst("^: ", ""), kind, verdicts));
  }

  private static Set<String> keys(JsonNode one, JsonNode other) {
    var keys = new LinkedHashSet<String>();
    one.fieldNames().forEachRemaining(keys::add);
    other.fieldNames().forEachRemaining(keys::add);
    keys.removeAll(List.of(Specification.LABEL, Specification.SOURCE));
    return keys;
  }

  private static JsonNode rule(String kind) {
    return RULES.getOrDefault(kind.startsWith("x-") ? "x-" : kind, NOTHING);
  }

  private static Map<String, JsonNode> rules() {
    try (var stream = Comparison.class.getResourceAsStream("rules.yaml")) {
      var rules = new HashMap<String, JsonNode>();
      for (var rule : new YAMLMapper().readTree(stream)) {
        rule.path("kinds").forEach(kind -> rules.put(kind.asText(), rule));
      }
      return rules;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
