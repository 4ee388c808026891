package com.cloudcockpit.qualification.mock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Checks that the licenses of the npm packages are accepted, and lists them. */
class NpmLicensesTest {

  private static final Set<String> ACCEPTED =
      Set.of(
          "(MIT AND Zlib)",
          "(MIT OR CC0-1.0)",
          "0BSD",
          "Apache-2.0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "BlueOak-1.0.0",
          "CC0-1.0",
          "ISC",
          "MIT",
          "Python-2.0",
          "Unlicense");

  /** Packages that declare their license in npm's old format, which lock files omit. */
  private static final Set<String> MIT =
      Set.of(
          "compute-gcd",
          "compute-lcm",
          "reserved",
          "validate.io-function",
          "validate.io-integer",
          "validate.io-integer-array",
          "validate.io-number");

  @Test
  void acceptsTheLicenseOfEveryPackage() throws IOException {
    var packages = new TreeMap<String, Set<String>>();
    for (var lock : List.of("package-lock.json", "../openapi/package-lock.json")) {
      var entries = new ObjectMapper().readTree(Files.readString(Path.of(lock))).path("packages");
      for (var entry : entries.properties()) {
        var name = entry.getKey().replaceFirst(".*node_modules/", "");
        if (!name.isEmpty()) {
          var license =
              entry.getValue().path("license").asText(MIT.contains(name) ? "MIT" : "none");
          packages
              .computeIfAbsent(license, key -> new TreeSet<>())
              .add(name + "@" + entry.getValue().path("version").asText());
        }
      }
    }
    var list = new StringBuilder();
    packages.forEach(
        (license, names) -> list.append("%s: %s%n".formatted(license, String.join(", ", names))));
    Files.writeString(Path.of("target", "npm-licenses.txt"), list);

    packages.keySet().removeAll(ACCEPTED);
    assertEquals(
        Set.of(), packages.entrySet(), "The licenses of these packages are not in ACCEPTED.");
  }
}
