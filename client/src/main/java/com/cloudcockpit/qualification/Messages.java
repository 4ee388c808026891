package com.cloudcockpit.qualification;

import com.cloudcockpit.qualification.model.ErrorDetail;
import com.cloudcockpit.qualification.model.ErrorResponse;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Describes failed calls in one line each: first in the server's or the JDK's words. */
final class Messages {

  private static final int MAX_LINE = 300;
  private static final int MAX_BODY = 200;
  private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Z}]+");

  private Messages() {}

  /**
   * Describes an error response.
   *
   * @param otherWords what the server said outside of an {@code ErrorResponse}; may be empty
   */
  static String of(int statusCode, @Nullable ErrorResponse error, String otherWords) {
    var type = error == null || error.getType() == null ? "" : " " + oneLine(error.getType());
    var text = error == null ? "" : text(error);
    if (text.isEmpty()) {
      var hint = hint(statusCode);
      var words = type.isEmpty() ? oneLine(otherWords, MAX_BODY) : "";
      text = words.isEmpty() ? hint : "%s; hint: %s".formatted(words, hint);
    }
    return statusCode + type + ": " + text;
  }

  private static String text(ErrorResponse error) {
    var details =
        Objects.requireNonNullElse(error.getErrors(), List.<ErrorDetail>of()).stream()
            .filter(Objects::nonNull)
            .map(Messages::text)
            .collect(Collectors.joining("; "));
    return Stream.of(Objects.requireNonNullElse(error.getDescription(), ""), details)
        .map(Messages::oneLine)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private static String text(ErrorDetail detail) {
    var description =
        Objects.requireNonNullElse(detail.getDescription(), List.<String>of()).stream()
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" "));
    return Stream.of(
            Objects.requireNonNullElse(detail.getPropertyName(), ""),
            description.isEmpty() ? "invalid" : description)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(": "));
  }

  private static String hint(int statusCode) {
    return switch (statusCode) {
      case 301, 302, 303, 307, 308 -> "redirects are not followed; check the base URI";
      case 400 -> "the request was rejected";
      case 401 -> "the bearer token may have expired; get a new one";
      case 403 -> "the bearer token may lack permission for this operation";
      case 404 -> "not found; check the customer ID and the base URI";
      case 407 -> "the proxy requires a login";
      case 429 -> "too many requests; wait before you retry";
      default -> statusCode >= 500 && statusCode <= 599 ? "the server failed" : "unexpected status";
    };
  }

  /** Describes why there is no response, or no readable one. */
  static String of(Throwable cause, int statusCode, HttpClient httpClient, HttpRequest request) {
    var origin = "%s://%s".formatted(request.uri().getScheme(), request.uri().getAuthority());
    var message = Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
    if (statusCode != 0) {
      return "%s responded with %d, but not with the content that the contract describes: %s"
          .formatted(origin, statusCode, message);
    }
    if (TransportException.isConnectFailure(cause)) {
      var peer =
          Stream.ofNullable(proxies(httpClient, request.uri()))
              .flatMap(List::stream)
              .limit(1)
              .map(Proxy::address)
              .filter(InetSocketAddress.class::isInstance)
              .map(InetSocketAddress.class::cast)
              .map(
                  proxy ->
                      "the proxy %s:%d on the way to %s"
                          .formatted(proxy.getHostString(), proxy.getPort(), origin))
              .findFirst()
              .orElse(origin);
      return "Cannot connect to %s: %s".formatted(peer, connectFailure(cause));
    }
    if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
      return "No response from %s within %d ms"
          .formatted(origin, request.timeout().map(Duration::toMillis).orElse(0L));
    }
    if (cause instanceof InterruptedException) {
      return "Interrupted while waiting for the response from " + origin;
    }
    if (cause instanceof SSLException) {
      return "TLS handshake failed with %s: %s".formatted(origin, message);
    }
    if (cause instanceof RuntimeException) {
      var culprit = proxies(httpClient, request.uri()) == null ? "ProxySelector" : "HttpClient";
      return "The %s failed to call %s: %s".formatted(culprit, origin, cause);
    }
    return (isCausedBy(cause, ProtocolException.class)
            ? "Invalid HTTP response from %s: %s"
            : "No usable response from %s: %s")
        .formatted(origin, message);
  }

  private static String connectFailure(Throwable cause) {
    if (cause instanceof HttpConnectTimeoutException) {
      return "timed out";
    }
    if (isCausedBy(cause, UnresolvedAddressException.class)) {
      return "unknown host";
    }
    // the JDK reports a refused connection without a message
    return Objects.requireNonNullElse(cause.getMessage(), "connection refused");
  }

  private static boolean isCausedBy(Throwable failure, Class<?> type) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(type::isInstance);
  }

  /** {@return the proxies to try, or null if the selector throws or returns null} */
  private static @Nullable List<Proxy> proxies(HttpClient httpClient, URI uri) {
    var selector = httpClient.proxy().orElseGet(ProxySelector::getDefault);
    try {
      return selector == null ? List.of() : selector.select(uri);
    } catch (RuntimeException e) {
      return null;
    }
  }

  static String oneLine(String text) {
    return oneLine(text, MAX_LINE);
  }

  /** {@return the text without line breaks and invisible characters, truncated if necessary} */
  private static String oneLine(String text, int maxLength) {
    var line = INVISIBLE.matcher(text).replaceAll(" ").strip();
    if (line.length() <= maxLength) {
      return line;
    }
    int end = Character.isHighSurrogate(line.charAt(maxLength - 1)) ? maxLength - 1 : maxLength;
    return line.substring(0, end).strip() + "…";
  }
}
