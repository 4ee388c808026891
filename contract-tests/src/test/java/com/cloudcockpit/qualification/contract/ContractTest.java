package com.cloudcockpit.qualification.contract;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.cloudcockpit.qualification.contract.Verdict.Outcome;
import com.cloudcockpit.qualification.mock.PrismMock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the checks against the target that {@code -Dcontract.base-url} names, or else against a mock
 * of its own. Every option of the program is a system property here, with {@code contract.} before
 * its name.
 */
class ContractTest {

  private static PrismMock mock;

  @TestFactory
  Stream<DynamicTest> theTargetKeepsTheContract() {
    var arguments = arguments();
    if (System.getProperty("contract.base-url") == null) {
      mock = PrismMock.start(Path.of("..", "mock"), Path.of("target", "prism.log"));
      arguments.addAll(List.of("--base-url", mock.baseUri().toString(), "--mock"));
    }
    var commandLine = ContractTests.commandLine(System.getenv());
    commandLine.parseArgs(arguments.toArray(String[]::new));
    ContractTests program = commandLine.getCommand();
    var run = Run.of(program.settings(), result -> {});
    if (program.report != null) {
      Reports.in(program.report).write(run);
    }
    System.out.println("Contract: " + run.summary());
    return run.results().stream()
        .filter(result -> result.verdict().outcome() != Outcome.SKIP)
        .map(
            result ->
                dynamicTest(
                    result.check().name(),
                    () -> {
                      if (result.verdict().outcome() == Outcome.FAIL) {
                        fail(Reports.text(run.settings(), result));
                      }
                    }));
  }

  @AfterAll
  static void stopMock() {
    if (mock != null) {
      mock.close();
    }
  }

  private static List<String> arguments() {
    var arguments = new ArrayList<String>();
    for (var option : ContractTests.commandLine(System.getenv()).getCommandSpec().options()) {
      var value = System.getProperty("contract." + option.longestName().substring(2));
      if (value != null) {
        arguments.add(option.longestName() + "=" + value);
      }
    }
    return arguments;
  }
}
