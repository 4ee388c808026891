package com.cloudcockpit.qualification;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request to an operation of the contract, and how to read what it returns. {@code api.mustache}
 * writes the code that creates it.
 */
final class Operation<T extends @Nullable Object> {

  static final ObjectMapper MAPPER =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  private static final Pattern QUOTED = Pattern.compile("\\[\"(.+?)\"]");
  private static final Map<String, String> SEPARATORS =
      Map.of("csv", ",", "ssv", "%20", "pipes", "%7C");

  final boolean secured;
  final @Nullable TypeReference<T> content;
  @Nullable Object body;
  private final HttpRequest.Builder request = HttpRequest.newBuilder();
  private final String method;
  private String path;
  private String query = "";

  /**
   * @param secured whether the operation requires a bearer token
   * @param content the type of the JSON in a successful response, or null if the contract declares
   *     no content
   */
  Operation(String method, String path, boolean secured, @Nullable TypeReference<T> content) {
    this.method = method;
    this.path = path;
    this.secured = secured;
    this.content = content;
  }

  Operation<T> path(String name, Object value) {
    path = path.replace("{" + name + "}", encode(value));
    return this;
  }

  /**
   * @param format of a collection: {@code csv}, {@code ssv}, {@code pipes}, or {@code multi} to
   *     repeat the name
   */
  Operation<T> query(String name, @Nullable Object value, String format) {
    var values =
        value instanceof Collection<?> collection ? collection : Stream.ofNullable(value).toList();
    if (!values.isEmpty()) {
      var key = encode(name) + "=";
      var separator = SEPARATORS.getOrDefault(format, "&" + key);
      var encoded = values.stream().map(Operation::encode).collect(Collectors.joining(separator));
      query += (query.isEmpty() ? "?" : "&") + key + encoded;
    }
    return this;
  }

  Operation<T> header(String name, @Nullable Object value) {
    if (value != null) {
      request.header(name, text(value));
    }
    return this;
  }

  Operation<T> body(@Nullable Object body) {
    this.body = body;
    return this;
  }

  HttpRequest.Builder newRequest(String baseUri) {
    var publisher =
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(write(body));
    header("Accept", "application/json");
    header("Content-Type", body == null ? null : "application/json");
    return request.uri(URI.create(baseUri + path + query)).method(method, publisher);
  }

  /** {@return what the JSON contains, or null if the contract declares no content} */
  @SuppressWarnings("NullAway") // T is nullable if there is no content
  T read(byte[] json) throws IOException {
    return content == null ? null : MAPPER.readValue(json, content);
  }

  private static byte[] write(Object body) {
    try {
      return MAPPER.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      // Jackson's message ends with a chain such as ["qualification"]->java.util.LinkedHashMap["a"]
      var names = QUOTED.matcher(e.getMessage()).results().map(name -> name.group(1)).limit(5);
      throw new IllegalArgumentException(
          """
          The request cannot be serialized to JSON because of the value of '%s': \
          pass a string, number, boolean, list or map instead."""
              .formatted(names.collect(Collectors.joining("."))),
          e);
    }
  }

  private static String encode(Object value) {
    return URLEncoder.encode(text(value), StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String text(Object value) {
    if (value instanceof Collection<?> values) {
      return values.stream().map(Operation::text).collect(Collectors.joining(","));
    }
    return value instanceof OffsetDateTime at ? ISO_OFFSET_DATE_TIME.format(at) : value.toString();
  }
}
