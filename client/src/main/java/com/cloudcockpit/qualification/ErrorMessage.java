package com.cloudcockpit.qualification;

import com.cloudcockpit.qualification.model.ErrorDetail;
import com.cloudcockpit.qualification.model.ErrorResponse;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.regex.Pattern;
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
    var type = error == null || error.getType() == null ? "" : " " + oneLine(error.getType());
    var text = error == null ? "" : text(error);
    if (!text.isEmpty()) {
      return statusCode + type + ": " + text;
    }
    var hint = statusCode + type + ": " + hint(statusCode);
    return !type.isEmpty() || body.isBlank()
        ? hint
        : hint + "; the response body begins: " + oneLine(cut(body, LONGEST_BODY));
  }

  /** {@return the text without line breaks and invisible characters, cut if it is long} */
  static String oneLine(String text) {
    boolean ascii = text.chars().allMatch(c -> c >= ' ' && c <= '~');
    var line = (ascii ? text : UNPRINTABLE.matcher(text).replaceAll(" ")).strip();
    return line.length() <= LONGEST_PART ? line : cut(line, LONGEST_PART) + "…";
  }

  private static String text(ErrorResponse error) {
    var properties = new StringJoiner("; ");
    for (var detail : Objects.requireNonNullElse(error.getErrors(), List.<ErrorDetail>of())) {
      if (detail != null) {
        properties.add(property(detail));
      }
    }
    var description = Objects.requireNonNullElse(error.getDescription(), "");
    var text = oneLine(description) + " " + oneLine(properties.toString());
    return text.strip();
  }

  private static String property(ErrorDetail detail) {
    var description = new StringJoiner(" ").setEmptyValue("invalid");
    for (var line : Objects.requireNonNullElse(detail.getDescription(), List.<String>of())) {
      if (line != null) {
        description.add(line);
      }
    }
    var name = detail.getPropertyName();
    return name == null || name.isEmpty() ? description.toString() : name + ": " + description;
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
