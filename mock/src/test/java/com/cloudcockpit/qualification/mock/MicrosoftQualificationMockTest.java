package com.cloudcockpit.qualification.mock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.utility.DockerImageName;

/** Runs the mock in a container, if Docker is available. */
@Tag("slow")
@Timeout(300)
class MicrosoftQualificationMockTest {

  private static final String CORRELATION_ID = "0d1f7c9e-8a53-4c1b-9a3e-5e0c3b1f6a42";

  /** If the image cannot be pulled, Testcontainers retries for minutes. */
  @BeforeAll
  static void requireDocker() throws Exception {
    boolean local = "true".equals(System.getenv("TESTCONTAINERS_RYUK_DISABLED"));
    var image = MicrosoftQualificationMock.defaultImage().asCanonicalNameString();
    var command =
        local ? List.of("docker", "image", "inspect", image) : List.of("docker", "pull", image);
    var docker = new ProcessBuilder(command).redirectErrorStream(true);
    try {
      var process = docker.start();
      var printed = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      assumeTrue(
          process.waitFor() == 0, () -> "Docker cannot pull %s: %s".formatted(image, printed));
    } catch (IOException e) {
      abort("Docker is not available: " + e.getMessage());
    }
  }

  @Test
  void respondsLikeTheMockFromNpm() throws Exception {
    try (var mock = new MicrosoftQualificationMock()) {
      mock.start();
      URI baseUri = mock.baseUri();
      assertEquals(200, Call.valid().send(baseUri).statusCode());

      var invalid = Call.valid().without("X-Tenant").with("X-Correlation-Id", CORRELATION_ID);
      var response = invalid.send(baseUri);
      assertEquals(400, response.statusCode());
      assertEquals(invalid.send().body(), response.body());

      var unavailable = Call.valid().with("Prefer", "code=503").send(baseUri);
      assertEquals("1", unavailable.headers().firstValue("Retry-After").orElseThrow());
    }
  }

  @Test
  void rejectsAnImageThatIsNotPrism() {
    var image = DockerImageName.parse("nginx");
    assertThrows(IllegalStateException.class, () -> new MicrosoftQualificationMock(image).close());
  }
}
