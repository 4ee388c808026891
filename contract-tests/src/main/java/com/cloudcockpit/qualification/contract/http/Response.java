package com.cloudcockpit.qualification.contract.http;

import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.Ascii;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The response to a request.
 *
 * @param fault why there is no response, or why it is malformed, or null if it can be read
 * @param unreachable whether other requests get no response either, as after a timeout
 * @param status the HTTP status, or 0 if there is no response
 * @param headers the headers, with names in lower case
 * @param body the body as text, or an empty string
 * @param bodyProblem why the body is not a JSON document, such as {@code is a web page}, or an
 *     empty string if it is one
 */
public record Response(
    String fault,
    boolean unreachable,
    int status,
    Map<String, String> headers,
    String body,
    String bodyProblem) {

  private static final Pattern WEB_PAGE = Pattern.compile("(?i)\\s*<(!doctype html|html\\b)");
  private static final Pattern TITLE = Pattern.compile("(?is)<title[^>]*>(.*?)</title");
  private static final int LONGEST_WORDS = 200;

  /** Determines the body's problem if none is given. */
  public Response {
    bodyProblem = bodyProblem == null ? problem(headers, body) : bodyProblem;
  }

  /** {@return a placeholder for a missing response} */
  public static Response none(String fault, boolean unreachable) {
    return new Response(fault, unreachable, 0, Map.of(), "", null);
  }

  public boolean isSuccess() {
    return fault == null && status / 100 == 2;
  }

  public boolean isRedirect() {
    return fault == null && status / 100 == 3;
  }

  /** {@return whether there is no response, or the API is unavailable or limits requests} */
  public boolean isOutage() {
    return Set.of(0, 429, 502, 503, 504).contains(status);
  }

  /** {@return the value of a header, or an empty string} */
  public String header(String name) {
    return headers.getOrDefault(Ascii.toLowerCase(name), "");
  }

  /** {@return the content type without its parameters, in lower case} */
  public String mediaType() {
    return Ascii.toLowerCase(header("Content-Type").split(";")[0].strip());
  }

  /** {@return whether the body is a web page, regardless of the content type} */
  public boolean isWebPage() {
    return isWebPage(headers, body);
  }

  private static boolean isWebPage(Map<String, String> headers, String body) {
    boolean html = Ascii.toLowerCase(headers.getOrDefault("content-type", "")).contains("html");
    return html && body.stripLeading().startsWith("<") || WEB_PAGE.matcher(body).lookingAt();
  }

  /** {@return the body parsed as JSON, or empty if it has a problem} */
  public Optional<JsonNode> json() {
    return bodyProblem.isEmpty() ? Json.read(body) : Optional.empty();
  }

  private static String problem(Map<String, String> headers, String body) {
    if (body.isBlank()) {
      return "is empty";
    }
    if (body.startsWith("\uFEFF")) {
      return "begins with a byte order mark";
    }
    if (isWebPage(headers, body)) {
      return "is a web page";
    }
    try (var parser = Json.MAPPER.createParser(body)) {
      parser.nextToken();
      parser.skipChildren();
      return parser.nextToken() == null ? "" : "is more than one JSON document";
    } catch (JsonEOFException e) {
      return "ends in the middle of its JSON";
    } catch (IOException e) {
      return "is not valid JSON";
    }
  }

  /** {@return a short description of the response} */
  public String summary() {
    if (fault != null) {
      return (status == 0 ? "no response (%s)" : "a malformed response (%s)").formatted(fault);
    }
    if (isRedirect()) {
      // the query of a login page's URL may contain secrets
      return "%d, a redirect to %s"
          .formatted(status, header("Location").replaceFirst("[?#].*", ""));
    }
    if (isWebPage()) {
      return "%d with a web page".formatted(status);
    }
    var content = bodyProblem.equals("is empty") ? "no body" : mediaType();
    return "%d with %s".formatted(status, content.isEmpty() ? "text" : content);
  }

  /** {@return what the server says about the response in its own words, or an empty string} */
  public String words() {
    var titles = TITLE.matcher(body).results().map(title -> title.group(1));
    var names = Stream.of("description", "detail", "message", "title", "error");
    var words =
        json()
            .map(json -> names.map(json::path).filter(JsonNode::isTextual).map(JsonNode::asText))
            .orElseGet(() -> isWebPage() ? titles : body.strip().lines())
            .findFirst()
            .orElse("");
    var line = words.replaceAll("[\\s\\p{Cntrl}]+", " ");
    return Ascii.truncate(line, LONGEST_WORDS, "").strip();
  }

  /** {@return the server's own words as part of a sentence, or an empty string} */
  public String quote() {
    return words().isEmpty() ? "" : ", \"%s\"".formatted(words());
  }
}
