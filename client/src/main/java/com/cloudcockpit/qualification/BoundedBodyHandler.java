package com.cloudcockpit.qualification;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads a response body up to a limit and the timeout of the request, and remembers the response,
 * because the JDK reports only an exception if the connection breaks after the status has arrived.
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

  /** {@return the response with what has arrived of its body, or null if no status has arrived} */
  @Nullable Response partialResponse() {
    var partial = info;
    return partial == null
        ? null
        : new Response(partial.statusCode(), partial.headers(), body.received());
  }
}
