package com.cloudcockpit.qualification.mock;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.regex.Pattern;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * A mock server of the API in a container, for tests. It needs Docker, and {@code
 * org.testcontainers:testcontainers} as a dependency of yours:
 *
 * <pre>{@code
 * try (var mock = new MicrosoftQualificationMock()) {
 *   mock.start();
 *   var client = MicrosoftQualificationClient.builder(mock.baseUri())...
 * }
 * }</pre>
 *
 * <p>The container runs the official image of Prism with the specification of this release, and
 * answers as the mock of this project does, errors and {@code Prefer} included. It keeps no state,
 * so that all tests can share one. Set the environment variable {@code MOCK_DELAY} with {@link
 * #withEnv} to delay all responses by that many milliseconds.
 */
public final class MicrosoftQualificationMock extends GenericContainer<MicrosoftQualificationMock> {

  private static final String PRISM = "stoplight/prism";
  private static final int PORT = 4010;
  private static final String RESOURCES = "com/cloudcockpit/qualification/";
  private static final Pattern PRISM_VERSION =
      Pattern.compile("\"@stoplight/prism-cli\"\\s*:\\s*\"([^\"]+)\"");

  /** Creates a mock from Prism's image on Docker Hub, in the version that this release tests. */
  public MicrosoftQualificationMock() {
    this(defaultImage());
  }

  /**
   * Creates a mock from another image of Prism, a copy in your own registry for example.
   *
   * @param image the image; if its name is not {@code stoplight/prism}, declare it {@linkplain
   *     DockerImageName#asCompatibleSubstituteFor(String) a substitute} for that
   * @throws IllegalStateException if the image is not declared compatible
   */
  public MicrosoftQualificationMock(DockerImageName image) {
    super(image);
    image.assertCompatibleWith(DockerImageName.parse(PRISM));
    withCopyFileToContainer(
        MountableFile.forClasspathResource(RESOURCES + "openapi/openapi.yaml"),
        "/openapi/openapi.yaml");
    withCopyFileToContainer(MountableFile.forClasspathResource(RESOURCES + "mock/prism"), "/prism");
    withEnv("NODE_OPTIONS", "--require=/prism/preload.cjs");
    withCommand("mock", "--host", "0.0.0.0", "/openapi/openapi.yaml");
    withExposedPorts(PORT);
    waitingFor(Wait.forLogMessage(".*Prism is listening on.*", 1));
  }

  /**
   * {@return where the mock listens, {@code http://HOST:PORT} without a slash at the end}
   *
   * @throws IllegalStateException if the mock has not been started
   */
  public URI baseUri() {
    return URI.create("http://" + getHost() + ":" + getMappedPort(PORT));
  }

  /** Prism in the version that npm installs in this repository, so that both are the same. */
  static DockerImageName defaultImage() {
    try (var stream = MicrosoftQualificationMock.class.getResourceAsStream("package.json")) {
      var version = PRISM_VERSION.matcher(new String(stream.readAllBytes(), UTF_8));
      if (!version.find()) {
        throw new IllegalStateException("package.json names no version of @stoplight/prism-cli");
      }
      return DockerImageName.parse(PRISM).withTag(version.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
