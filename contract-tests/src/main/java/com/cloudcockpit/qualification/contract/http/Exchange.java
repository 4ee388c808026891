package com.cloudcockpit.qualification.contract.http;

import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Supplier;

/**
 * A request and the response to it, as text without secrets.
 *
 * @param millis the duration in milliseconds
 * @param command a curl command that repeats the request
 */
public record Exchange(Request request, Response response, long millis, Supplier<String> command) {

  private static final int LONGEST_BODY = 2_000;

  /** {@return a curl command that repeats the request} */
  public String curl() {
    return command.get();
  }

  /** {@return the command in one line, complete so that it can be pasted} */
  public String curlLine() {
    return withoutBreaks(curl());
  }

  /** {@return the status, the content type and the body of the response} */
  public String received() {
    if (response.fault() != null) {
      return response.summary();
    }
    var body = response.body();
    var type = response.header("Content-Type");
    return "%d after %d ms, %s"
        .formatted(
            response.status(),
            millis,
            body.isBlank()
                ? "no body"
                : "%s%n%s".formatted(type.isEmpty() ? "no content type" : type, cut(pretty(body))));
  }

  public String receivedLine() {
    return oneLine(received());
  }

  /** {@return the beginning of a text, without line breaks} */
  public static String oneLine(String text) {
    return cut(withoutBreaks(text));
  }

  private static String withoutBreaks(String text) {
    return text.replaceAll("[\\s\\p{Cntrl}]+", " ");
  }

  private static String pretty(String body) {
    try {
      var json = Json.read(body).filter(JsonNode::isContainerNode);
      return json.map(JsonNode::toPrettyString).orElse(body);
    } catch (RuntimeException e) {
      return body; // nested too deeply to be indented
    }
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_BODY
        ? text
        : "%s… (%d characters)".formatted(text.substring(0, LONGEST_BODY), text.length());
  }
}
