package com.cloudcockpit.qualification;

import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a response body up to a limit and a deadline, and remembers the response, because the JDK
 * reports only an exception if the connection breaks after the status has arrived.
 */
final class BoundedBodyHandler implements BodyHandler<byte[]> {

  private final long deadline;
  private volatile @Nullable Received received;

  private record Received(ResponseInfo info, BoundedBodySubscriber body) {}

  /**
   * @param timeout how long from now the body may take
   */
  BoundedBodyHandler(Duration timeout) {
    deadline = System.nanoTime() + timeout.toNanos();
  }

  @Override
  public BodySubscriber<byte[]> apply(ResponseInfo info) {
    if (info.statusCode() == 204) {
      return BodySubscribers.replacing(new byte[0]); // there is no body to wait for
    }
    var body = new BoundedBodySubscriber(deadline);
    received = new Received(info, body);
    return body;
  }

  /** {@return the response with what has arrived of its body; empty if no status has arrived} */
  Optional<Response> interruptedResponse() {
    return Optional.ofNullable(received)
        .map(
            response ->
                new Response(
                    response.info().statusCode(),
                    response.info().headers(),
                    response.body().received()));
  }
}
