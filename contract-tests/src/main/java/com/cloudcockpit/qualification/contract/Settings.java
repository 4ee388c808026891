package com.cloudcockpit.qualification.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;

/**
 * What is to be checked.
 *
 * @param baseUri where the target is
 * @param tenant the {@code X-Tenant} to send
 * @param token the access token
 * @param customer the customer that may be changed, or null
 * @param mock whether the target is the Prism mock
 * @param timeout how long each request may take
 */
record Settings(
    URI baseUri, String tenant, String token, Customer customer, boolean mock, Duration timeout) {

  /**
   * A customer that the valid update may change.
   *
   * @param id the customer's identifier
   * @param update the body of the valid update
   */
  record Customer(UUID id, ObjectNode update) {

    Customer(UUID id, String providerInstanceId, JsonNode qualification) {
      this(id, Contract.JSON.createObjectNode());
      update.put("providerInstanceId", providerInstanceId).set("qualification", qualification);
    }
  }

  /** A text without the token, or one made from it, for whoever may read it. */
  String redact(String text) {
    // words as short as "token" are no secrets, and stand in many texts
    var redacted = token.length() < 6 ? text : text.replace(token, "***");
    for (var part : token.split("\\.")) {
      // a check changes the beginning of a part
      redacted = part.length() < 9 ? redacted : redacted.replace(part.substring(1), "***");
    }
    return redacted;
  }

  @Override
  public String toString() {
    return "Settings[baseUri=" + baseUri + ", tenant=" + tenant + "]";
  }
}
