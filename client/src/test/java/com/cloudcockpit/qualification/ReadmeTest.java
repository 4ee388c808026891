package com.cloudcockpit.qualification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudcockpit.qualification.mock.PrismMock;
import com.cloudcockpit.qualification.model.UpdateCustomerMicrosoftQualificationRequest;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiles the Java blocks of the READMEs and runs them against the mock. */
class ReadmeTest {

  private static final Path OWN = Path.of("README.md");
  private static final Path ROOT = Path.of("..", "README.md");
  private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final String MOCK_ADDRESS = "http://127.0.0.1:4010";

  private static PrismMock mock;

  @TempDir Path temporary;

  @BeforeAll
  static void startMock() {
    mock = PrismMock.start(Path.of("..", "mock"), Path.of("target", "prism-for-readme.log"));
  }

  @AfterAll
  static void stopMock() {
    mock.close();
  }

  @ParameterizedTest
  @MethodSource("ownBlocks")
  void compilesAndRunsTheBlock(String block) throws Exception {
    var source = temporary.resolve("Snippet.java");
    Files.writeString(
        source,
        """
        import com.cloudcockpit.qualification.*;
        import com.cloudcockpit.qualification.model.*;
        import io.github.resilience4j.core.IntervalFunction;
        import io.github.resilience4j.retry.*;
        import java.time.Duration;
        import java.util.UUID;
        import java.util.concurrent.CompletableFuture;

        public class Snippet {
          public static void run(MicrosoftQualificationClient client, UUID customerId,
              UpdateCustomerMicrosoftQualificationRequest request) {
            new Object() {
              void run() {
        %s
              }
            }.run();
          }
        }
        """
            .formatted(block.replace(MOCK_ADDRESS, mock.baseUri().toString())));
    var messages = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    var compiled =
        compiler
            .getTask(
                messages,
                null,
                null,
                List.of(
                    "-encoding",
                    "UTF-8",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-d",
                    temporary.toString()),
                null,
                compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source))
            .call();
    assertTrue(compiled, messages::toString);
    try (var loader = new URLClassLoader(new URL[] {temporary.toUri().toURL()});
        var client = TestServer.client(mock.baseUri().toString()).build()) {
      loader
          .loadClass("Snippet")
          .getMethod(
              "run",
              MicrosoftQualificationClient.class,
              UUID.class,
              UpdateCustomerMicrosoftQualificationRequest.class)
          .invoke(null, client, TestServer.CUSTOMER_ID, TestServer.request());
    }
  }

  @Test
  void showsTheSameBlockAndDependencyInTheRoot() throws Exception {
    assertEquals(ownBlocks().findFirst(), blocks(ROOT).findFirst());
    assertEquals(dependency(OWN), dependency(ROOT));
  }

  static Stream<String> ownBlocks() throws Exception {
    return blocks(OWN);
  }

  private static Stream<String> blocks(Path readme) throws Exception {
    return JAVA_BLOCK.matcher(Files.readString(readme)).results().map(block -> block.group(1));
  }

  private static String dependency(Path readme) throws Exception {
    var text = Files.readString(readme);
    return text.substring(text.indexOf("<dependency>"), text.indexOf("</dependency>"));
  }
}
