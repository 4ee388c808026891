package com.cloudcockpit.qualification.contract.http;

import com.google.common.collect.HashBasedTable;
import com.google.common.collect.ImmutableTable;
import com.google.common.collect.Maps;
import com.google.common.collect.Table;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * An HTTP request. Each {@code with} method returns a modified copy.
 *
 * @param method the HTTP method
 * @param path the path, with parameters in braces
 * @param values the values of the parameters by location and name, in order
 * @param body the body, or null for none
 */
public record Request(
    String method, String path, Table<String, String, List<String>> values, byte[] body) {

  /** {@return a request without parameters and headers} */
  public static Request of(String method, String path, String body) {
    return new Request(method, path, ImmutableTable.of(), null).withBody(body);
  }

  /**
   * {@return a request with other values for a parameter}
   *
   * @param in the location of the parameter: {@code path}, {@code query} or {@code header}
   * @param values the values, of which only a query can have several; null to remove the parameter
   */
  public Request with(String in, String name, List<String> values) {
    var changed = HashBasedTable.create(this.values);
    changed.row(in).compute(name, (key, before) -> values);
    return new Request(method, path, changed, body);
  }

  public Request withHeader(String name, String value) {
    return with("header", name, value == null ? null : List.of(value));
  }

  public Request withoutHeader(String name) {
    return withHeader(name, null);
  }

  /** {@return a request with the names of its headers in lower case, as HTTP/2 sends them} */
  public Request withLowerCaseHeaders() {
    var request = this;
    for (var name : values.row("header").keySet()) {
      var value = header(name);
      request = request.withoutHeader(name).withHeader(name.toLowerCase(Locale.ROOT), value);
    }
    return request;
  }

  /** {@return the path parameters} */
  public Map<String, String> parameters() {
    return row("path");
  }

  public Map<String, String> headers() {
    return row("header");
  }

  private Map<String, String> row(String in) {
    return Maps.transformValues(values.row(in), all -> String.join(",", all));
  }

  /** {@return the value of a header, or null} */
  public String header(String name) {
    return headers().getOrDefault(name, headers().get(name.toLowerCase(Locale.ROOT)));
  }

  public Request withMethod(String method) {
    return new Request(method, path, values, body);
  }

  public Request withPath(String path) {
    return new Request(method, path, values, body);
  }

  public Request withBody(byte[] body) {
    return new Request(method, path, values, body);
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
    for (var parameter : parameters().entrySet()) {
      target = target.replace("{" + parameter.getKey() + "}", encode(parameter.getValue()));
    }
    var query = new StringJoiner("&", "?", "").setEmptyValue("");
    values
        .row("query")
        .forEach((name, all) -> all.forEach(one -> query.add(encode(name) + "=" + encode(one))));
    return target + query;
  }

  /** {@return only the method and the target, since a header contains the token} */
  @Override
  public String toString() {
    return "%s %s".formatted(method, target());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
