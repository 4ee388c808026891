package com.cloudcockpit.qualification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Builds and runs the projects in {@code src/it}, which use the packaged client. */
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
  void runsOnTheClassPathOnTheModulePathAndInAJlinkImage(Jdk jdk) throws Exception {
    var consumer = "plain-" + jdk.feature();
    var log = build("plain", consumer, jdk.home(), List.of("compile"));
    for (var where : List.of("on the class path", "on the module path", "in an image")) {
      assertPrints(
          "consumer: 200 and a readable error on Java %d %s".formatted(jdk.feature(), where), log);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"spring-boot-3", "spring-boot-4"})
  void runsOnSpringBoot(String consumer) throws Exception {
    var version = System.getProperty(consumer + ".version");
    var log =
        build(
            "spring-boot",
            consumer,
            CURRENT_JDK,
            List.of(
                "-Dspring-boot.version=" + version,
                "-Dexec.mainClass=com.example.Application",
                "-Dexec.cleanupDaemonThreads=false",
                "compile",
                "exec:java"));
    assertPrints("consumer: 200 on Spring Boot " + version, log);
  }

  private static void assertPrints(String expected, Path log) throws IOException {
    assertTrue(
        Files.readString(log).contains(expected),
        () -> "client/%s does not contain '%s'".formatted(log, expected));
  }

  /** Runs Maven on a project and returns the log. */
  private static Path build(String project, String consumer, Path jdk, List<String> arguments)
      throws Exception {
    var repository = System.getProperty("consumer.repository");
    assertNotNull(repository, "Run the integration tests with ./mvnw verify.");
    var command = new ArrayList<String>();
    command.add(Path.of("..", isWindows() ? "mvnw.cmd" : "mvnw").toRealPath().toString());
    command.addAll(
        List.of(
            "--batch-mode",
            "--no-transfer-progress",
            "--file",
            Path.of("src", "it", project, "pom.xml").toString(),
            "-Dmaven.repo.local=" + repository,
            "-Dmaven.repo.local.tail=" + Path.of("target", "consumer-repository").toAbsolutePath(),
            "-DbuildDirectory=" + Path.of("target", "it", consumer).toAbsolutePath(),
            "-Dmock.url=" + mock.baseUri(),
            "-Dcloudcockpit.base-uri=" + mock.baseUri(),
            "-Dcloudcockpit.tenant=portal.cloudcockpit.com"));
    for (var name :
        List.of("client.version", "exec-maven-plugin.version", "maven-compiler-plugin.version")) {
      command.add("-D%s=%s".formatted(name, System.getProperty(name)));
    }
    command.add("clean");
    command.addAll(arguments);
    var log = Path.of("target", "consumer-%s.log".formatted(consumer));
    var maven = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    maven.environment().put("JAVA_HOME", jdk.toString());
    var process = maven.start();
    try {
      assertEquals(
          0,
          process.waitFor(),
          () -> "client/src/it/%s failed: see client/%s".formatted(project, log));
      return log;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static boolean isWindows() {
    return File.separatorChar == '\\';
  }

  /** A JDK's directory and its feature version. */
  record Jdk(Path home, int feature) {}

  /** The JDK that runs this test, and the newest one installed next to it, if that is newer. */
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
