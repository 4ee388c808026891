package com.cloudcockpit.qualification;

import com.cloudcockpit.qualification.model.ErrorDetail;
import com.cloudcockpit.qualification.model.ErrorResponse;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Describes an error response in one line that is fit for a log. */
final class ErrorMessage {

  private static final int LONGEST_PART = 300;
  private static final int LONGEST_BODY = 120;

  /** Controls, separators, bidirectional controls and lone surrogates, with blanks around them. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile(
          " *+[%1$s][ %1$s]*+"
              .formatted(
                  "\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\\x{61C}\\x{200E}\\x{200F}"
                      + "\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}"));

  private ErrorMessage() {}

  static String of(int statusCode, @Nullable ErrorResponse error, String body) {
    if (error != null) {
      var text =
          Stream.concat(Stream.ofNullable(error.getDescription()), Stream.of(properties(error)))
              .filter(part -> !part.isBlank())
              .map(ErrorMessage::oneLine)
              .collect(Collectors.joining(" "));
      var type = error.getType() == null ? "" : " " + oneLine(error.getType());
      if (!text.isEmpty() || !type.isEmpty()) {
        return "%d%s: %s".formatted(statusCode, type, text.isEmpty() ? hint(statusCode) : text);
      }
    }
    return body.isBlank()
        ? "%d: %s".formatted(statusCode, hint(statusCode))
        : "%d: %s; the response body begins: %s"
            .formatted(statusCode, hint(statusCode), oneLine(cut(body, LONGEST_BODY)));
  }

  /** {@return the text without line breaks and invisible characters, cut if it is long} */
  static String oneLine(@Nullable String text) {
    var line =
        UNPRINTABLE.matcher(Objects.requireNonNullElse(text, "no details")).replaceAll(" ").strip();
    return line.length() <= LONGEST_PART ? line : cut(line, LONGEST_PART) + "…";
  }

  private static String properties(ErrorResponse error) {
    return Stream.ofNullable(error.getErrors())
        .flatMap(List::stream)
        .filter(Objects::nonNull)
        .map(ErrorMessage::property)
        .collect(Collectors.joining("; "));
  }

  private static String property(ErrorDetail detail) {
    var name = Objects.requireNonNullElse(detail.getPropertyName(), "");
    var description =
        Stream.ofNullable(detail.getDescription())
            .flatMap(List::stream)
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" "));
    return Stream.of(name, description.isEmpty() ? "invalid" : description)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(": "));
  }

  private static String hint(int statusCode) {
    return switch (statusCode) {
      case 400 -> "the API rejected the request";
      case 401 -> "the API rejected the bearer token; get a new one";
      case 403 -> "the bearer token lacks the permission for this operation";
      case 404 -> "not found; check the customer ID and the base URI";
      case 429 -> "too many requests; wait before you retry";
      default -> {
        if (statusCode >= 500) {
          yield "the server failed";
        }
        yield statusCode >= 300 && statusCode < 400
            ? "redirects are not followed; check the base URI"
            : "unexpected status";
      }
    };
  }

  private static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    return text.substring(
        0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
  }
}
