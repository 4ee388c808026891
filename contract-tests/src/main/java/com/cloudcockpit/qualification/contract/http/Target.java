package com.cloudcockpit.qualification.contract.http;

import com.cloudcockpit.qualification.contract.spec.Contract;
import com.cloudcockpit.qualification.contract.spec.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLException;

/**
 * Sends requests to a deployment, one after another and no faster than is allowed. Follows no
 * redirects, which would take the token along.
 */
public final class Target {

  private static final int ATTEMPTS_WHEN_LIMITED = 4;
  private static final AtomicBoolean WARM = new AtomicBoolean();
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private final Contract contract;
  private final Deployment deployment;
  private final Redaction redaction;
  private final HttpClient client;
  private long nextStart = System.nanoTime();

  public Target(Contract contract, Deployment deployment) {
    this.contract = contract;
    this.deployment = deployment;
    redaction = new Redaction(deployment.token());
    client = newClient(deployment.timeout());
    if (WARM.compareAndSet(false, true)) {
      warmUp();
    }
  }

  /** {@return a client that heeds the JVM's settings for proxies and trust} */
  public static HttpClient newClient(Duration timeout) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .proxy(ProxySelector.getDefault())
        .connectTimeout(timeout)
        .build();
  }

  public Contract contract() {
    return contract;
  }

  public Deployment deployment() {
    return deployment;
  }

  public Redaction redaction() {
    return redaction;
  }

  /**
   * {@return a request that keeps the contract, with a correlation id of its own, for a customer
   * that nobody has}
   */
  public Request request() {
    var body =
        deployment.hasCustomer()
            ? deployment.customer().update()
            : contract.requestExamples().values().iterator().next();
    var request =
        new Request(
                contract.method(),
                contract.path(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                null)
            .withHeader("Authorization", "Bearer " + deployment.token());
    for (var parameter : contract.parameters()) {
      if (parameter.getRequired()) {
        request =
            request.with(
                parameter.getIn(), parameter.getName(), contract.example(parameter.getName()));
      }
    }
    return request
        .with("path", "customerId", UUID.randomUUID().toString())
        .withHeader("X-Tenant", deployment.tenant())
        .withHeader("X-Correlation-Id", UUID.randomUUID().toString())
        .withHeader("Content-Type", Json.MEDIA_TYPE)
        .withHeader("Accept", Json.MEDIA_TYPE)
        .withBody(body.toString());
  }

  /** {@return the same for the customer that may be changed, if there is one} */
  public Request requestForCustomer() {
    return deployment.hasCustomer()
        ? request().with("path", "customerId", deployment.customer().id().toString())
        : request();
  }

  /**
   * Sends a request. A response 429 is not the answer: the request is repeated after the time that
   * the response asks for. So is a request whose connection was closed, once, since an idle
   * connection may be closed at any time.
   */
  public Exchange send(Request request) {
    var exchange = sendOnce(request);
    if (exchange.response().fault() != null && !exchange.response().unreachable()) {
      var second = sendOnce(request);
      exchange = second.response().fault() == null ? second : exchange;
    }
    for (int attempt = 1;
        exchange.response().status() == 429 && attempt < ATTEMPTS_WHEN_LIMITED;
        attempt++) {
      var wait = retryAfter(exchange.response(), attempt);
      if (wait.compareTo(LONGEST_WAIT) > 0) {
        return exchange;
      }
      sleep(wait);
      exchange = sendOnce(request);
    }
    return exchange;
  }

  private static Duration retryAfter(Response response, int attempt) {
    var seconds = response.header("Retry-After");
    return seconds.matches("\\d{1,6}")
        ? Duration.ofSeconds(Long.parseLong(seconds))
        : Duration.ofSeconds(attempt);
  }

  private Exchange sendOnce(Request request) {
    awaitTurn();
    long start = System.nanoTime();
    var response = response(request);
    return new Exchange(
        request, response, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }

  private void awaitTurn() {
    if (deployment.rate() > 0) {
      sleep(Duration.ofNanos(nextStart - System.nanoTime()));
      nextStart = System.nanoTime() + (long) (TimeUnit.SECONDS.toNanos(1) / deployment.rate());
    }
  }

  private static void sleep(Duration duration) {
    try {
      TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoVerdictException("The run was interrupted.", e);
    }
  }

  private Response response(Request request) {
    // the client's own timeout ends with the headers
    var pending = client.sendAsync(httpRequest(request), BodyHandlers.ofByteArray());
    try {
      return response(pending.get(deployment.timeout().toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      pending.cancel(true);
      return Response.none(
          "no complete response within %d s".formatted(deployment.timeout().toSeconds()), true);
    } catch (ExecutionException | IOException e) {
      var fault = e instanceof ExecutionException ? e.getCause() : e;
      return Response.none(inPlainWords(fault), isUnreachable(fault));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoVerdictException("The run was interrupted.", e);
    }
  }

  private HttpRequest httpRequest(Request request) {
    var body =
        request.body() == null
            ? BodyPublishers.noBody()
            : BodyPublishers.ofByteArray(request.body());
    var builder =
        HttpRequest.newBuilder(request.uri(deployment.baseUri())).method(request.method(), body);
    request.headers().forEach(builder::setHeader);
    return builder.build();
  }

  private Response response(HttpResponse<byte[]> response) throws IOException {
    var headers = new LinkedHashMap<String, String>();
    response
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name, redaction.redact(values.get(0))));
    headers.computeIfPresent("location", (name, value) -> value.replaceFirst("[?#].*", ""));
    var bytes = response.body();
    if ("gzip".equals(headers.get("content-encoding")) && bytes.length > 0) {
      bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
    }
    return new Response(
        null,
        false,
        response.statusCode(),
        headers,
        redaction.redact(new String(bytes, StandardCharsets.UTF_8)));
  }

  private static boolean isUnreachable(Throwable fault) {
    return fault instanceof ConnectException
        || fault instanceof InterruptedIOException
        || fault instanceof NoRouteToHostException
        || fault instanceof SSLException;
  }

  private String inPlainWords(Throwable fault) {
    if (fault instanceof SSLException) {
      return isUntrusted(fault)
          ? "its certificate is not trusted"
          : "TLS failed: " + fault.getMessage();
    }
    if (fault instanceof ConnectException) {
      return fault.getCause() instanceof UnresolvedAddressException
              || fault.getCause() != null
                  && fault.getCause().getCause() instanceof UnresolvedAddressException
          ? "the host is unknown"
          : "the connection was refused";
    }
    return fault instanceof HttpTimeoutException
        ? "the connection could not be opened in time"
        : redaction.redact(
            "the connection was closed: %s".formatted(String.valueOf(fault.getMessage())));
  }

  private static boolean isUntrusted(Throwable fault) {
    for (var cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertPathBuilderException || cause instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }

  /** Loads what sends and reads before the first request that is timed. */
  private static void warmUp() {
    Contract.published().responseSchema().problems(404, Json.MAPPER.createObjectNode());
    var client = newClient(Duration.ofSeconds(1));
    client.sslContext().createSSLEngine();
    try {
      var nobody = HttpRequest.newBuilder(URI.create("http://127.0.0.1:9")).build();
      client.sendAsync(nobody, BodyHandlers.ofByteArray()).get(1, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // as expected: nobody listens there
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
