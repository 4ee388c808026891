package com.cloudcockpit.qualification.mock;

import java.net.URI;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * A mock server of the API in a container, for tests. It requires Docker and the dependency {@code
 * org.testcontainers:testcontainers}:
 *
 * <pre>{@code
 * try (var mock = new MicrosoftQualificationMock()) {
 *   mock.start();
 *   var client = MicrosoftQualificationClient.builder().baseUri(mock.baseUri().toString())...
 * }
 * }</pre>
 *
 * <p>The container runs the official image of Prism with the specification of this release, and
 * supports {@code Prefer} and {@link TestCustomers}. It is stateless, so all tests can share one.
 * To delay all responses, set the environment variable {@code MOCK_DELAY} to a number of
 * milliseconds with {@link #withEnv}.
 */
public final class MicrosoftQualificationMock extends GenericContainer<MicrosoftQualificationMock> {

  private static final int PORT = 4010;
  private static final String RESOURCES = "com/cloudcockpit/qualification/mock/";

  /** Creates a mock from Prism's image on Docker Hub, in the version required by this release. */
  public MicrosoftQualificationMock() {
    this(defaultImage());
  }

  /**
   * Creates a mock from another image of Prism, such as a copy in your own registry.
   *
   * @param image the image; unless its name is {@code stoplight/prism}, declare it {@linkplain
   *     DockerImageName#asCompatibleSubstituteFor(String) a compatible substitute}
   * @throws IllegalStateException if the image is not declared compatible
   */
  public MicrosoftQualificationMock(DockerImageName image) {
    super(image);
    image.assertCompatibleWith(DockerImageName.parse(PrismImage.REPOSITORY));
    withCopyFileToContainer(
        MountableFile.forClasspathResource(RESOURCES + "openapi.yaml"), "/openapi/openapi.yaml");
    withCopyFileToContainer(MountableFile.forClasspathResource(RESOURCES + "prism"), "/prism");
    withEnv("NODE_OPTIONS", "--require=/prism/preload.cjs");
    withCommand("mock", "--host", "0.0.0.0", "/openapi/openapi.yaml");
    withExposedPorts(PORT);
    waitingFor(Wait.forLogMessage(".*Prism is listening on.*", 1));
  }

  /**
   * {@return the base URI of the mock, {@code http://HOST:PORT} without a trailing slash}
   *
   * @throws IllegalStateException if the mock has not been started
   */
  public URI baseUri() {
    return URI.create("http://%s:%d".formatted(getHost(), getMappedPort(PORT)));
  }

  /** Prism in the version that {@code package.json} specifies and that npm installs. */
  static DockerImageName defaultImage() {
    return DockerImageName.parse(PrismImage.REPOSITORY).withTag(PrismImage.TAG);
  }
}
