package com.cloudcockpit.qualification.contract.cases;

import java.util.Map;

/**
 * The settings for requests to a deployment of the API.
 *
 * @param tenant the value of the {@code X-Tenant} header
 * @param tokens the tokens, by the name of the environment variable that contains each
 * @param values the values for valid requests
 * @param mock whether the deployment is the mock
 */
public record Deployment(String tenant, Map<String, String> tokens, Values values, boolean mock) {

  public static final String TOKEN = "CONTRACT_TOKEN";

  /** {@return the access token} */
  String token() {
    return tokens.get(TOKEN);
  }

  @Override
  public String toString() {
    return "Deployment[tenant=%s]".formatted(tenant);
  }
}
