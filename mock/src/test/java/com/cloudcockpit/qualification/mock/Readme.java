package com.cloudcockpit.qualification.mock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Reads README.md and requests.http. */
final class Readme {

  static final String ADDRESS = "http://127.0.0.1:4010";

  private static final Pattern VARIABLE = Pattern.compile("(?m)^@(\\w+) = (.+)$");

  private Readme() {}

  /** The first code block in the given language that contains the given text. */
  static String block(String language, String text) throws IOException {
    return Pattern.compile("```%s\n(.*?)```".formatted(language), Pattern.DOTALL)
        .matcher(text())
        .results()
        .map(block -> block.group(1))
        .filter(block -> block.contains(text))
        .findFirst()
        .orElseThrow();
  }

  /** A row of a table: the name of a request, and the code spans of the other cells. */
  record Row(String name, List<List<String>> cells) {

    @Override
    public String toString() {
      return name;
    }
  }

  /** The rows of the table whose first column has the given title. */
  static List<Row> table(String title) throws IOException {
    var table =
        Pattern.compile("^\\| %s \\|.*\n\\|.*\n((?:\\|.*\n)+)".formatted(title), Pattern.MULTILINE)
            .matcher(text());
    if (!table.find()) {
      throw new AssertionError("README.md has no table with the first column " + title);
    }
    return table
        .group(1)
        .lines()
        .map(line -> List.of(line.substring(2).split(" \\| | \\|$")))
        .map(cells -> new Row(cells.get(0), cells.stream().skip(1).map(Readme::code).toList()))
        .toList();
  }

  private static List<String> code(String cell) {
    return Pattern.compile("`([^`]+)`")
        .matcher(cell)
        .results()
        .map((MatchResult code) -> code.group(1))
        .toList();
  }

  /** The requests of requests.http, by name. */
  static Map<String, Call> requests() throws IOException {
    var requests = new LinkedHashMap<String, Call>();
    var file = Files.readString(Path.of("requests.http"));
    for (var variable : VARIABLE.matcher(file).results().toList()) {
      file = file.replace("{{%s}}".formatted(variable.group(1)), variable.group(2));
    }
    for (var part : file.split("(?m)^### ")) {
      if (part.startsWith("#")) {
        continue;
      }
      var headAndBody = part.strip().split("\n\n", 2);
      var head = headAndBody[0].split("\n");
      var methodAndUrl = head[1].split(" ");
      var headers = new LinkedHashMap<String, String>();
      for (var line : List.of(head).subList(2, head.length)) {
        var header = line.split(": ", 2);
        headers.put(header[0], header[1]);
      }
      var path = methodAndUrl[1].replace(ADDRESS, "");
      requests.put(head[0], new Call(methodAndUrl[0], path, headers, headAndBody[1]));
    }
    return requests;
  }

  static String text() throws IOException {
    return Files.readString(Path.of("README.md"));
  }
}
