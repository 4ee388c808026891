package com.cloudcockpit.qualification.contract;

import com.cloudcockpit.qualification.contract.report.Report;
import com.cloudcockpit.qualification.contract.report.Reports;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/** Creates JUnit tests. Separate from {@link ContractChecks}, which also runs without JUnit. */
final class DynamicTests {

  private DynamicTests() {}

  static Stream<DynamicTest> of(Report report) {
    var reasons =
        report.inconclusive().stream()
            .map(reason -> DynamicTest.dynamicTest("run", () -> Assertions.fail(reason)));
    var results =
        report.results().stream()
            .map(
                result ->
                    DynamicTest.dynamicTest(
                        result.rule().name(),
                        () -> {
                          switch (result.outcome()) {
                            case FAIL -> Assertions.fail(Reports.violation(result));
                            case SKIP, KNOWN -> Assumptions.abort(result.reason());
                            case WARN -> System.out.println(Reports.violation(result));
                            case PASS -> {}
                          }
                        }));
    return Stream.concat(reasons, results);
  }
}
