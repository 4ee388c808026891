package com.cloudcockpit.qualification;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;

/**
 * Takes a response body up to a limit and a deadline, and what there is of one that breaks off:
 * once the status is known, no fault of the body may hide it. Of a success, the body is dropped.
 */
final class BoundedBody implements BodySubscriber<InputStream> {

  static final int LIMIT = 64 * 1024;

  private final boolean keep;
  private final long deadline;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<InputStream> body = new CompletableFuture<>();
  private final CompletableFuture<Void> timer = new CompletableFuture<>();
  private Subscription subscription;
  private int length;

  /**
   * @param keep whether anyone will read the body; if not, it is null
   * @param deadline when to stop waiting for more, in {@link System#nanoTime}
   */
  BoundedBody(boolean keep, long deadline) {
    this.keep = keep;
    this.deadline = deadline;
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    this.subscription = subscription;
    // The request's own timeout ends with the headers
    timer
        .completeOnTimeout(null, Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)
        .thenRun(this::stop);
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (var buffer : buffers) {
      var chunk = new byte[Math.min(buffer.remaining(), LIMIT - length)];
      buffer.get(chunk);
      length += chunk.length;
      if (keep) {
        bytes.writeBytes(chunk);
      }
    }
    if (length == LIMIT) {
      stop();
    }
  }

  @Override
  public void onError(Throwable fault) {
    onComplete();
  }

  @Override
  public void onComplete() {
    body.complete(received());
    timer.cancel(false);
  }

  /** What has come so far; null if nobody will read it. */
  InputStream received() {
    return keep ? new ByteArrayInputStream(bytes.toByteArray()) : null;
  }

  private void stop() {
    subscription.cancel();
    onComplete();
  }
}
