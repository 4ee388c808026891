package com.cloudcockpit.qualification.contract.http;

import com.cloudcockpit.qualification.contract.spec.Contract;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;

/**
 * A deployment of the API, and the settings for requests to it.
 *
 * @param baseUri the base URL, without a trailing slash
 * @param tenant the value of the {@code X-Tenant} header
 * @param token the access token
 * @param customer the test customer, or null
 * @param mock whether the deployment is the mock
 * @param timeout the timeout of each request
 * @param rate the maximum number of requests per second, or 0 for no limit
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
   * A test customer that can be modified.
   *
   * @param id the customer ID
   * @param update the body of a valid update
   */
  public record Customer(UUID id, ObjectNode update) {}

  /** {@return whether there is a test customer} */
  public boolean hasCustomer() {
    return customer != null;
  }

  /** {@return the body of a valid request} */
  public ObjectNode update(Contract contract) {
    return hasCustomer() ? customer.update() : contract.requestExample();
  }

  @Override
  public String toString() {
    return "Deployment[baseUri=%s, tenant=%s]".formatted(baseUri, tenant);
  }
}
