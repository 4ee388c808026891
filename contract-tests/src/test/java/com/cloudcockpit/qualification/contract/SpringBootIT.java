package com.cloudcockpit.qualification.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Builds the project in {@code src/it/spring-boot}, whose tests run the packaged checks against a
 * Spring Boot application that complies with the contract, and one that violates a rule.
 */
@Timeout(300)
class SpringBootIT {

  @Test
  void runsTheChecksInTheBuildOfAnApi() throws Exception {
    var repository = System.getProperty("consumer.repository");
    assertNotNull(repository, "Run the integration tests with ./mvnw verify.");
    var log = new File("target/spring-boot-api.log");
    var maven =
        new ProcessBuilder(
                List.of(
                    Path.of("..", File.separatorChar == '\\' ? "mvnw.cmd" : "mvnw")
                        .toAbsolutePath()
                        .normalize()
                        .toString(),
                    "--batch-mode",
                    "--no-transfer-progress",
                    "--file",
                    "src/it/spring-boot/pom.xml",
                    "-Dmaven.repo.local=" + repository,
                    "-Dmaven.repo.local.tail="
                        + Path.of("target", "consumer-repository").toAbsolutePath(),
                    "-Dcontract-tests.version=" + System.getProperty("contract-tests.version"),
                    "-Dspring-boot.version=" + System.getProperty("spring-boot.version"),
                    "-DbuildDirectory=" + Path.of("target", "it", "spring-boot").toAbsolutePath(),
                    "test"))
            .redirectErrorStream(true)
            .redirectOutput(log);
    maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
    var process = maven.start();
    try {
      assertEquals(
          0,
          process.waitFor(),
          () -> "The build of contract-tests/src/it/spring-boot failed: see contract-tests/" + log);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
