package com.cloudcockpit.qualification;

import com.cloudcockpit.qualification.model.ErrorDetail;
import com.cloudcockpit.qualification.model.ErrorResponse;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Describes an error response in one line. */
final class ErrorMessage {

  private static final int MAX_LINE = 300;
  private static final int MAX_BODY = 120;

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
        : hint + "; the response body starts with: " + oneLine(body, MAX_BODY);
  }

  static String oneLine(String text) {
    return oneLine(text, MAX_LINE);
  }

  /** {@return the text without line breaks and invisible characters, truncated if necessary} */
  private static String oneLine(String text, int maxLength) {
    if (text.length() <= maxLength && text.equals(text.strip()) && isPrintableAscii(text)) {
      return text;
    }
    var line = new StringBuilder(Math.min(text.length(), maxLength));
    boolean blank = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (!isVisible(c)) {
        blank = !line.isEmpty();
        continue;
      }
      if (line.length() + (blank ? 2 : 1) > maxLength) {
        return line.append('…').toString();
      }
      line.append(blank ? " " : "").appendCodePoint(c);
      blank = false;
    }
    return line.toString();
  }

  private static boolean isPrintableAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
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
      case 403 -> "the bearer token lacks permission for this operation";
      case 404 -> "not found; check the customer ID and the base URI";
      case 407 -> "the proxy requires authentication";
      case 429 -> "too many requests; wait before you retry";
      default -> {
        if (statusCode >= 500 && statusCode <= 599) {
          yield "the server failed";
        }
        yield statusCode >= 300 && statusCode < 400
            ? "redirects are not followed; check the base URI"
            : "unexpected status";
      }
    };
  }
}
