package com.cloudcockpit.qualification;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the response of one call. Of a success, it reads the content that the contract declares; if
 * it declares none, it discards what comes in the background, so that the connection can be reused.
 * Of an error, it reads what arrives in time and below a limit: the status decides, not the body.
 */
final class ResponseReader
    implements HttpResponse.BodyHandler<@Nullable Void>,
        HttpResponse.BodySubscriber<@Nullable Void> {

  static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (name, value) -> true);
  static final int MAX_ERROR = 64 * 1024;
  static final int MAX_CONTENT = 16 * 1024 * 1024;

  /** How the JDK reports a 204 with a body, of which it shows neither status nor headers. */
  static final String BODY_IN_204 = "unexpected content length header with 204 response";

  private final boolean hasContent;
  private final long deadline;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream(0);
  private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
  private volatile HttpResponse.@Nullable ResponseInfo info;
  private int limit;

  /** A response as it came over the wire. */
  record Response(int statusCode, HttpHeaders headers, byte[] body) {}

  ResponseReader(boolean hasContent, Duration timeout) {
    this.hasContent = hasContent;
    deadline = System.nanoTime() + timeout.toNanos();
  }

  @Override
  public HttpResponse.BodySubscriber<@Nullable Void> apply(HttpResponse.ResponseInfo info) {
    if (info.statusCode() == 204) {
      return HttpResponse.BodySubscribers.replacing(null); // there is no body to wait for
    }
    // a limit of 0 discards the body
    limit = info.statusCode() / 100 != 2 ? MAX_ERROR : hasContent ? MAX_CONTENT : 0;
    this.info = info;
    return this;
  }

  /** {@return the response, even if it broke off after its status; null if the call has to fail} */
  @Nullable Response response(@Nullable HttpResponse<?> response, @Nullable Throwable failure) {
    var partial = info;
    var body = received.toByteArray();
    if (response != null) {
      return new Response(response.statusCode(), response.headers(), body);
    }
    if (failure != null && BODY_IN_204.equals(failure.getMessage())) {
      return new Response(204, NO_HEADERS, body);
    }
    return partial == null || limit == MAX_CONTENT
        ? null
        : new Response(partial.statusCode(), partial.headers(), body);
  }

  @Override
  public CompletionStage<@Nullable Void> getBody() {
    return limit == 0 ? CompletableFuture.completedStage(null) : end;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    // the timeout of an HttpRequest ends when the headers arrive
    end.orTimeout(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)
        .exceptionally(
            failure -> {
              subscription.cancel();
              return null;
            });
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (var buffer : buffers) {
      var bytes = new byte[Math.min(buffer.remaining(), limit - received.size())];
      buffer.get(bytes);
      received.writeBytes(bytes);
    }
    if (limit > 0 && received.size() == limit) {
      end.completeExceptionally(new IOException("the body exceeds %d bytes".formatted(limit)));
    }
  }

  @Override
  public void onError(Throwable failure) {
    end.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    end.complete(null);
  }
}
