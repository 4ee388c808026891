package com.cloudcockpit.qualification.contract;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudcockpit.qualification.contract.spec.Contract;
import com.cloudcockpit.qualification.contract.spec.Field;
import com.cloudcockpit.qualification.contract.spec.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reports what the API of {@link SpringBootIT} lacks, before that slower test fails. */
class SpringBootApiTest {

  private static final Path CONTROLLER =
      Path.of("src/it/spring-boot/src/main/java/com/example/CustomerController.java");

  @Test
  void hasEachMethodParameterAndPropertyOfTheContract() throws Exception {
    var names =
        Contract.published().operations().stream()
            .flatMap(
                operation ->
                    Stream.of(
                            List.of(mapping(operation)),
                            operation.parameters().stream().map(Field::name).toList(),
                            operation.bodyProperties().stream().map(Field::name).toList())
                        .flatMap(Collection::stream));
    var pathOrNameOnly = "\\(\\s*(?:path = )?(\"[^\"]+\")[^)]*\\)";
    var source = Files.readString(CONTROLLER).replaceAll(pathOrNameOnly, "($1)");
    assertEquals(
        List.of(),
        names.filter(name -> !source.contains(name)).toList(),
        () -> "Add these, with their constraints, to contract-tests/" + CONTROLLER);
  }

  private static String mapping(Operation operation) {
    var method = operation.method();
    var capitalized = method.charAt(0) + method.substring(1).toLowerCase(ROOT);
    return "@%sMapping(\"%s\")".formatted(capitalized, operation.path());
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
