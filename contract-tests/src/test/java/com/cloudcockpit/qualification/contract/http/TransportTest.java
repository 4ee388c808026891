package com.cloudcockpit.qualification.contract.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.restassured.RestAssured;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("modifies the defaults of REST Assured")
class TransportTest {

  @AfterEach
  void resetRestAssured() {
    RestAssured.reset();
  }

  @Test
  void rejectsDefaultSpecificationsOfRestAssured() {
    RestAssured.requestSpecification = RestAssured.given().header("X-Tenant", "other.example");
    var failure =
        assertThrows(InconclusiveException.class, () -> new Transport(Duration.ofSeconds(1)));
    assertEquals(
        """
        RestAssured.requestSpecification or responseSpecification is set and would change the \
        checks: call RestAssured.reset() before they run.""",
        failure.getMessage());
  }
}
