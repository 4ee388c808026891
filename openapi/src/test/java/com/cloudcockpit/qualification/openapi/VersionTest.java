package com.cloudcockpit.qualification.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the versions in the documentation with those that the build uses. */
class VersionTest {

  private static final String VERSION = System.getProperty("project.version");

  @ParameterizedTest
  @CsvSource({
    "openapi.yaml, '(?m)^  version: (.+)$'",
    "../README.md, '<version>(.+)</version>'",
    "../README.md, 'contract-tests-(\\S+)-cli.jar'",
    "../client/README.md, '<version>(.+)</version>'",
    "../contract-tests/README.md, 'contract-tests-(\\S+)-cli.jar'"
  })
  void matchesTheVersionInThePoms(Path file, Pattern place) throws Exception {
    var expected = file.endsWith("openapi.yaml") ? VERSION.replaceFirst("-SNAPSHOT$", "") : VERSION;
    var versions =
        place.matcher(Files.readString(file)).results().map(match -> match.group(1)).toList();
    assertFalse(versions.isEmpty(), file + " does not contain a version");
    versions.forEach(version -> assertEquals(expected, version, "Update the version in " + file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../README.md", "../mock/README.md"})
  void matchesTheNodeVersionThatTheBuildRequires(Path file) throws Exception {
    var engines =
        new ObjectMapper().readTree(Path.of("../mock/package.json").toFile()).path("engines");
    var least = engines.path("node").asText().replace(">=", "");
    assertTrue(
        Files.readString(file).contains(least + " or newer"),
        "%s must require Node.js %s or newer".formatted(file, least));
  }
}
