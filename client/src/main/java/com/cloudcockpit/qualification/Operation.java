package com.cloudcockpit.qualification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One request of an operation of the contract, and how to read what it returns. {@code
 * api.mustache} writes the code that creates it.
 */
final class Operation<T extends @Nullable Object> {

  private static final ObjectMapper MAPPER =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  private static final Map<String, String> SEPARATORS =
      Map.of("csv", ",", "ssv", "%20", "pipes", "%7C");

  private final String method;
  private final @Nullable TypeReference<T> content;
  private final HttpRequest.Builder request = HttpRequest.newBuilder();
  private final StringBuilder query = new StringBuilder();
  private String path;
  private boolean secured;
  private @Nullable Object body;

  /**
   * @param content the type of the JSON in a successful response, or null if the contract declares
   *     no content
   */
  Operation(String method, String path, @Nullable TypeReference<T> content) {
    this.method = method;
    this.path = path;
    this.content = content;
  }

  /** Marks an operation that requires a bearer token. */
  Operation<T> secured() {
    secured = true;
    return this;
  }

  Operation<T> path(String name, Object value) {
    path = path.replace("{" + name + "}", encode(Objects.requireNonNull(value, name)));
    return this;
  }

  Operation<T> query(String name, @Nullable Object value) {
    if (value != null) {
      query.append(query.isEmpty() ? '?' : '&').append(encode(name)).append('=');
      query.append(encode(value));
    }
    return this;
  }

  /**
   * @param format {@code csv}, {@code ssv}, {@code pipes}, or {@code multi} to repeat the name
   */
  Operation<T> query(String name, @Nullable Collection<?> values, String format) {
    if (values != null && !values.isEmpty()) {
      var key = encode(name) + "=";
      var separator = SEPARATORS.getOrDefault(format, "&" + key);
      query.append(query.isEmpty() ? '?' : '&').append(key);
      query.append(values.stream().map(Operation::encode).collect(Collectors.joining(separator)));
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

  @Nullable Object body() {
    return body;
  }

  boolean isSecured() {
    return secured;
  }

  boolean hasContent() {
    return content != null;
  }

  HttpRequest.Builder newRequest(String baseUri) {
    request.uri(URI.create(baseUri + path + query)).header("Accept", "application/json");
    if (body == null) {
      return request.method(method, BodyPublishers.noBody());
    }
    request.header("Content-Type", "application/json");
    return request.method(method, BodyPublishers.ofByteArray(write(body)));
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
      var property =
          e instanceof JsonMappingException mapping
              ? mapping.getPath().stream()
                  .map(reference -> Objects.toString(reference.getFieldName(), "[]"))
                  .limit(5)
                  .collect(Collectors.joining("."))
              : "";
      throw new IllegalArgumentException(
          """
          The request cannot be written as JSON because of the value of %s: \
          pass a string, number, boolean, list or map instead."""
              .formatted(property),
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
    return value instanceof OffsetDateTime time
        ? DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time)
        : value.toString();
  }
}
