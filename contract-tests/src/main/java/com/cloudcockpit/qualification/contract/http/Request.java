package com.cloudcockpit.qualification.contract.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An HTTP request. Each {@code with} method returns a modified copy.
 *
 * @param method the HTTP method
 * @param path the path, with parameters in braces
 * @param parameters the path parameters
 * @param query the query parameters
 * @param headers the headers, in order
 * @param body the body, or null for none
 */
public record Request(
    String method,
    String path,
    Map<String, String> parameters,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body) {

  /** {@return a request without parameters and headers} */
  public static Request of(String method, String path, String body) {
    return new Request(method, path, Map.of(), Map.of(), Map.of(), null).withBody(body);
  }

  /**
   * {@return a request with another value for a parameter}
   *
   * @param in the location of the parameter: {@code path}, {@code query} or {@code header}
   * @param value the value, or null to remove the parameter
   */
  public Request with(String in, String name, String value) {
    return switch (in) {
      case "path" -> new Request(method, path, put(parameters, name, value), query, headers, body);
      case "query" -> new Request(method, path, parameters, put(query, name, value), headers, body);
      default -> new Request(method, path, parameters, query, put(headers, name, value), body);
    };
  }

  public Request withHeader(String name, String value) {
    return with("header", name, value);
  }

  public Request withoutHeader(String name) {
    return with("header", name, null);
  }

  /** {@return a request with the names of its headers in lower case, as HTTP/2 sends them} */
  public Request withLowerCaseHeaders() {
    var renamed = new LinkedHashMap<String, String>();
    headers.forEach((name, value) -> renamed.put(name.toLowerCase(Locale.ROOT), value));
    return new Request(method, path, parameters, query, renamed, body);
  }

  /** {@return the value of a header, or null} */
  public String header(String name) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  public Request withMethod(String method) {
    return new Request(method, path, parameters, query, headers, body);
  }

  public Request withPath(String path) {
    return new Request(method, path, parameters, query, headers, body);
  }

  public Request withBody(byte[] body) {
    return new Request(method, path, parameters, query, headers, body);
  }

  public Request withBody(String body) {
    return withBody(body == null ? null : body.getBytes(StandardCharsets.UTF_8));
  }

  /** {@return the body as text, or an empty string} */
  public String bodyText() {
    return body == null ? "" : new String(body, StandardCharsets.UTF_8);
  }

  /** {@return the encoded path and query} */
  public String target() {
    var target = path;
    for (var parameter : parameters.entrySet()) {
      target = target.replace("{" + parameter.getKey() + "}", encode(parameter.getValue()));
    }
    return query.isEmpty()
        ? target
        : query.entrySet().stream()
            .map(entry -> "%s=%s".formatted(encode(entry.getKey()), encode(entry.getValue())))
            .collect(Collectors.joining("&", target + "?", ""));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Map<String, String> put(Map<String, String> map, String name, String value) {
    var changed = new LinkedHashMap<>(map);
    if (value == null) {
      changed.remove(name);
    } else {
      changed.put(name, value);
    }
    return changed;
  }
}
