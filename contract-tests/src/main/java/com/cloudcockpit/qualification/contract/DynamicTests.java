package com.cloudcockpit.qualification.contract;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.cloudcockpit.qualification.contract.report.Report;
import com.cloudcockpit.qualification.contract.report.Reports;
import com.cloudcockpit.qualification.contract.result.Result;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/** Creates JUnit tests. Separate from {@link ContractChecks}, which also runs without JUnit. */
final class DynamicTests {

  private DynamicTests() {}

  static Stream<DynamicTest> of(Report report) {
    return Stream.concat(
        report.inconclusive().stream()
            .map(reason -> dynamicTest("run", () -> Assertions.fail(reason))),
        report.results().stream()
            .map(result -> dynamicTest(result.rule().name(), () -> check(result))));
  }

  private static void check(Result result) {
    switch (result.outcome()) {
      case FAIL -> Assertions.fail(Reports.violation(result));
      case SKIP, KNOWN -> Assumptions.abort(result.reason());
      case WARN -> System.out.println(Reports.violation(result));
      case PASS -> {}
    }
  }
}
