package com.cloudcockpit.qualification.contract.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An HTTP request. Each {@code with} method returns a modified copy.
 *
 * @param method the HTTP method
 * @param path the path, with parameters in braces
 * @param parameters the path parameters
 * @param query the values of the query parameters, in order
 * @param headers the headers, in order
 * @param body the body, or null for none
 */
public record Request(
    String method,
    String path,
    Map<String, String> parameters,
    Map<String, List<String>> query,
    Map<String, String> headers,
    byte[] body) {

  /** {@return a request without parameters and headers} */
  public static Request of(String method, String path, String body) {
    return new Request(method, path, Map.of(), Map.of(), Map.of(), null).withBody(body);
  }

  /**
   * {@return a request with other values for a parameter}
   *
   * @param in the location of the parameter: {@code path}, {@code query} or {@code header}
   * @param values the values, of which only a query can have several; null to remove the parameter
   */
  public Request with(String in, String name, List<String> values) {
    var value = values == null ? null : String.join(",", values);
    return switch (in) {
      case "path" -> new Request(method, path, put(parameters, name, value), query, headers, body);
      case "query" ->
          new Request(method, path, parameters, put(query, name, values), headers, body);
      default -> new Request(method, path, parameters, query, put(headers, name, value), body);
    };
  }

  public Request withHeader(String name, String value) {
    return with("header", name, value == null ? null : List.of(value));
  }

  public Request withoutHeader(String name) {
    return withHeader(name, null);
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
            .flatMap(entry -> entry.getValue().stream().map(value -> pair(entry.getKey(), value)))
            .collect(Collectors.joining("&", target + "?", ""));
  }

  private static String pair(String name, String value) {
    return "%s=%s".formatted(encode(name), encode(value));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static <V> Map<String, V> put(Map<String, V> map, String name, V value) {
    var changed = new LinkedHashMap<>(map);
    if (value == null) {
      changed.remove(name);
    } else {
      changed.put(name, value);
    }
    return changed;
  }
}
