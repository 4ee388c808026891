package com.cloudcockpit.qualification;

import com.cloudcockpit.qualification.model.ErrorDetail;
import com.cloudcockpit.qualification.model.ErrorResponse;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the contract's {@code ErrorResponse}, leniently, and what web frameworks send in its place:
 * problem details (RFC 9457), where ASP.NET adds a map of errors by property. Never throws.
 */
final class ErrorResponseReader {

  private static final ErrorDetail NO_DETAIL = new ErrorDetail();

  private final ObjectReader reader;

  ErrorResponseReader(ObjectMapper mapper) {
    reader =
        mapper
            .readerFor(ErrorResponse.class)
            .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY);
  }

  /** {@return the error, or null if the body is not one} */
  @Nullable ErrorResponse read(String body) {
    try {
      ErrorResponse error = reader.readValue(body);
      return error == null || isContractError(error) ? error : readProblem(error, body);
    } catch (JacksonException | RuntimeException e) {
      return null;
    }
  }

  private static boolean isContractError(ErrorResponse error) {
    if (error.getDescription() != null) {
      return true;
    }
    for (var detail : Objects.requireNonNullElse(error.getErrors(), List.<ErrorDetail>of())) {
      if (detail != null && !detail.equals(NO_DETAIL)) {
        return true;
      }
    }
    return false;
  }

  private ErrorResponse readProblem(ErrorResponse error, String body) throws JacksonException {
    var problem = reader.readTree(body);
    var description =
        Stream.of("title", "detail")
            .map(name -> problem.path(name).asText())
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(" "));
    var errors = problem.path("errors");
    if (description.isEmpty() && !errors.isObject()) {
      return error;
    }
    var read =
        new ErrorResponse()
            .statusCode(problem.path("status").isInt() ? problem.path("status").intValue() : null)
            .description(description.isEmpty() ? null : description);
    errors
        .properties()
        .forEach(property -> read.addErrorsItem(detail(property.getKey(), property.getValue())));
    return read;
  }

  private static ErrorDetail detail(String propertyName, JsonNode messages) {
    var detail = new ErrorDetail().propertyName(propertyName);
    if (messages.isArray()) {
      messages.forEach(message -> detail.addDescriptionItem(message.asText()));
    } else {
      detail.addDescriptionItem(messages.asText());
    }
    return detail;
  }
}
