package com.cloudcockpit.qualification.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudcockpit.qualification.contract.spec.Contract;
import com.cloudcockpit.qualification.contract.spec.Field;
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
  void hasEachParameterAndPropertyOfTheContract() throws Exception {
    var operation = Contract.published().operations().get(0);
    var names =
        Stream.concat(
            operation.parameters().stream().map(Field::name),
            operation.bodyProperties().keySet().stream());
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
