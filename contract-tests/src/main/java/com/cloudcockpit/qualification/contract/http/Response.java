package com.cloudcockpit.qualification.contract.http;

import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The response to a request.
 *
 * @param fault why there is no response, or null if there is one
 * @param unreachable whether the server could not be reached or did not respond in time
 * @param status the HTTP status
 * @param headers the headers, with names in lower case
 * @param body the body as text, or an empty string
 */
public record Response(
    String fault, boolean unreachable, int status, Map<String, String> headers, String body) {

  static Response none(String fault, boolean unreachable) {
    return new Response(fault, unreachable, 0, Map.of(), "");
  }

  public boolean isSuccess() {
    return status / 100 == 2;
  }

  public boolean isRedirect() {
    return status / 100 == 3;
  }

  /** {@return whether there is no response, or the API is unavailable or limits requests} */
  public boolean isOutage() {
    return fault != null || Set.of(429, 502, 503, 504).contains(status);
  }

  public String header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }

  /** {@return the content type without its parameters, in lower case} */
  public String mediaType() {
    return header("Content-Type").split(";")[0].strip().toLowerCase(Locale.ROOT);
  }

  /** {@return whether the body is a web page, regardless of the content type} */
  public boolean isWebPage() {
    var start = body.stripLeading().toLowerCase(Locale.ROOT);
    return start.startsWith("<")
        && (mediaType().contains("html") || start.matches("(?s)<(!doctype html|html\\b).*"));
  }

  public Optional<JsonNode> json() {
    return Json.read(body);
  }

  /** {@return a short description of the response} */
  public String summary() {
    if (fault != null) {
      return "no response (%s)".formatted(fault);
    }
    if (isRedirect()) {
      // the query of a login page's URL may contain secrets
      return "%d, a redirect to %s"
          .formatted(status, header("Location").replaceFirst("[?#].*", ""));
    }
    var content = isWebPage() ? "a web page" : body.isBlank() ? "no body" : mediaType();
    return "%d with %s".formatted(status, content.isEmpty() ? "text" : content);
  }

  public String bodyProblem() {
    return body.isBlank()
        ? "is empty"
        : isWebPage() ? "is a web page" : json().isEmpty() ? "is not valid JSON" : "";
  }

  public String words() {
    return "";
  }

  public String quote() {
    return "";
  }
}
