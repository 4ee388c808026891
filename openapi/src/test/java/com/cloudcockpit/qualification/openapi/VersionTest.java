package com.cloudcockpit.qualification.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the versions in the documentation with those that the build uses. */
class VersionTest {

  private static final String VERSION = System.getProperty("project.version");

  private static final Pattern PLACE =
      Pattern.compile(
          "(?m)(?:^  version: |<version>|contract-tests-|client:)(\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?)");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openapi/openapi.yaml",
        "README.md",
        "client/README.md",
        "contract-tests/README.md",
        "mock/README.md"
      })
  void matchesTheVersionInThePoms(String file) throws Exception {
    var expected = file.endsWith(".yaml") ? VERSION.replaceFirst("-SNAPSHOT$", "") : VERSION;
    var versions =
        PLACE
            .matcher(Files.readString(Path.of("..", file)))
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toSet());
    assertEquals(Set.of(expected), versions, "Update the version in " + file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "mock/README.md"})
  void matchesTheNodeVersionThatTheBuildRequires(String file) throws Exception {
    var engines =
        new ObjectMapper().readTree(Path.of("../mock/package.json").toFile()).path("engines");
    var least = engines.path("node").asText().replace(">=", "");
    assertTrue(
        Files.readString(Path.of("..", file)).contains(least + " or newer"),
        "%s must require Node.js %s or newer".formatted(file, least));
  }
}
