package com.cloudcockpit.qualification;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One call, from its request to its result or exception. */
final class Call<T extends @Nullable Object> {

  private static final int MAX_ERROR = 64 * 1024;
  private static final int MAX_CONTENT = 16 * 1024 * 1024;

  /** The JDK's message for a 204 with a body. It exposes neither status nor headers. */
  private static final String BODY_IN_204 = "unexpected content length header with 204 response";

  private final HttpClient httpClient;
  private final Operation<T> operation;
  private final HttpRequest request;
  private final UUID correlationId;
  private final Reader reader;

  Call(HttpClient httpClient, Operation<T> operation, HttpRequest request, UUID correlationId) {
    this.httpClient = httpClient;
    this.operation = operation;
    this.request = request;
    this.correlationId = correlationId;
    long deadline = System.nanoTime() + request.timeout().orElseThrow().toNanos();
    reader = new Reader(deadline, operation.content == null ? 0 : MAX_CONTENT);
  }

  Result<T> send() {
    // on Java 17, send does not return if an executor rejects a task
    var exchange = httpClient.executor().map(executor -> newExchange());
    HttpResponse<?> response;
    try {
      response = exchange.isEmpty() ? httpClient.send(request, reader) : exchange.get().get();
    } catch (Exception e) {
      exchange.ifPresent(pending -> pending.cancel(true));
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      return result(e);
    }
    return result(response.statusCode(), response.headers());
  }

  CompletableFuture<Result<T>> sendAsync() {
    var exchange = newExchange();
    var result = new CompletableFuture<Result<T>>();
    exchange.whenComplete(
        (response, failure) -> {
          try {
            result.complete(
                failure == null
                    ? result(response.statusCode(), response.headers())
                    : result(failure));
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        });
    result.whenComplete((completed, failure) -> exchange.cancel(true));
    return result;
  }

  private CompletableFuture<HttpResponse<@Nullable Void>> newExchange() {
    try {
      var exchange = httpClient.sendAsync(request, reader);
      long seconds = request.timeout().orElseThrow().toSeconds() + 2;
      // on Java 17, nothing else ends a call if the executor rejects a task
      httpClient.executor().ifPresent(any -> exchange.orTimeout(seconds, TimeUnit.SECONDS));
      return exchange;
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** {@return the result if the status of a success arrived before the failure} */
  private Result<T> result(Throwable failure) {
    if (failure instanceof CompletionException || failure instanceof ExecutionException) {
      return result(Objects.requireNonNull(failure.getCause()));
    }
    var partial = reader.info;
    if (BODY_IN_204.equals(failure.getMessage())) {
      return result(204, MicrosoftQualificationException.Builder.NO_HEADERS);
    }
    if (partial == null || reader.limit == MAX_CONTENT) {
      throw transportFailure(0, failure);
    }
    return result(partial.statusCode(), partial.headers());
  }

  private Result<T> result(int statusCode, HttpHeaders headers) {
    var body = reader.received.toByteArray();
    if (statusCode / 100 != 2) {
      var redactor = new TokenRedactor(request.headers());
      throw ErrorReader.read(statusCode, headers, body, correlationId, redactor);
    }
    try {
      return new Result<>(statusCode, correlationId, headers, operation.read(body));
    } catch (IOException e) {
      throw transportFailure(statusCode, e);
    }
  }

  private MicrosoftQualificationException transportFailure(int statusCode, Throwable cause) {
    if (cause instanceof Error e) {
      throw e;
    }
    var redactor = new TokenRedactor(request.headers());
    var message = Messages.of(cause, statusCode, httpClient, request);
    return new MicrosoftQualificationException.Builder(correlationId)
        .transportFailure(statusCode, redactor.redact(message))
        .cause(redactor.redact(cause))
        .build();
  }

  /**
   * Reads a response. For a success, it reads the content that the contract declares; if there is
   * none, it discards the body in the background, so that the connection can be reused. For an
   * error, it reads what arrives before the timeout, up to a limit, because the status alone
   * determines the exception.
   *
   * <p>The JDK references it as long as the connection is open, so it must not reference the {@code
   * HttpClient}, which the garbage collector could not close.
   */
  private static final class Reader
      implements HttpResponse.BodyHandler<@Nullable Void>, Flow.Subscriber<List<ByteBuffer>> {

    private final long deadline;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream(0);

    /** Adapts this subscriber. The JDK would run a custom one on another thread. */
    private final BodySubscriber<@Nullable Void> body =
        BodySubscribers.fromSubscriber(this, x -> null);

    private final CompletableFuture<@Nullable Void> end = body.getBody().toCompletableFuture();
    private volatile HttpResponse.@Nullable ResponseInfo info;

    /** The maximum number of bytes to read, or 0 to discard the body. */
    private int limit;

    Reader(long deadline, int limit) {
      this.deadline = deadline;
      this.limit = limit;
    }

    @Override
    public BodySubscriber<@Nullable Void> apply(HttpResponse.ResponseInfo info) {
      if (info.statusCode() == 204) {
        return BodySubscribers.replacing(null); // there is no body to wait for
      }
      limit = info.statusCode() / 100 == 2 ? limit : MAX_ERROR;
      this.info = info;
      return limit > 0
          ? body
          : BodySubscribers.mapping(BodySubscribers.ofPublisher(), this::discard);
    }

    private @Nullable Void discard(Flow.Publisher<List<ByteBuffer>> content) {
      content.subscribe(this);
      return null;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
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
}
