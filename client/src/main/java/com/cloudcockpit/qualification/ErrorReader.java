package com.cloudcockpit.qualification;

import static com.fasterxml.jackson.databind.DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY;
import static com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES;
import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;

import com.cloudcockpit.qualification.ResponseReader.Response;
import com.cloudcockpit.qualification.model.ErrorDetail;
import com.cloudcockpit.qualification.model.ErrorResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
  private static final ObjectReader LENIENT =
      new ObjectMapper().reader(ACCEPT_SINGLE_VALUE_AS_ARRAY).without(FAIL_ON_UNKNOWN_PROPERTIES);
  private static final ObjectReader STRICT =
      LENIENT.forType(ErrorResponse.class).without(ACCEPT_SINGLE_VALUE_AS_ARRAY);

  private ErrorReader() {}

  static MicrosoftQualificationException read(
      Response response, UUID correlationId, TokenRedactor redactor) {
    var body = redactor.redact(text(response));
    return new MicrosoftQualificationException.Builder(correlationId)
        .statusCode(response.statusCode())
        .headers(redactor.redact(response.headers()))
        .error(error(body))
        .body(body)
        .retryAfter(retryAfter(response.headers(), Instant.now()))
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

  private static String text(Response response) {
    var type = CHARSET.matcher(response.headers().firstValue("Content-Type").orElse(""));
    var name = type.find() && Charset.isSupported(type.group(1)) ? type.group(1) : "UTF-8";
    var text = new String(response.body(), Charset.forName(name));
    return text.startsWith("\uFEFF") ? text.substring(1) : text; // the byte order mark
  }

  /** {@return the error, or null if the body has none of its properties} */
  private static @Nullable ErrorResponse error(String body) {
    try {
      ErrorResponse error = STRICT.readValue(body);
      if (error != null && error.getDescription() != null) {
        return error;
      }
    } catch (IOException | RuntimeException e) {
      // a property does not have the type that the contract specifies, or the body is not JSON
    }
    try {
      var error = LENIENT.readTree(body) instanceof ObjectNode json ? lenientError(json) : null;
      return new ErrorResponse().equals(error) ? null : error;
    } catch (IOException | RuntimeException e) {
      return null; // not JSON
    }
  }

  private static ErrorResponse lenientError(ObjectNode json) {
    var problem = (json.path("title").asText("") + " " + json.path("detail").asText("")).strip();
    if (!problem.isEmpty()) {
      json.put("description", problem).set("statusCode", json.get("status"));
      json.remove("type"); // a URI
    }
    var details = details(json.remove("errors"), problem.isEmpty());
    return bind(json, new ErrorResponse()).errors(details.isEmpty() ? null : details);
  }

  /** Reads a list of details, a single one, or a map from property names to descriptions. */
  private static List<ErrorDetail> details(@Nullable JsonNode errors, boolean maybeSingle) {
    var details = new ArrayList<ErrorDetail>();
    if (errors instanceof ObjectNode map && !(maybeSingle && map.has("propertyName"))) {
      for (var entry : map.properties()) {
        ObjectNode json = map.objectNode().put("propertyName", entry.getKey());
        details.add(bind(json.set("description", entry.getValue()), new ErrorDetail()));
      }
    } else if (errors != null) {
      for (var entry : errors.isArray() ? errors : List.of(errors)) {
        if (entry instanceof ObjectNode json) {
          details.add(bind(json, new ErrorDetail()));
        }
      }
    }
    return details;
  }

  /** Reads each property separately, so that one of the wrong type does not affect the others. */
  private static <T> T bind(ObjectNode json, T target) {
    for (var property : json.properties()) {
      if (property.getValue() instanceof ArrayNode items) {
        items.removeIf(JsonNode::isContainerNode);
      }
      JsonNode single = json.objectNode().set(property.getKey(), property.getValue());
      try {
        LENIENT.withValueToUpdate(target).readValue(single);
      } catch (IOException | RuntimeException e) {
        // the property does not have the type that the contract specifies
      }
    }
    return target;
  }
}
