package com.cloudcockpit.qualification;

import com.cloudcockpit.qualification.invoker.ApiClient;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What the generated API works with, made for one call: the application's HTTP client and mapper,
 * and this call's token, timeout and treatment of errors. {@link #cancel} ends its exchange.
 */
final class ApiCall extends ApiClient {

  private final HttpClient httpClient;
  private final boolean blocking;
  private final Consumer<HttpRequest.Builder> request;
  private final Consumer<HttpResponse<InputStream>> failure;
  private final long deadline;
  private volatile CompletableFuture<?> exchange;

  /**
   * @param blocking whether the exchange runs in the calling thread
   * @param request completes the request
   * @param failure throws the exception for an answer that is no success
   */
  ApiCall(
      HttpClient httpClient,
      ObjectMapper mapper,
      String baseUri,
      Duration timeout,
      boolean blocking,
      Consumer<HttpRequest.Builder> request,
      Consumer<HttpResponse<InputStream>> failure) {
    super(null, mapper, baseUri);
    this.httpClient = httpClient;
    this.blocking = blocking;
    this.request = builder -> request.accept(builder.timeout(timeout));
    this.failure = failure;
    this.deadline = System.nanoTime() + timeout.toNanos();
  }

  void cancel() {
    if (exchange != null) {
      exchange.cancel(true);
    }
  }

  @Override
  public HttpClient getHttpClient() {
    return new Sender(httpClient);
  }

  /** The mapper itself: the copy that is made otherwise would have to learn the models anew. */
  @Override
  public ObjectMapper getObjectMapper() {
    return mapper;
  }

  @Override
  public Consumer<HttpRequest.Builder> getRequestInterceptor() {
    return request;
  }

  @Override
  public Consumer<HttpResponse<InputStream>> getAsyncResponseInterceptor() {
    return response -> {
      if (!isSuccess(response.statusCode())) {
        failure.accept(response);
      }
    };
  }

  private static boolean isSuccess(int statusCode) {
    return statusCode / 100 == 2;
  }

  /** Sends with the application's HTTP client, and bounds what comes back. */
  private final class Sender extends ForwardingHttpClient {

    Sender(HttpClient delegate) {
      super(delegate);
    }

    @Override
    @SuppressWarnings("unchecked") // the generated API asks for an InputStream and nothing else
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
        HttpRequest request, BodyHandler<T> handler) {
      BodyHandler<InputStream> bounded =
          info ->
              info.statusCode() == 204
                  ? BodySubscribers.replacing(null)
                  : new BoundedBody(!isSuccess(info.statusCode()), deadline);
      var result = new InPlaceFuture<HttpResponse<T>>();
      if (blocking) {
        try {
          result.complete((HttpResponse<T>) delegate.send(request, bounded));
        } catch (IOException | InterruptedException e) {
          result.completeExceptionally(e);
        }
      } else {
        var sent = delegate.sendAsync(request, bounded);
        exchange = sent;
        sent.whenComplete(
            (response, fault) -> {
              if (fault == null) {
                result.complete((HttpResponse<T>) response);
              } else {
                result.completeExceptionally(fault);
              }
            });
      }
      return result;
    }
  }

  /**
   * Goes on in the thread that completes it, where the generated API asks for another: it never
   * waits there.
   */
  private static final class InPlaceFuture<T> extends CompletableFuture<T> {

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
      return new InPlaceFuture<>();
    }

    @Override
    public Executor defaultExecutor() {
      return Runnable::run;
    }
  }
}
