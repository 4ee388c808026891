package com.cloudcockpit.qualification.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds what else names the version to the poms, which {@code versions:set} raises alone. */
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
}
