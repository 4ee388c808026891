package com.cloudcockpit.qualification.openapi;

import com.cloudcockpit.qualification.openapi.Comparison.Change;
import com.cloudcockpit.qualification.openapi.Comparison.Party;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * The program that compares the specification with another version of it, and says what breaks for
 * callers and for a deployment that keep to the other.
 */
public final class CompareSpecification {

  private static final YAMLMapper YAML = new YAMLMapper();

  private CompareSpecification() {}

  /**
   * Ends with 0 if nothing breaks or the major version says so, with 1 if something breaks, and
   * with 2 if the two could not be compared.
   *
   * @param args the specification, and the other version: a file, or a revision that Git knows
   */
  public static void main(String... args) throws IOException, InterruptedException {
    System.exit(compare(Path.of(args[0]), args[1], System.out, System.err));
  }

  static int compare(Path specification, String other, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    try {
      var current = parse(Files.readString(specification), specification.toString());
      var previous = parse(text(specification, other), other);
      int majorBefore = major(previous, other);
      int major = major(current, specification.toString());
      var changes = Comparison.between(previous, current);

      out.printf(
          "%s, version %s, compared with %s, version %s%n",
          specification.getFileName(), version(current), other, version(previous));
      print(out, "Breaks callers that keep to " + other, changes, breaks(Party.CALLERS));
      print(out, "Breaks a deployment that keeps to " + other, changes, breaks(Party.DEPLOYMENT));
      print(out, "Breaks nobody", changes, change -> change.breaks().isEmpty());
      out.println();
      if (changes.stream().allMatch(change -> change.breaks().isEmpty())) {
        out.println(changes.isEmpty() ? "Nothing changed." : "Nothing breaks.");
        return 0;
      }
      if (major > majorBefore) {
        out.println("The new major version says that it breaks.");
        return 0;
      }
      out.printf(
          "Raise info.version, and the version in the poms, to %d.0.0, or take back what breaks.%n",
          majorBefore + 1);
      return 1;
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return 2;
    }
  }

  private static Predicate<Change> breaks(Party party) {
    return change -> change.breaks().contains(party);
  }

  private static void print(
      PrintStream out, String title, List<Change> changes, Predicate<Change> which) {
    var lines = changes.stream().filter(which).map(change -> "  - " + change).toList();
    if (!lines.isEmpty()) {
      out.printf("%n%s:%n%s%n", title, String.join(System.lineSeparator(), lines));
    }
  }

  private static String text(Path specification, String other)
      throws IOException, InterruptedException {
    if (Files.isRegularFile(Path.of(other))) {
      // what is no text is no document either, and is said to be none
      return new String(Files.readAllBytes(Path.of(other)), StandardCharsets.UTF_8);
    }
    var file = specification.toAbsolutePath();
    var git =
        new ProcessBuilder("git", "show", other + ":./" + file.getFileName())
            .directory(file.getParent().toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process;
    try {
      process = git.start();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "'" + other + "' is no file, and Git was not found: name a file with -Dprevious=FILE.",
          e);
    }
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalArgumentException(
          "'"
              + other
              + "' is neither a file nor a revision in which Git has "
              + file.getFileName()
              + ": name one with -Dprevious=.");
    }
    return text;
  }

  private static JsonNode parse(String text, String name) {
    try {
      var document = YAML.readTree(text);
      if (document.path("openapi").asText().startsWith("3.0.")) {
        return document;
      }
    } catch (JsonProcessingException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "'" + name + "' is no OpenAPI 3.0 document in YAML or JSON: name one that is.");
  }

  private static String version(JsonNode document) {
    return document.at("/info/version").asText();
  }

  private static int major(JsonNode document, String name) {
    var version = version(document);
    if (!version.matches("\\d{1,9}\\.\\d+\\.\\d+\\S*")) {
      throw new IllegalArgumentException(
          "info.version in '" + name + "' is '" + version + "': make it a version like 1.0.0.");
    }
    return Integer.parseInt(version.substring(0, version.indexOf('.')));
  }
}
