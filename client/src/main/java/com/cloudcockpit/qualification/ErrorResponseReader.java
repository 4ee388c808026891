package com.cloudcockpit.qualification;

import com.cloudcockpit.qualification.model.ErrorResponse;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the contract's {@code ErrorResponse} leniently. Converts problem details (RFC 9457) to one,
 * including the map of errors that ASP.NET adds to them. Never throws.
 */
final class ErrorResponseReader {

  private static final ErrorResponse EMPTY = new ErrorResponse();

  private final ObjectReader reader;

  ErrorResponseReader(ObjectMapper mapper) {
    reader =
        mapper
            .readerFor(ErrorResponse.class)
            .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY);
  }

  /** {@return the error, or null if the body has none of its properties} */
  @Nullable ErrorResponse read(String body) {
    try {
      ErrorResponse error = reader.readValue(body);
      if (error != null && error.getDescription() != null) {
        return error;
      }
    } catch (IOException | RuntimeException e) {
      // a property does not have the type that the contract specifies, or the body is not JSON
    }
    return readLeniently(body);
  }

  private @Nullable ErrorResponse readLeniently(String body) {
    try {
      if (reader.readTree(body) instanceof ObjectNode json) {
        var error = readEachProperty(contractError(json));
        return error.equals(EMPTY) ? null : error;
      }
    } catch (IOException | RuntimeException e) {
      // the body is not JSON
    }
    return null;
  }

  /** {@return the JSON with the property names of problem details replaced by the contract's} */
  private static ObjectNode contractError(ObjectNode json) {
    var problem =
        Stream.of("title", "detail")
            .map(name -> json.path(name).textValue())
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" "));
    if (!problem.isEmpty()) {
      json.put("description", problem).set("statusCode", json.get("status"));
      json.remove("type"); // a URI
    }
    if (json.get("errors") instanceof ObjectNode errors
        && !(problem.isEmpty() && errors.has("propertyName"))) {
      json.set("errors", details(errors));
    }
    return json;
  }

  private static ArrayNode details(ObjectNode errors) {
    var details = errors.arrayNode();
    errors
        .properties()
        .forEach(
            property ->
                details
                    .addObject()
                    .put("propertyName", property.getKey())
                    .set("description", property.getValue()));
    return details;
  }

  /** Reads each property separately, so that one of the wrong type does not affect the others. */
  private ErrorResponse readEachProperty(ObjectNode json) {
    var error = new ErrorResponse();
    for (var property : json.properties()) {
      JsonNode single = json.objectNode().set(property.getKey(), property.getValue());
      try {
        reader.withValueToUpdate(error).readValue(single);
      } catch (IOException | RuntimeException e) {
        // the property does not have the type that the contract specifies
      }
    }
    return error;
  }
}
