package com.cloudcockpit.qualification.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.cloudcockpit.qualification.contract.spec.Contract;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reports what the API of {@link SpringBootIT} lacks, before that slower test fails. */
class SpringBootApiTest {

  private static final Path CONTROLLER =
      Path.of("src/it/spring-boot/src/main/java/com/example/CustomerController.java");

  @Test
  void hasNoParameterOrPropertyThatWasRemoved() {
    for (var name : ApiServer.removed()) {
      fail(
          """
          openapi.yaml no longer has %s. Remove it from the code, the tests and the \
          documentation: 'git grep' lists the places. Until then, the tests \
          that need it are skipped."""
              .formatted(name));
    }
  }

  @Test
  void hasEachParameterAndPropertyOfTheContract() throws Exception {
    var contract = Contract.published();
    var names =
        Stream.concat(
            contract.parameters().stream().map(Parameter::getName),
            contract.requestSchema().getProperties().keySet().stream());
    var source = Files.readString(CONTROLLER);
    assertEquals(
        List.of(),
        names.filter(name -> !source.contains(name)).toList(),
        () -> "Add these, with their constraints, to contract-tests/" + CONTROLLER);
  }

  @Test
  void runsTheTestThatTheReadmeShows() throws Exception {
    var test =
        Files.readString(Path.of("src/it/spring-boot/src/test/java/com/example/ContractTest.java"));
    var block = "```java\n%s```".formatted(test.replace("package com.example;\n\n", ""));
    assertTrue(
        Files.readString(Path.of("README.md")).contains(block),
        () ->
            "contract-tests/README.md: show this test under \"In the API's own build\":\n" + block);
  }
}
