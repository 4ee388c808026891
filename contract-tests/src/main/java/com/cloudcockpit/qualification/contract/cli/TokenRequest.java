package com.cloudcockpit.qualification.contract.cli;

import com.cloudcockpit.qualification.contract.http.InconclusiveException;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.http.Transport;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
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
    JsonNode json = Json.read(response.body()).orElse(MissingNode.getInstance());
    var token = json.path("access_token").asText("");
    if (response.status() == 200 && !token.isEmpty()) {
      return token;
    }
    var error = json.path("error").asText("").replaceAll("\\W", "");
    if (error.isEmpty()) {
      var noToken = "the response has no access_token";
      throw new InconclusiveException(
          "Cannot get a token from %s (%s): check --token-url."
              .formatted(url, response.status() == 200 ? noToken : response.summary()));
    }
    throw new InconclusiveException(
        """
        %s rejects the client credentials with %d %s: check CONTRACT_CLIENT_ID, \
        CONTRACT_CLIENT_SECRET and --scope."""
            .formatted(url, response.status(), error));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
