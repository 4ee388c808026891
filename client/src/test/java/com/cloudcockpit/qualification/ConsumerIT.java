package com.cloudcockpit.qualification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudcockpit.qualification.mock.PrismMock;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Builds and runs the projects in {@code src/it}, which use the packaged client as strangers do,
 * against the mock.
 */
@Timeout(300)
class ConsumerIT {

  private static final Path CURRENT_JDK = Path.of(System.getProperty("java.home"));

  private static PrismMock mock;

  @BeforeAll
  static void startMock() {
    mock = PrismMock.start(Path.of("..", "mock"), Path.of("target", "prism-for-consumers.log"));
  }

  @AfterAll
  static void stopMock() {
    mock.close();
  }

  @ParameterizedTest
  @MethodSource("currentAndNewestJdk")
  void plainJava(Jdk jdk) throws Exception {
    assertRuns("plain", "Plain", jdk.home(), "200 on Java " + jdk.feature());
  }

  @Test
  void springBoot3() throws Exception {
    assertRunsOnSpringBoot(System.getProperty("spring-boot-3.version"));
  }

  @Test
  void springBoot4() throws Exception {
    assertRunsOnSpringBoot(System.getProperty("spring-boot-4.version"));
  }

  private static void assertRunsOnSpringBoot(String version) throws Exception {
    assertRuns(
        "spring-boot",
        "com.example.Application",
        CURRENT_JDK,
        "200 on Spring Boot " + version,
        "-Dspring-boot.version=" + version);
  }

  private static void assertRuns(
      String project, String mainClass, Path jdk, String expected, String... properties)
      throws Exception {
    var command =
        new ArrayList<String>(
            List.of(
                Path.of("..", File.separatorChar == '\\' ? "mvnw.cmd" : "mvnw")
                    .toAbsolutePath()
                    .normalize()
                    .toString(),
                "--batch-mode",
                "--no-transfer-progress",
                "--file",
                Path.of("src", "it", project, "pom.xml").toString(),
                "-Dmaven.repo.local=" + System.getProperty("consumer.repository"),
                "-Dmaven.repo.local.tail="
                    + Path.of("target", "consumer-repository").toAbsolutePath(),
                "-Dclient.version=" + System.getProperty("client.version"),
                "-DbuildDirectory=" + Path.of("target", "it", project).toAbsolutePath(),
                "-Dmock.url=" + mock.baseUri(),
                "-Dexec.mainClass=" + mainClass,
                "-Dexec.cleanupDaemonThreads=false"));
    command.addAll(List.of(properties));
    command.addAll(List.of("clean", "compile", System.getProperty("exec.goal")));
    var log = Path.of("target", "consumer-" + project + expected.replaceAll("\\W+", "-") + ".log");
    var maven = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    maven.environment().put("JAVA_HOME", jdk.toString());
    var process = maven.start();
    try {
      assertEquals(0, process.waitFor(), () -> "see " + log);
      assertTrue(Files.readString(log).contains("consumer: " + expected), () -> "see " + log);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** A JDK, by its folder and its feature release. */
  record Jdk(Path home, int feature) {}

  /** The JDK that runs this test, and the newest beside it, if that is another. */
  static Set<Jdk> currentAndNewestJdk() throws IOException {
    try (var siblings = Files.list(CURRENT_JDK.getParent())) {
      var newest =
          siblings
              .filter(
                  home ->
                      Files.exists(home.resolve("release")) && Files.exists(home.resolve("bin")))
              .map(ConsumerIT::jdk)
              .max(Comparator.comparingInt(Jdk::feature))
              .filter(jdk -> jdk.feature() > Runtime.version().feature());
      var jdks = new LinkedHashSet<>(Set.of(jdk(CURRENT_JDK)));
      newest.ifPresent(jdks::add);
      return jdks;
    }
  }

  private static Jdk jdk(Path home) {
    try (var lines = Files.lines(home.resolve("release"))) {
      var version =
          lines
              .filter(line -> line.startsWith("JAVA_VERSION="))
              .map(line -> line.replaceAll("JAVA_VERSION=\"?([^\"]+)\"?", "$1"))
              .findFirst()
              .orElse("0");
      return new Jdk(home, Runtime.Version.parse(version).feature());
    } catch (IOException | IllegalArgumentException e) {
      return new Jdk(home, 0);
    }
  }
}
