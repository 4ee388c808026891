package com.cloudcockpit.qualification.contract;

import com.cloudcockpit.qualification.mock.PrismMock;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The mock complies with the contract. */
class ContractTest {

  private static PrismMock mock;

  @BeforeAll
  static void startMock() {
    mock = PrismMock.start(Path.of("..", "mock"), Path.of("target", "prism.log"));
  }

  @AfterAll
  static void stopMock() {
    mock.close();
  }

  @TestFactory
  Stream<DynamicTest> compliesWithTheContract() {
    return ContractChecks.builder().baseUri(mock.baseUri().toString()).mock(true).build().tests();
  }
}
