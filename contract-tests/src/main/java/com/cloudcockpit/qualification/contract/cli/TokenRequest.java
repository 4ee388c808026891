package com.cloudcockpit.qualification.contract.cli;

import com.cloudcockpit.qualification.contract.http.InconclusiveException;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.http.Transport;
import com.cloudcockpit.qualification.contract.spec.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Requests a token with the OAuth 2.0 client credentials grant.
 *
 * @param url the token endpoint
 * @param scope the scope to request
 * @param timeout the timeout of the request
 */
record TokenRequest(URI url, String scope, Duration timeout) {

  /**
   * {@return the token}
   *
   * @throws InconclusiveException if the server returns no token
   */
  String send(String clientId, String clientSecret) {
    var form =
        "grant_type=client_credentials&client_id=%s&client_secret=%s&scope=%s"
            .formatted(encode(clientId), encode(clientSecret), encode(scope));
    var request =
        Request.of("POST", "", form)
            .withHeader("Content-Type", "application/x-www-form-urlencoded");
    var response = new Transport(timeout).send(request, url);
    if (response.fault() != null) {
      throw unavailable(response.fault());
    }
    var json = Json.read(response.body());
    var token = json.map(body -> body.path("access_token").asText("")).orElse("");
    if (response.status() == 200 && !token.isEmpty()) {
      return token;
    }
    if (response.status() == 200) {
      throw unavailable("the response has no access_token");
    }
    var error = json.map(body -> body.path("error").asText("").replaceAll("\\W", "")).orElse("");
    if (error.isEmpty()) {
      throw unavailable(response.summary());
    }
    throw new InconclusiveException(
        """
        %s rejects the client credentials with %s: check CONTRACT_CLIENT_ID, \
        CONTRACT_CLIENT_SECRET and --scope."""
            .formatted(url, "%d %s".formatted(response.status(), error)));
  }

  private InconclusiveException unavailable(String cause) {
    return new InconclusiveException(
        "Cannot get a token from %s (%s): check --token-url.".formatted(url, cause));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
