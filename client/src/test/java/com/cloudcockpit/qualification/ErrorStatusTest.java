package com.cloudcockpit.qualification;

import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the error statuses of the contract with the exceptions and their documentation. */
class ErrorStatusTest {

  private static final Path CLIENT =
      Path.of("src/main/java/com/cloudcockpit/qualification/MicrosoftQualificationClient.java");
  private static final Path README = Path.of("README.md");

  @ParameterizedTest
  @MethodSource("errorStatuses")
  void hasADocumentedExceptionForEachErrorStatusOfTheContract(int status) throws Exception {
    var exception = MicrosoftQualificationException.builder().statusCode(status).build();
    if (exception instanceof UnexpectedStatusException) {
      fail(
          """
        openapi.yaml documents status %d, for which the client has no exception yet. In client/:
        - copy NotFoundException.java and rename it after the status,
        - return it in MicrosoftQualificationException.Builder.build(),
        - add a hint for it to Messages.hint,
        - add '@throws ...Exception if the API responds with %1$d' to the Javadoc of
          MicrosoftQualificationClient.update,
        - add a row for it to the table of exceptions in README.md."""
              .formatted(status));
    }
    var name = exception.getClass().getSimpleName();
    var range = exception instanceof ServerErrorException ? "500 to 599" : Integer.toString(status);
    var javadoc = "@throws %s if the API responds with %s".formatted(name, range);
    if (!Files.readString(CLIENT).contains(javadoc)) {
      fail("Add to the Javadoc of MicrosoftQualificationClient.update: " + javadoc);
    }
    var row = "| `%s` | %s |".formatted(name, range);
    if (!Files.readString(README).contains(row)) {
      fail(
          "Add this row to the table of exceptions in client/README.md: %s yes or no |"
              .formatted(row));
    }
  }

  static Stream<Integer> errorStatuses() {
    return TestServer.CONTRACT.path("paths").findValues("responses").stream()
        .flatMap(responses -> responses.properties().stream())
        .map(response -> response.getKey())
        .distinct()
        .filter(status -> status.matches("[3-5]\\d\\d"))
        .map(Integer::valueOf);
  }
}
