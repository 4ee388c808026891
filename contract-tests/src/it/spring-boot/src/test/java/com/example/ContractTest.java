package com.example;

import com.cloudcockpit.qualification.contract.ContractChecks;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The API complies with the contract. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ContractTest {

  @LocalServerPort int port;

  @TestFactory
  Stream<DynamicTest> compliesWithTheContract() {
    var customerId = UUID.fromString("3fa85f64-5717-4562-b3fc-2c963f66afa6");
    return ContractChecks.builder()
        .baseUri("http://localhost:" + port)
        .tenant("portal.example.com")
        .token("test-token")
        .customer(customerId, "instance-1", "{\"segment\":\"K12\"}")
        .build()
        .tests();
  }
}
