package com.cloudcockpit.qualification.openapi;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the versions in the specification and the READMEs with those that the build uses. */
class VersionTest {

  @Test
  void hasTheVersionOfThePomsInTheSpecification() throws Exception {
    var version = System.getProperty("project.version").replace("-SNAPSHOT", "");
    assertTrue(
        Files.readString(Path.of("openapi.yaml")).contains("\n  version: %s\n".formatted(version)),
        "Set info.version in openapi.yaml to " + version);
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
