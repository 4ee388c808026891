package com.cloudcockpit.qualification.contract.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;

/**
 * A deployment of the API, and how to talk to it.
 *
 * @param baseUri where it is, without a slash at the end
 * @param tenant the {@code X-Tenant} to send
 * @param token the access token
 * @param customer the customer that may be changed, or null
 * @param mock whether it is the Prism mock
 * @param timeout how long each request may take
 * @param rate how many requests a second to send at most, or 0 for any number
 */
public record Deployment(
    URI baseUri,
    String tenant,
    String token,
    Customer customer,
    boolean mock,
    Duration timeout,
    double rate) {

  /**
   * A customer that may be changed.
   *
   * @param id the customer's identifier
   * @param update the body of a valid update
   */
  public record Customer(UUID id, ObjectNode update) {}

  /** Whether the valid requests go to a customer that exists. */
  public boolean hasCustomer() {
    return customer != null;
  }

  @Override
  public String toString() {
    return "Deployment[baseUri=%s, tenant=%s]".formatted(baseUri, tenant);
  }
}
