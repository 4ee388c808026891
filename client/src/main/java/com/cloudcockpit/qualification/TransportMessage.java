package com.cloudcockpit.qualification;

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
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Describes why there was no response. */
final class TransportMessage {

  private TransportMessage() {}

  static String of(Throwable cause, HttpClient httpClient, HttpRequest request) {
    var origin = "%s://%s".formatted(request.uri().getScheme(), request.uri().getAuthority());
    if (TransportException.isConnectFailure(cause)) {
      var peer =
          proxy(httpClient, request.uri())
              .map(proxy -> "the proxy %s on the way to %s".formatted(proxy, origin))
              .orElse(origin);
      return "Cannot connect to %s: %s".formatted(peer, connectFailure(cause));
    }
    if (cause instanceof HttpTimeoutException) {
      long millis = request.timeout().map(Duration::toMillis).orElse(0L);
      return "No response from %s within %d ms".formatted(origin, millis);
    }
    if (cause instanceof InterruptedException) {
      return "Interrupted while waiting for the response from " + origin;
    }
    if (cause instanceof SSLException) {
      return "TLS handshake failed with %s: %s".formatted(origin, message(cause));
    }
    return isCausedBy(cause, ProtocolException.class) || cause instanceof RuntimeException
        ? "Invalid HTTP response from %s: %s".formatted(origin, message(cause))
        : "The connection to %s broke before a response arrived: %s"
            .formatted(origin, message(cause));
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
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return true;
      }
    }
    return false;
  }

  private static String message(Throwable cause) {
    return Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
  }

  private static Optional<String> proxy(HttpClient httpClient, URI uri) {
    try {
      return httpClient
          .proxy()
          .or(() -> Optional.ofNullable(ProxySelector.getDefault()))
          .flatMap(selector -> selector.select(uri).stream().findFirst())
          .map(Proxy::address)
          .filter(InetSocketAddress.class::isInstance)
          .map(InetSocketAddress.class::cast)
          .map(address -> "%s:%d".formatted(address.getHostString(), address.getPort()));
    } catch (RuntimeException e) {
      return Optional.empty(); // a failing selector must not hide the original failure
    }
  }
}
