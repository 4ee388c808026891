/**
 * A client for one operation of the CloudCockpit API: {@code PATCH
 * /v1/Customers/{customerId}/microsoft-qualification}, which updates a customer's Microsoft
 * qualification.
 *
 * <pre>{@code
 * try (var client = MicrosoftQualificationClient.builder()
 *     .tenant("portal.cloudcockpit.com")
 *     .bearerToken(() -> tokens.current())
 *     .build()) {
 *   var result = client.update(customerId, new UpdateCustomerMicrosoftQualificationRequest()
 *       .providerInstanceId("b8e08e60-19f7-4f95-ae29-a82d3cd53f84")
 *       .putQualificationItem("qualification", "Education")
 *       .putQualificationItem("educationSegment", "K12"));
 * } catch (NotFoundException e) {
 *   // there is no such customer
 * }
 * }</pre>
 *
 * <p>Start with {@link com.cloudcockpit.qualification.MicrosoftQualificationClient}. Failures are
 * subclasses of {@link com.cloudcockpit.qualification.MicrosoftQualificationException}.
 */
module com.cloudcockpit.qualification {
  requires com.fasterxml.jackson.databind;
  requires transitive jakarta.validation;
  requires transitive java.net.http;
  requires static transitive org.jspecify;

  exports com.cloudcockpit.qualification;
  exports com.cloudcockpit.qualification.model;

  // Jackson and Jakarta Validation providers read and write the models' properties
  opens com.cloudcockpit.qualification.model;
}
