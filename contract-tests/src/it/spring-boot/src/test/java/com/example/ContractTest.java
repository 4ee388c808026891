package com.example;

import com.cloudcockpit.qualification.contract.ContractChecks;
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
    return ContractChecks.builder()
        .baseUri("http://localhost:" + port)
        .tenant("portal.example.com")
        .token("test-token")
        .set("customerId", "3fa85f64-5717-4562-b3fc-2c963f66afa6")
        .set("providerInstanceId", "instance-1")
        .set("qualification", "{\"qualification\":\"Education\"}")
        .build()
        .tests();
  }
}
