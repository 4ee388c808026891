package com.cloudcockpit.qualification.contract.cases;

import java.net.URI;
import java.time.Duration;

/**
 * A deployment of the API, and the settings for requests to it.
 *
 * @param baseUri the base URL, without a trailing slash
 * @param tenant the value of the {@code X-Tenant} header
 * @param token the access token
 * @param tokenWithoutRole the token of a caller without the required role, or null
 * @param expiredToken an expired token, or null
 * @param values the values for valid requests
 * @param mock whether the deployment is the mock
 * @param timeout the timeout of each request
 * @param rate the maximum number of requests per second, or 0 for no limit
 */
public record Deployment(
    URI baseUri,
    String tenant,
    String token,
    String tokenWithoutRole,
    String expiredToken,
    Values values,
    boolean mock,
    Duration timeout,
    double rate) {

  @Override
  public String toString() {
    return "Deployment[baseUri=%s, tenant=%s]".formatted(baseUri, tenant);
  }
}
