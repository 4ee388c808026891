package com.cloudcockpit.qualification;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads a response body until it reaches a limit or the request times out. Remembers the response,
 * because the JDK only throws an exception if the connection breaks after the status has arrived.
 */
final class BoundedBodyHandler implements BodyHandler<byte[]> {

  private final long deadline;
  private volatile @Nullable ResponseInfo info;
  private volatile @Nullable BoundedBodySubscriber body;

  BoundedBodyHandler(HttpRequest request) {
    deadline = System.nanoTime() + request.timeout().map(Duration::toNanos).orElseThrow();
  }

  @Override
  public BodySubscriber<byte[]> apply(ResponseInfo info) {
    if (info.statusCode() == 204) {
      return BodySubscribers.replacing(new byte[0]); // there is no body to wait for
    }
    body = new BoundedBodySubscriber(deadline);
    this.info = info;
    return body;
  }

  /** {@return the response and as much of its body as has arrived, or null if no status has} */
  @Nullable Response partialResponse() {
    var partial = info;
    return partial == null
        ? null
        : new Response(partial.statusCode(), partial.headers(), body.received());
  }
}
