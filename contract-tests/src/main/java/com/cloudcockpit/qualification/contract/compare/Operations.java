package com.cloudcockpit.qualification.contract.compare;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The operations of two documents, by their names in the old one. The names of path parameters do
 * not matter, nor does a base path that differs for at least half of the operations.
 */
final class Operations {

  /** An operation. Its path includes the path of its server. */
  record Operation(String method, String path, ObjectNode node) {

    String name() {
      return method + " " + path;
    }

    private String id(String basePath) {
      var template = PARAMETER.matcher(path).replaceAll("");
      return method + " " + template.replaceFirst("^\\Q%s\\E(?=/)".formatted(basePath), "");
    }
  }

  private static final Pattern PARAMETER = Pattern.compile("(?<=\\{)[^{}]*(?=})");

  /** The base paths of two operations whose paths end alike. */
  private static final Pattern ENDS =
      Pattern.compile("(\\S+) (\\S*?)(/\\S*[^/{}\\s]\\S*) \\1 (\\S*?)\\3");

  static final List<String> SAME = List.of("", "");

  final ObjectNode before = JsonNodeFactory.instance.objectNode();
  final ObjectNode after = JsonNodeFactory.instance.objectNode();

  /** The base paths, which are empty if they do not differ. */
  List<String> basePaths = SAME;

  Operations(List<Operation> old, List<Operation> current) {
    var names = current.stream().map(Operation::name).collect(Collectors.toSet());
    var ids = current.stream().map(operation -> operation.id("")).collect(Collectors.toSet());
    int half = (Math.min(old.size(), current.size()) + 1) / 2;
    if (old.stream().filter(operation -> ids.contains(operation.id(""))).count() < half) {
      basePaths = basePaths(old, current, half);
    }
    var known = new HashMap<String, Operation>();
    for (var operation : old) {
      boolean isSame = names.contains(operation.name());
      known.put(isSame ? operation.name() : operation.id(basePaths.get(0)), operation);
      before.set(operation.name(), operation.node);
    }
    for (var operation : current) {
      var twin = known.remove(operation.name());
      twin = twin == null ? known.remove(operation.id(basePaths.get(1))) : twin;
      after.set((twin == null ? operation : twin).name(), operation.node);
      if (twin != null) {
        var newNames = PARAMETER.matcher(operation.path);
        var renamed = operation.node.putObject("renamed");
        PARAMETER
            .matcher(twin.path)
            .results()
            .filter(name -> newNames.find())
            .forEach(name -> renamed.put(newNames.group(), name.group()));
      }
    }
  }

  private static List<String> basePaths(List<Operation> old, List<Operation> current, int half) {
    var pairs = new HashMap<List<String>, Integer>();
    for (var was : old) {
      for (var is : current) {
        var ends = ENDS.matcher(was.id("") + " " + is.id(""));
        if (ends.matches()) {
          pairs.merge(List.of(ends.group(2), ends.group(4)), 1, Integer::sum);
        }
      }
    }
    return pairs.entrySet().stream()
        .filter(pair -> pair.getValue() >= half)
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(SAME);
  }
}
