package com.cloudcockpit.qualification;

import com.cloudcockpit.qualification.model.ErrorDetail;
import com.cloudcockpit.qualification.model.ErrorResponse;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Describes a failed call in one line, preferably in the words of the server or the JDK. */
final class Messages {

  static final int MAX_LENGTH = 400;
  private static final int MAX_WORDS = 300;
  private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Z}]+");

  private Messages() {}

  /**
   * Describes an error response.
   *
   * @param error has no properties if the server sent none
   * @param otherWords what the server said outside of an {@code ErrorResponse}; may be empty
   */
  static String of(int statusCode, ErrorResponse error, String otherWords) {
    var details = stream(error.getErrors()).map(Messages::text).collect(Collectors.joining("; "));
    var text = join(" ", error.getDescription(), details);
    if (text.isBlank()) {
      var plain = otherWords.replaceAll("</?\\p{Alpha}[^<>]*>", " "); // without HTML tags
      var words = error.getType() == null ? oneLine(plain, MAX_WORDS) : "";
      text = join("; hint: ", words, hint(statusCode));
    }
    return join(" ", Integer.toString(statusCode), error.getType()) + ": " + text;
  }

  private static String text(ErrorDetail detail) {
    var reasons = stream(detail.getDescription()).collect(Collectors.joining(" "));
    return join(": ", detail.getPropertyName(), reasons.isEmpty() ? "invalid" : reasons);
  }

  private static <T> Stream<T> stream(@Nullable List<T> items) {
    return Stream.ofNullable(items).flatMap(List::stream).filter(Objects::nonNull);
  }

  private static String join(String delimiter, @Nullable String... parts) {
    var words = stream(Arrays.asList(parts)).filter(part -> !part.isEmpty());
    return words.collect(Collectors.joining(delimiter));
  }

  private static String hint(int statusCode) {
    return switch (statusCode) {
      case 301, 302, 303, 307, 308 -> "redirects are not followed; check the base URI";
      case 400 -> "the request was rejected";
      case 401 -> "the bearer token may have expired; get a new one";
      case 403 -> "the bearer token may lack permission for this operation";
      case 404 -> "not found; check the customer ID and the base URI";
      case 407 -> "the proxy requires a login: see 'Proxy and trust store' in the README";
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
    if (isConnectFailure(cause)) {
      var proxy = stream(proxies(httpClient, request.uri())).findFirst().map(Proxy::address);
      var peer =
          proxy.orElse(null) instanceof InetSocketAddress address
              ? "the proxy %s:%d on the way to %s"
                  .formatted(address.getHostString(), address.getPort(), origin)
              : origin;
      var reason =
          chain(cause).contains("ConnectTimeoutException")
              ? "timed out"
              : chain(cause).contains("UnresolvedAddressException")
                  ? "unknown host"
                  // the JDK reports a refused connection without a message
                  : Objects.requireNonNullElse(cause.getMessage(), "connection refused");
      return "Cannot connect to %s: %s".formatted(peer, reason);
    }
    if (chain(cause).contains("TimeoutException")) {
      return "No response from %s within %d ms"
          .formatted(origin, request.timeout().orElseThrow().toMillis());
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
    return "No valid HTTP response from %s: %s".formatted(origin, message);
  }

  /** {@return whether the connection was not established, so nothing was sent} */
  static boolean isConnectFailure(@Nullable Throwable cause) {
    return String.valueOf(cause)
        .matches("(?s)[\\w.]*(Connect(Timeout)?Exception|IOException: Tunnel failed).*");
  }

  /** {@return the exception and its causes in one line} */
  static String chain(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .map(Throwable::toString)
        .collect(Collectors.joining(", caused by "));
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

  /** {@return the text without line breaks and invisible characters, truncated if necessary} */
  static String oneLine(String text, int max) {
    var line = INVISIBLE.matcher(text).replaceAll(" ").strip();
    return line.length() <= max ? line : oneLine(line.substring(0, max), max) + "…";
  }
}
