package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudcockpit.qualification.contract.ContractChecks;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Tests that an API that violates one rule fails the test of that rule, and no other. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "api.tenant-may-be-empty=true")
class DeviationTest {

  @LocalServerPort int port;

  @Test
  void failsTheTestOfTheViolatedRule() throws Throwable {
    var failed = new ArrayList<String>();
    var tests =
        ContractChecks.builder()
            .baseUri("http://localhost:" + port)
            .tenant("portal.example.com")
            .token("test-token")
            .set("customerId", CustomerController.CUSTOMER.toString())
            .set("providerInstanceId", "instance-1")
            .set("qualification", "{\"qualification\":\"Education\"}")
            .build()
            .tests()
            .toList();
    for (var test : tests) {
      try {
        test.getExecutable().execute();
      } catch (AssertionFailedError e) {
        failed.add(test.getDisplayName());
      } catch (TestAbortedException e) {
        // the rule was not checked
      }
    }
    assertThat(failed).containsExactly("header.X-Tenant.min-length");
  }
}
