package com.cloudcockpit.qualification;

import java.lang.ref.WeakReference;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * One {@code HttpClient} per connect timeout, for as long as any client uses it. An {@code
 * HttpClient} has its own threads and cannot be closed before Java 21, so clients share one, in
 * case they are created and closed repeatedly.
 */
final class SharedHttpClients {

  private static final Map<Duration, WeakReference<HttpClient>> BY_CONNECT_TIMEOUT =
      new HashMap<>();

  private SharedHttpClients() {}

  static synchronized HttpClient get(Duration connectTimeout) {
    var reference = BY_CONNECT_TIMEOUT.get(connectTimeout);
    var httpClient = reference == null ? null : reference.get();
    if (httpClient == null) {
      // HTTP/2 would add upgrade headers to requests, and reject calls when a connection is full
      httpClient =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(connectTimeout)
              .build();
      BY_CONNECT_TIMEOUT.values().removeIf(other -> other.refersTo(null));
      BY_CONNECT_TIMEOUT.put(connectTimeout, new WeakReference<>(httpClient));
    }
    return httpClient;
  }
}
