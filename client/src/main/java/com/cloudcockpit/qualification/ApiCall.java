package com.cloudcockpit.qualification;

import com.cloudcockpit.qualification.invoker.ApiClient;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;

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

    private volatile PartialResponse begun;

    Sender(HttpClient delegate) {
      super(delegate);
    }

    @Override
    @SuppressWarnings("unchecked") // the generated API asks for an InputStream and nothing else
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
        HttpRequest request, BodyHandler<T> handler) {
      return (CompletableFuture<HttpResponse<T>>) (CompletableFuture<?>) send(request);
    }

    private CompletableFuture<HttpResponse<InputStream>> send(HttpRequest request) {
      var result = new InPlaceFuture<HttpResponse<InputStream>>();
      if (blocking) {
        try {
          result.complete(delegate.send(request, info -> begin(request, info)));
        } catch (IOException | InterruptedException e) {
          fail(result, e);
        }
      } else {
        var sent = delegate.sendAsync(request, info -> begin(request, info));
        exchange = sent;
        sent.whenComplete(
            (response, fault) -> {
              if (fault == null) {
                result.complete(response);
              } else {
                fail(result, fault instanceof CompletionException ? fault.getCause() : fault);
              }
            });
      }
      return result;
    }

    private BodySubscriber<InputStream> begin(HttpRequest request, ResponseInfo info) {
      if (info.statusCode() == 204) {
        return BodySubscribers.replacing(null);
      }
      var body = new BoundedBody(!isSuccess(info.statusCode()), deadline);
      begun = new PartialResponse(request, info, body);
      return body;
    }

    /** The JDK's client may report the fault of a body before the body can hide it. */
    private void fail(CompletableFuture<HttpResponse<InputStream>> result, Throwable fault) {
      if (begun != null && fault instanceof IOException) {
        result.complete(begun);
      } else {
        result.completeExceptionally(fault);
      }
    }
  }

  /** A response whose status and headers have come, and of its body what came before a fault. */
  private record PartialResponse(HttpRequest request, ResponseInfo info, BoundedBody content)
      implements HttpResponse<InputStream> {

    @Override
    public int statusCode() {
      return info.statusCode();
    }

    @Override
    public HttpHeaders headers() {
      return info.headers();
    }

    @Override
    public InputStream body() {
      return content.received();
    }

    @Override
    public Optional<HttpResponse<InputStream>> previousResponse() {
      return Optional.empty();
    }

    @Override
    public Optional<SSLSession> sslSession() {
      return Optional.empty();
    }

    @Override
    public URI uri() {
      return request.uri();
    }

    @Override
    public HttpClient.Version version() {
      return info.version();
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
