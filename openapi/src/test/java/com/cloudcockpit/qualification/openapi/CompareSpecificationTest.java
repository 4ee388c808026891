package com.cloudcockpit.qualification.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudcockpit.qualification.openapi.Comparison.Change;
import com.cloudcockpit.qualification.openapi.Comparison.Party;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareSpecificationTest {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Path SPECIFICATION = Path.of("openapi.yaml");
  private static final JsonNode CASES = cases();

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TestFactory
  Stream<DynamicTest> saysWhomAChangeBreaks() {
    return StreamSupport.stream(CASES.path("changes").spliterator(), false)
        .map(
            change ->
                DynamicTest.dynamicTest(
                    change.path("change").asText(),
                    () -> {
                      var changes =
                          Comparison.between(
                              YAML.readTree(edited()), YAML.readTree(edited(change)));
                      assertEquals(
                          Stream.of("callers", "deployment", "nobody")
                              .map(who -> texts(change.path(who)))
                              .toList(),
                          List.of(
                              which(changes, breaks -> breaks.contains(Party.CALLERS)),
                              which(changes, breaks -> breaks.contains(Party.DEPLOYMENT)),
                              which(changes, Set::isEmpty)),
                          change.path("change").asText());
                    }));
  }

  @Test
  void namesTheOperationWhereThereAreMore() throws IOException {
    var other =
        """
        paths:
          /orders:
            get:
              parameters: [{name: page, in: query, schema: {type: integer}}]
              responses: {2XX: {description: A page.}}
        """;
    var previous = edited().replace("paths:\n", other);
    var changes =
        Comparison.between(
            YAML.readTree(previous), YAML.readTree(previous.replace("in: query", "in: cookie")));

    assertEquals(
        List.of(
            "GET /orders, query parameter page is gone",
            "GET /orders, cookie parameter page is new"),
        changes.stream().map(Change::toString).toList());
  }

  @Test
  void seesWhateverIsTakenOutOfTheSpecification() throws IOException {
    var specification = YAML.readTree(Files.readString(SPECIFICATION));
    var unseen = new ArrayList<String>();
    int taken = collectUnseen(specification, specification, "", unseen);

    assertTrue(taken > 100, "only " + taken + " keys were taken out");
    assertEquals(List.of(), unseen);
  }

  @ParameterizedTest
  @CsvSource({
    "1.4.0, minLength: 1, minLength: 5, 1, 'Raise info.version, and the version in the poms, to 2'",
    "1.5.0, minLength: 1, minLength: 5, 1, 'Raise info.version, and the version in the poms, to 2'",
    "2.0.0, minLength: 1, minLength: 5, 0, The new major version says that it breaks.",
    "1.4.1, Changes an order, Alters an order, 0, Nothing breaks.",
    "1.4.0, '', '', 0, Nothing changed."
  })
  void failsOnABreakThatTheVersionDoesNotSay(
      String version, String text, String replacement, int exitCode, String verdict)
      throws Exception {
    var previous = write("previous.yaml", edited());
    var current =
        write("openapi.yaml", edited().replace("1.4.0", version).replace(text, replacement));

    assertEquals(exitCode, compare(current, previous.toString()), err::toString);
    assertTrue(out.toString().contains(verdict), out::toString);
  }

  @Test
  void readsARevision() throws Exception {
    var specification = write("openapi.yaml", edited());
    if (!git("init", "--quiet")) {
      assertEquals(2, compare(specification, "HEAD"));
      assertTrue(
          err.toString().contains("'HEAD' is no file, and Git was not found"), err::toString);
      return;
    }
    git("add", ".");
    git(
        "-c",
        "user.name=Test",
        "-c",
        "user.email=test@example.com",
        "commit",
        "--quiet",
        "-m",
        "1");
    write("openapi.yaml", edited().replace("minLength: 1", "minLength: 5"));

    assertEquals(1, compare(specification, "HEAD"), err::toString);
    assertTrue(
        out.toString().contains("item in the request body has minLength 5, had 1"), out::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "missing.yaml, '', 'missing.yaml'' is'",
    "other.yaml, 'swagger: 2.0', 'is no OpenAPI 3.0 document in YAML or JSON: name one that is.'",
    "other.yaml, '{', 'is no OpenAPI 3.0 document in YAML or JSON: name one that is.'",
    "other.yaml, 'openapi: 3.0.3', 'is '''': make it a version like 1.0.0.'",
    "other.yaml, '{openapi: 3.0.3, info: {version: 1.0.0}, a: {$ref: x.yaml}}', "
        + "The reference 'x.yaml' leads to nothing"
  })
  void saysWhyItCanNotCompare(String name, String text, String reason) throws Exception {
    if (!text.isEmpty()) {
      write(name, text);
    }
    assertEquals(2, compare(SPECIFICATION, folder.resolve(name).toString()));
    assertTrue(err.toString().contains(reason), err::toString);
    assertEquals(1, err.toString().lines().count(), err::toString);
  }

  /** Takes out each key below a node, one at a time; returns how many there are. */
  private static int collectUnseen(
      JsonNode specification, JsonNode node, String pointer, List<String> unseen) {
    int taken = 0;
    var keys = new ArrayList<String>();
    node.fieldNames().forEachRemaining(keys::add);
    for (var key : keys) {
      var child = pointer + "/" + key.replace("~", "~0").replace("/", "~1");
      var without = specification.<ObjectNode>deepCopy();
      ((ObjectNode) without.at(pointer)).remove(key);
      boolean isDefault =
          key.equals("required") && !node.path(key).asBoolean(true)
              || key.equals("additionalProperties") && node.path(key).asBoolean();
      boolean isNote =
          pointer.startsWith("/components/securitySchemes/")
              && Set.of("bearerFormat", "description").contains(key);
      if (!isDefault
          && !isNote
          && !(seen(specification, without) && seen(without, specification))) {
        unseen.add(child);
      }
      taken += 1 + collectUnseen(specification, node.path(key), child, unseen);
    }
    for (int i = 0; i < node.size() && node.isArray(); i++) {
      taken += collectUnseen(specification, node.path(i), pointer + "/" + i, unseen);
    }
    return taken;
  }

  private static boolean seen(JsonNode previous, JsonNode current) {
    try {
      return !Comparison.between(previous, current).isEmpty();
    } catch (IllegalArgumentException e) {
      return true; // something refers to what was taken out
    }
  }

  private int compare(Path specification, String previous) throws Exception {
    return CompareSpecification.compare(
        specification, previous, new PrintStream(out, true), new PrintStream(err, true));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private boolean git(String... arguments) throws InterruptedException {
    var command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(command).directory(folder.toFile()).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** The specification of {@code changes.yaml}. */
  private static String edited() {
    return CASES.path("specification").asText();
  }

  private static String edited(JsonNode change) {
    var text = edited();
    for (var edit : change.path("replace").properties()) {
      assertTrue(text.contains(edit.getKey()), () -> "no '" + edit.getKey() + "' to replace");
      int at = text.indexOf(edit.getKey());
      text =
          text.substring(0, at)
              + edit.getValue().asText()
              + text.substring(at + edit.getKey().length());
    }
    return text;
  }

  private static List<String> which(List<Change> changes, Predicate<Set<Party>> breaks) {
    return changes.stream().filter(c -> breaks.test(c.breaks())).map(Change::toString).toList();
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static JsonNode cases() {
    try (var stream = CompareSpecificationTest.class.getResourceAsStream("/changes.yaml")) {
      return YAML.readTree(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
