package com.cloudcockpit.qualification;

import com.cloudcockpit.qualification.MicrosoftQualificationException.Answer;
import com.cloudcockpit.qualification.model.ErrorDetail;
import com.cloudcockpit.qualification.model.ErrorResponse;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLException;

/**
 * Makes exceptions of answers that are no success and of exchanges that had no answer. Never fails
 * itself.
 */
final class Failures {

  private static final Pattern CHARSET =
      Pattern.compile("charset=\"?([^\\s;\"]+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}\\u2028\\u2029]+");
  private static final int LONGEST_MESSAGE_PART = 300;
  private static final int SHORTEST_SECRET = 6;

  private final String baseUri;
  private final ObjectReader reader;

  Failures(String baseUri, ObjectMapper mapper) {
    this.baseUri = baseUri;
    this.reader =
        mapper
            .readerFor(ErrorResponse.class)
            .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY);
  }

  /**
   * The exception for an answer whose status is not 2xx; a server that repeats the token is not
   * repeated.
   */
  MicrosoftQualificationException answered(
      HttpResponse<InputStream> response, UUID correlationId, String token) {
    int status = response.statusCode();
    var body = redact(text(response), token);
    var error = parse(body);
    var answer = new Answer(status, error, body, retryAfter(response.headers()));
    var message = describe(status, error, body) + suffix(correlationId);
    return switch (status) {
      case 400 -> new BadRequestException(message, correlationId, answer);
      case 401 -> new UnauthorizedException(message, correlationId, answer);
      case 403 -> new ForbiddenException(message, correlationId, answer);
      case 404 -> new NotFoundException(message, correlationId, answer);
      default ->
          status >= 500 && status <= 599
              ? new ServerErrorException(message, correlationId, answer)
              : new UnexpectedStatusException(message, correlationId, answer);
    };
  }

  /** The exception for an exchange without an answer. */
  TransportException unanswered(Exception cause, UUID correlationId, Duration timeout) {
    boolean connected = true;
    String reason;
    if (cause instanceof InterruptedException) {
      reason = "The call to " + baseUri + " was interrupted";
    } else if (cause instanceof HttpConnectTimeoutException) {
      connected = false;
      reason = "No connection to " + baseUri + " was made in time";
    } else if (cause instanceof HttpTimeoutException) {
      reason = "No answer from " + baseUri + " within " + timeout.toMillis() + " ms";
    } else if (cause instanceof ConnectException) {
      connected = false;
      reason =
          causedBy(cause, UnresolvedAddressException.class)
              ? "The host of " + baseUri + " is not known"
              : "No connection to " + baseUri + ": nothing accepts one there";
    } else if (cause instanceof SSLException) {
      reason = "No trusted TLS connection to " + baseUri + ": " + oneLine(cause.getMessage());
    } else {
      reason =
          "The connection to "
              + baseUri
              + " broke before the answer was there: "
              + oneLine(cause.getMessage());
    }
    return new TransportException(reason + suffix(correlationId), correlationId, connected, cause);
  }

  private static String describe(int status, ErrorResponse error, String body) {
    if (error != null) {
      var properties =
          Stream.ofNullable(error.getErrors())
              .flatMap(List::stream)
              .filter(Objects::nonNull)
              .map(Failures::describe)
              .collect(Collectors.joining("; "));
      var text =
          Stream.of(Objects.toString(error.getDescription(), ""), properties)
              .filter(part -> !part.isBlank())
              .map(Failures::oneLine)
              .collect(Collectors.joining(" "));
      var type = error.getType() == null ? "" : " " + oneLine(error.getType());
      if (!text.isEmpty() || !type.isEmpty()) {
        return status + type + ": " + (text.isEmpty() ? hint(status) : text);
      }
    }
    var beginning =
        body.isBlank()
            ? ""
            : "; the answer begins: " + oneLine(body.substring(0, Math.min(body.length(), 120)));
    return status + ": " + hint(status) + beginning;
  }

  private static String describe(ErrorDetail detail) {
    var complaints =
        detail.getDescription() == null
            ? "at fault"
            : detail.getDescription().stream()
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
    return Objects.toString(detail.getPropertyName(), "a property") + ": " + complaints;
  }

  private static String hint(int status) {
    return switch (status) {
      case 400 -> "the request was not accepted";
      case 401 -> "the bearer token was not accepted, get a new one";
      case 403 -> "the token's owner may not do this";
      case 404 -> "nothing is there; check the customer id and the base URI";
      case 429 -> "too many requests, wait before the next";
      default -> {
        if (status >= 500) {
          yield "the server failed";
        }
        yield status >= 300 && status < 400
            ? "a redirect, which is not followed; check the base URI"
            : "a status that the contract does not name";
      }
    };
  }

  private static String suffix(UUID correlationId) {
    return " (correlation id " + correlationId + ")";
  }

  private static String oneLine(String text) {
    var line = BLANKS.matcher(Objects.toString(text, "no reason given")).replaceAll(" ").strip();
    return line.length() <= LONGEST_MESSAGE_PART
        ? line
        : line.substring(0, LONGEST_MESSAGE_PART) + "…";
  }

  private ErrorResponse parse(String body) {
    try {
      return reader.readValue(body);
    } catch (JacksonException | RuntimeException e) {
      return null;
    }
  }

  /** Leaves words as short as "token" alone: they are no secrets, and may be part of the answer. */
  private static String redact(String text, String token) {
    return token.length() < SHORTEST_SECRET ? text : text.replace(token, "***");
  }

  private static String text(HttpResponse<InputStream> response) {
    var gzip =
        response
            .headers()
            .firstValue("Content-Encoding")
            .filter("gzip"::equalsIgnoreCase)
            .isPresent();
    byte[] bytes;
    try (var body = response.body()) {
      bytes = gzip ? unzip(body) : body.readAllBytes();
    } catch (IOException e) {
      bytes = new byte[0];
    }
    var text = new String(bytes, charset(response.headers()));
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /**
   * What can be unzipped, up to the limit: small bodies can be large inside, and a cut one breaks
   * off.
   */
  private static byte[] unzip(InputStream body) {
    var bytes = new ByteArrayOutputStream();
    try (var unzipped = new GZIPInputStream(body)) {
      var chunk = new byte[8192];
      for (int n = 0; n >= 0 && bytes.size() < BoundedBody.LIMIT; n = unzipped.read(chunk)) {
        bytes.write(chunk, 0, n);
      }
    } catch (IOException e) {
      // what came before is better than nothing
    }
    return bytes.toByteArray();
  }

  private static Charset charset(HttpHeaders headers) {
    var charset = CHARSET.matcher(headers.firstValue("Content-Type").orElse(""));
    try {
      return charset.find() ? Charset.forName(charset.group(1)) : StandardCharsets.UTF_8;
    } catch (IllegalArgumentException e) {
      return StandardCharsets.UTF_8;
    }
  }

  private static Duration retryAfter(HttpHeaders headers) {
    var value = headers.firstValue("Retry-After").orElse("").strip();
    if (value.isEmpty()) {
      return null;
    }
    try {
      if (value.matches("\\d{1,9}")) {
        return Duration.ofSeconds(Long.parseLong(value));
      }
      var wait =
          Duration.between(
              ZonedDateTime.now(),
              ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME));
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (RuntimeException e) {
      return null;
    }
  }

  private static boolean causedBy(Throwable fault, Class<?> type) {
    return fault != null && (type.isInstance(fault) || causedBy(fault.getCause(), type));
  }
}
