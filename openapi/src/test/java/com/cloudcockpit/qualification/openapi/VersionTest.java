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

/** Holds what people read to the versions that the build goes by. */
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
  void isThatOfThePoms(Path file, Pattern place) throws Exception {
    var expected = file.endsWith("openapi.yaml") ? VERSION.replaceFirst("-SNAPSHOT$", "") : VERSION;
    var versions =
        place.matcher(Files.readString(file)).results().map(match -> match.group(1)).toList();
    assertFalse(versions.isEmpty(), file + " names no version");
    versions.forEach(version -> assertEquals(expected, version, "the version in " + file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../README.md", "../mock/README.md"})
  void ofNodeIsTheOneThatTheBuildAsksFor(Path file) throws Exception {
    var engines =
        new ObjectMapper().readTree(Path.of("../mock/package.json").toFile()).path("engines");
    var least = engines.path("node").asText().replace(">=", "");
    assertTrue(
        Files.readString(file).contains(least + " or newer"), file + " does not name " + least);
  }
}
