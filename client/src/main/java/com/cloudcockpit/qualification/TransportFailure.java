package com.cloudcockpit.qualification;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Describes why there was no response, in one line that is fit for a log. */
final class TransportFailure {

  private TransportFailure() {}

  /** {@return whether the request cannot have reached the server} */
  static boolean isBeforeSending(@Nullable Throwable cause) {
    return cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
  }

  static String describe(
      Exception cause, HttpClient httpClient, HttpRequest request, Duration timeout) {
    var origin = "%s://%s".formatted(request.uri().getScheme(), request.uri().getAuthority());
    if (isBeforeSending(cause)) {
      var peer =
          proxy(httpClient, request.uri())
              .map(proxy -> "the proxy %s on the way to %s".formatted(proxy, origin))
              .orElse(origin);
      return "Cannot connect to %s: %s".formatted(peer, connectFailure(cause));
    }
    if (cause instanceof HttpTimeoutException) {
      return "No response from %s within %d ms".formatted(origin, timeout.toMillis());
    }
    if (cause instanceof InterruptedException) {
      return "Interrupted while waiting for the response from " + origin;
    }
    var failure =
        cause instanceof SSLException
            ? "TLS handshake failed with"
            : "The connection broke before a response arrived from";
    return "%s %s: %s".formatted(failure, origin, message(cause));
  }

  private static String connectFailure(Exception cause) {
    if (cause instanceof HttpConnectTimeoutException) {
      return "timed out";
    }
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof UnresolvedAddressException) {
        return "unknown host";
      }
    }
    // the JDK reports a refused connection without a message
    return cause.getMessage() == null ? "connection refused" : message(cause);
  }

  private static String message(Exception cause) {
    return ErrorMessage.oneLine(
        Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName()));
  }

  private static Optional<String> proxy(HttpClient httpClient, URI uri) {
    return httpClient
        .proxy()
        .or(() -> Optional.ofNullable(ProxySelector.getDefault()))
        .flatMap(selector -> selector.select(uri).stream().findFirst())
        .map(Proxy::address)
        .map(InetSocketAddress.class::cast)
        .map(address -> "%s:%d".formatted(address.getHostString(), address.getPort()));
  }
}
