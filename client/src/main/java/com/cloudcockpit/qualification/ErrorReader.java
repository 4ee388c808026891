package com.cloudcockpit.qualification;

import static com.fasterxml.jackson.databind.DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY;
import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;

import com.cloudcockpit.qualification.model.ErrorDetail;
import com.cloudcockpit.qualification.model.ErrorResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns an error response into an exception. Reads the contract's {@code ErrorResponse} leniently,
 * and converts problem details (RFC 9457) to one, including the map of errors that ASP.NET adds.
 */
final class ErrorReader {

  private static final Pattern CHARSET =
      Pattern.compile("charset=\"?(\\p{Alnum}[\\w.:+-]*)", Pattern.CASE_INSENSITIVE);
  private static final ObjectReader LENIENT = Operation.MAPPER.reader(ACCEPT_SINGLE_VALUE_AS_ARRAY);
  private static final ObjectReader STRICT =
      LENIENT.forType(ErrorResponse.class).without(ACCEPT_SINGLE_VALUE_AS_ARRAY);
  private static final ObjectReader TREE = LENIENT.forType(JsonNode.class);

  private ErrorReader() {}

  static MicrosoftQualificationException read(
      int status, HttpHeaders headers, byte[] bytes, UUID correlationId, TokenRedactor redactor) {
    var body = redactor.redact(text(headers, bytes));
    return new MicrosoftQualificationException.Builder(correlationId)
        .statusCode(status)
        .headers(redactor.redact(headers))
        .error(error(body))
        .body(body)
        .retryAfter(retryAfter(headers, Instant.now()))
        .build();
  }

  /** {@return how long to wait, or null if the header is missing or malformed} */
  static @Nullable Duration retryAfter(HttpHeaders headers, Instant now) {
    var value = headers.firstValue("Retry-After").orElse("").strip();
    if (value.isEmpty()) {
      return null;
    }
    try {
      var date =
          value.matches("\\d{1,9}")
              ? now.plusSeconds(Long.parseLong(value))
              : RFC_1123_DATE_TIME.parse(value, Instant::from);
      return Duration.between(now, date.isAfter(now) ? date : now);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static String text(HttpHeaders headers, byte[] bytes) {
    var type = CHARSET.matcher(headers.firstValue("Content-Type").orElse(""));
    var name = type.find() && Charset.isSupported(type.group(1)) ? type.group(1) : "UTF-8";
    var text = new String(bytes, Charset.forName(name));
    return text.startsWith("\uFEFF") ? text.substring(1) : text; // the byte order mark
  }

  /** {@return the error, or null if the body has none of its properties} */
  private static @Nullable ErrorResponse error(String body) {
    ErrorResponse error = read(STRICT, body);
    if (error == null || error.getDescription() == null) {
      error = read(TREE, body) instanceof ObjectNode json ? lenientError(json) : null;
    }
    return new ErrorResponse().equals(error) ? null : error;
  }

  /** {@return what the JSON contains, or null if it is not of the expected type} */
  private static <T> @Nullable T read(ObjectReader reader, String json) {
    try {
      return reader.readValue(json);
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  private static ErrorResponse lenientError(ObjectNode json) {
    var problem = (json.path("title").asText("") + " " + json.path("detail").asText("")).strip();
    if (!problem.isEmpty() && !json.hasNonNull("description")) {
      json.put("description", problem).set("statusCode", json.get("status"));
      json.remove("type"); // a URI
    } else if (!json.hasNonNull("description")) {
      json.set("description", json.get("message")); // of a gateway
    }
    var errors = json.path("errors");
    json.remove("errors");
    if (errors instanceof ObjectNode map && !(problem.isEmpty() && map.has("propertyName"))) {
      var list = json.arrayNode(); // instead of a map from property names to descriptions
      for (var entry : map.properties()) {
        list.addObject().put("propertyName", entry.getKey()).set("description", entry.getValue());
      }
      errors = list;
    }
    var details = new ArrayList<ErrorDetail>();
    for (var detail : errors.isArray() ? errors : List.of(errors)) {
      if (detail instanceof ObjectNode object) {
        details.add(bind(object, new ErrorDetail()));
      }
    }
    return bind(json, new ErrorResponse()).errors(details.isEmpty() ? null : details);
  }

  /** Reads each property separately, so that one of the wrong type does not affect the others. */
  private static <T> T bind(ObjectNode json, T target) {
    for (var property : json.properties()) {
      if (property.getValue() instanceof ArrayNode items) {
        items.removeIf(JsonNode::isContainerNode);
      }
      JsonNode single = json.objectNode().set(property.getKey(), property.getValue());
      read(LENIENT.withValueToUpdate(target), single.toString());
    }
    return target;
  }
}
