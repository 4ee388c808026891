package com.cloudcockpit.qualification.contract.cli;

import com.cloudcockpit.qualification.contract.http.NoVerdictException;
import com.cloudcockpit.qualification.contract.http.Target;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gets a token with the OAuth 2.0 client credentials grant.
 *
 * @param url where to get it
 * @param scope what it is for
 * @param timeout how long that may take
 */
record TokenRequest(URI url, String scope, Duration timeout) {

  /**
   * {@return the token}
   *
   * @throws NoVerdictException if there is none
   */
  String send(String clientId, String clientSecret) {
    var response = response(form(clientId, clientSecret));
    var json = Json.read(response.body());
    var token = json.map(body -> body.path("access_token").asText("")).orElse("");
    if (response.statusCode() == 200 && !token.isEmpty()) {
      return token;
    }
    if (response.statusCode() == 200) {
      throw unavailable("its response has no access_token", null);
    }
    var error = json.map(TokenRequest::error).orElse("");
    throw new NoVerdictException(
        "%s rejects the client credentials with %s: check CONTRACT_CLIENT_ID, CONTRACT_CLIENT_SECRET"
                .formatted(url, "%d %s".formatted(response.statusCode(), error).strip())
            + " and --scope.");
  }

  private HttpResponse<String> response(String form) {
    var request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    var pending = Target.newClient(timeout).sendAsync(request, BodyHandlers.ofString());
    try {
      return pending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      pending.cancel(true);
      throw unavailable("no response within %d s".formatted(timeout.toSeconds()), e);
    } catch (ExecutionException e) {
      throw unavailable(e.getCause().getClass().getSimpleName(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("interrupted", e);
    }
  }

  private NoVerdictException unavailable(String cause, Throwable e) {
    return new NoVerdictException(
        "%s gives no token (%s): check --token-url.".formatted(url, cause), e);
  }

  private String form(String clientId, String clientSecret) {
    return "grant_type=client_credentials&client_id=%s&client_secret=%s&scope=%s"
        .formatted(encode(clientId), encode(clientSecret), encode(scope));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String error(JsonNode body) {
    return body.path("error").asText("").replaceAll("\\W", "");
  }
}
