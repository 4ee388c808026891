package com.example;

import com.cloudcockpit.qualification.CallOptions;
import com.cloudcockpit.qualification.MicrosoftQualificationClient;
import com.cloudcockpit.qualification.NotFoundException;
import com.cloudcockpit.qualification.model.UpdateCustomerMicrosoftQualificationRequest;
import java.util.UUID;

/** Uses the client and nothing else: no Jakarta Validation provider, no logging. */
public class Main {

  public static void main(String[] args) {
    try (var client =
        MicrosoftQualificationClient.builder()
            .baseUri(args[0])
            .tenant("portal.cloudcockpit.com")
            .bearerToken("eyJ0eXAiO...")
            .build()) {
      var request =
          new UpdateCustomerMicrosoftQualificationRequest()
              .providerInstanceId("b8e08e60-19f7-4f95-ae29-a82d3cd53f84")
              .putQualificationItem("qualification", "Education")
              .putQualificationItem("educationSegment", "K12");
      var result = client.update(UUID.randomUUID(), request);
      var error = error(client, request);
      System.out.printf(
          "consumer: %d and %s on Java %d %s%n",
          result.statusCode(), error, Runtime.version().feature(), args[1]);
    }
  }

  private static String error(
      MicrosoftQualificationClient client, UpdateCustomerMicrosoftQualificationRequest request) {
    try {
      var notFound = new CallOptions().header("Prefer", "code=404");
      client.withOptions(notFound).update(UUID.randomUUID(), request);
      return "no error";
    } catch (NotFoundException e) {
      return e.error().isPresent() ? "a readable error" : "an unreadable error";
    }
  }
}
