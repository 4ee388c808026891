package com.cloudcockpit.qualification;

import java.lang.reflect.InvocationTargetException;
import java.net.http.HttpClient;
import org.jspecify.annotations.Nullable;

/** The {@code HttpClient} that a client and its copies with options use until it is closed. */
final class Connections implements AutoCloseable {

  private final boolean owned;
  private volatile @Nullable HttpClient httpClient;

  /**
   * @param owned whether to release the threads and connections of the {@code HttpClient} on close
   */
  Connections(HttpClient httpClient, boolean owned) {
    this.httpClient = httpClient;
    this.owned = owned;
  }

  HttpClient open() {
    var open = httpClient;
    if (open == null) {
      throw new IllegalStateException("This client is closed.");
    }
    return open;
  }

  @Override
  public void close() {
    var open = httpClient;
    httpClient = null;
    if (open != null && owned) {
      try {
        HttpClient.class.getMethod("shutdown").invoke(open);
      } catch (NoSuchMethodException e) {
        // before Java 21, the garbage collector releases threads and connections
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
