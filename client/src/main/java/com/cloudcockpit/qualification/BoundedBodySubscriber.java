package com.cloudcockpit.qualification;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Collects a response body until it is complete, the connection breaks, the limit is reached or the
 * deadline passes. Completes normally in each case, because an incomplete body must not hide the
 * status.
 */
final class BoundedBodySubscriber implements BodySubscriber<byte[]> {

  static final int LIMIT = 64 * 1024;

  private final long deadline;
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private final CompletableFuture<Void> timer = new CompletableFuture<>();
  private @Nullable Subscription subscription;
  private byte[] bytes = new byte[0];

  /**
   * @param deadline when to stop waiting for more bytes, as a value of {@link System#nanoTime}
   */
  BoundedBodySubscriber(long deadline) {
    this.deadline = deadline;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    this.subscription = subscription;
    // The timeout of an HttpRequest ends when the headers arrive
    timer
        .completeOnTimeout(null, deadline - System.nanoTime(), TimeUnit.NANOSECONDS)
        .thenRun(() -> stop(subscription));
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    if (appendUpToLimit(buffers) && subscription != null) {
      stop(subscription);
    }
  }

  @Override
  public void onError(Throwable failure) {
    finish();
  }

  @Override
  public void onComplete() {
    finish();
  }

  synchronized byte[] received() {
    return bytes;
  }

  /** {@return whether the limit is reached} */
  private synchronized boolean appendUpToLimit(List<ByteBuffer> buffers) {
    for (var buffer : buffers) {
      int length = bytes.length;
      int added = Math.min(buffer.remaining(), LIMIT - length);
      bytes = Arrays.copyOf(bytes, length + added);
      buffer.get(bytes, length, added);
    }
    return bytes.length == LIMIT;
  }

  private void stop(Subscription subscription) {
    subscription.cancel();
    finish();
  }

  private void finish() {
    body.complete(received());
    timer.cancel(false);
  }
}
