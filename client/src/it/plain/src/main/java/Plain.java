import com.cloudcockpit.qualification.MicrosoftQualificationClient;
import com.cloudcockpit.qualification.model.UpdateCustomerMicrosoftQualificationRequest;
import java.util.UUID;

/** Nothing but the client: no Jakarta Validation provider, no logging. */
public class Plain {

  public static void main(String[] args) {
    try (var client =
        MicrosoftQualificationClient.builder()
            .baseUri(System.getProperty("mock.url"))
            .tenant("portal.cloudcockpit.com")
            .bearerToken("eyJ0eXAiO...")
            .build()) {
      var request =
          new UpdateCustomerMicrosoftQualificationRequest()
              .providerInstanceId("b8e08e60-19f7-4f95-ae29-a82d3cd53f84")
              .putQualificationItem("educationSegment", "K12");
      var result = client.update(UUID.randomUUID(), request);
      System.out.println(
          "consumer: " + result.statusCode() + " on Java " + Runtime.version().feature());
    }
  }
}
