package com.cloudcockpit.qualification.contract.http;

import static io.restassured.RestAssured.given;
import static io.restassured.config.DecoderConfig.decoderConfig;
import static io.restassured.config.EncoderConfig.encoderConfig;
import static io.restassured.config.HttpClientConfig.httpClientConfig;
import static io.restassured.config.RedirectConfig.redirectConfig;

import com.google.common.base.Throwables;
import io.restassured.RestAssured;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.http.HttpException;
import org.apache.http.conn.ConnectTimeoutException;
import org.apache.http.impl.client.AbstractHttpClient;
import org.apache.http.impl.client.SystemDefaultCredentialsProvider;
import org.apache.http.impl.client.SystemDefaultHttpClient;

/**
 * Sends requests with REST Assured, exactly as given: without default content negotiation headers,
 * cookies, redirects or URL encoding. Uses the JVM's proxy and trust store settings. Must not be
 * used by several threads at a time.
 */
@SuppressWarnings("deprecation") // REST Assured requires this API of the HTTP client
public final class Transport {

  private static final Map<Class<? extends Exception>, String> UNREACHABLE =
      Map.of(
          CertPathBuilderException.class, "the certificate is not trusted",
          CertificateException.class, "the certificate is not trusted",
          NoSuchAlgorithmException.class, "the trust store cannot be read",
          ConnectTimeoutException.class, "connection timed out",
          UnknownHostException.class, "unknown host",
          NoRouteToHostException.class, "no route to host",
          ConnectException.class, "connection refused");

  private final Duration timeout;
  private final RestAssuredConfig config;

  /** The last spelling of each header that was sent. */
  private final Map<String, String> sent = new HashMap<>();

  private AbstractHttpClient client;
  private Request request;
  private ResponseReader reader;
  private boolean first = true;

  /**
   * Creates a transport.
   *
   * @param timeout the timeout of each request
   * @throws InconclusiveException if REST Assured has default specifications, such as those of the
   *     API's own tests, since it would apply them to the requests of the checks
   */
  public Transport(Duration timeout) {
    if (RestAssured.requestSpecification != null || RestAssured.responseSpecification != null) {
      throw new InconclusiveException(
          """
          RestAssured.requestSpecification or responseSpecification is set and would change the \
          checks: call RestAssured.reset() before they run.""");
    }
    this.timeout = timeout;
    int millis = Math.toIntExact(timeout.toMillis());
    config =
        RestAssuredConfig.newConfig()
            .redirect(redirectConfig().followRedirects(false))
            .decoderConfig(decoderConfig().noContentDecoders())
            .encoderConfig(
                encoderConfig()
                    .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                    .encodeContentTypeAs("application/x-www-form-urlencoded", ContentType.BINARY))
            .httpClient(
                httpClientConfig()
                    .httpClientFactory(() -> client)
                    .setParam("http.protocol.cookie-policy", "ignoreCookies")
                    // a proxy may ask for a login, the API may not; without any authentication,
                    // the HTTP client would send each CONNECT twice
                    .setParam("http.auth.target-scheme-pref", List.of())
                    .setParam("http.connection.timeout", millis)
                    .setParam("http.socket.timeout", millis));
    client = newHttpClient();
  }

  private AbstractHttpClient newHttpClient() {
    var client = new SystemDefaultHttpClient();
    client.setCredentialsProvider(new SystemDefaultCredentialsProvider());
    client.setHttpRequestRetryHandler((exception, count, context) -> false);
    // REST Assured sends */* if a request lacks one of these headers
    client.addRequestInterceptor(
        (sending, context) ->
            Stream.of("Accept", "Content-Type")
                .map(sending::getFirstHeader)
                .filter(header -> header != null && header.getValue().equals("*/*"))
                .filter(header -> request.header(header.getName()) == null)
                .forEach(sending::removeHeader));
    client.addResponseInterceptor((response, context) -> reader.read(response, context));
    var reuse = client.getConnectionReuseStrategy();
    client.setReuseStrategy(
        (response, context) -> reader.isConnectionReusable() && reuse.keepAlive(response, context));
    return client;
  }

  /**
   * Sends a request and waits for the complete response, no longer than the timeout.
   *
   * @throws InconclusiveException if the thread is interrupted
   */
  public Response send(Request request, URI baseUri) {
    leaveConnectionThatSentOtherCase(request);
    var response = exchange(request, baseUri);
    boolean closed = response.status() == 0 && !response.unreachable();
    boolean readable = response.fault() == null;
    boolean page = readable && response.status() == 400 && response.json().isEmpty();
    if (first && (closed || page) && baseUri.toString().matches("http:.*:\\d+.*")) {
      var https = exchange(request, URI.create(baseUri.toString().replaceFirst("http", "https")));
      if (https.status() > 0 || https.fault().contains("certificate")) {
        return Response.none("the server expects https:// on this port", true);
      }
    }
    first = false;
    return response;
  }

  /** Jetty, up to version 11, mistakes a header for an earlier one that differs only in case. */
  private void leaveConnectionThatSentOtherCase(Request request) {
    for (var header : request.headers().entrySet()) {
      var line = header.toString();
      var before = sent.put(line.toLowerCase(Locale.ROOT), line);
      if (before != null && !before.equals(line)) {
        client.getConnectionManager().closeIdleConnections(0, TimeUnit.SECONDS);
      }
    }
  }

  private Response exchange(Request request, URI baseUri) {
    this.request = request;
    reader = new ResponseReader(timeout);
    // the socket timeout of the HTTP client restarts with each byte
    var exchange = new FutureTask<>(() -> exchange(baseUri + request.target(), baseUri));
    var thread = new Thread(exchange, "contract-tests-sender");
    thread.setDaemon(true);
    thread.start();
    try {
      return exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      abort();
      return incomplete();
    } catch (ExecutionException e) {
      return failed(e.getCause());
    } catch (InterruptedException e) {
      abort();
      Thread.currentThread().interrupt();
      throw new InconclusiveException("The run was interrupted.", e);
    }
  }

  /** Ends the thread that still waits for the response. */
  private void abort() {
    client.getConnectionManager().shutdown();
    client = newHttpClient();
  }

  private Response exchange(String url, URI baseUri) {
    // without a port, REST Assured would use 8080 for localhost
    boolean plainWithoutPort = baseUri.getPort() < 0 && url.matches("(?i)http:.*");
    // overrides defaults that the API's own tests may have set
    var specification =
        given()
            .config(config)
            .noFilters()
            .auth()
            .none()
            .port(plainWithoutPort ? 80 : RestAssured.UNDEFINED_PORT)
            .urlEncodingEnabled(false)
            .headers(request.headers());
    if (request.header("Content-Type") == null) {
      specification.noContentType();
    }
    if (request.body() != null) {
      specification.body(request.body());
    }
    specification.request(request.method(), url);
    return reader.response == null
        ? Response.none("the proxy refused the connection with " + reader.status, true)
        : reader.response;
  }

  private Response incomplete() {
    var part =
        reader.status == 0
            ? "no complete response"
            : "only a part of the %d response".formatted(reader.status);
    return Response.none("%s within %d s".formatted(part, timeout.toSeconds()), true);
  }

  private Response failed(Throwable fault) {
    for (var cause : Throwables.getCausalChain(fault)) {
      for (var reason : UNREACHABLE.entrySet()) {
        if (reason.getKey().isInstance(cause)) {
          return Response.none(reason.getValue(), true);
        }
      }
    }
    if (fault instanceof SocketTimeoutException) {
      return incomplete();
    }
    if (fault instanceof SSLException) {
      return Response.none("TLS failed: " + fault.getMessage(), true);
    }
    var what =
        fault.getCause() instanceof HttpException cause
            ? "the response is malformed (%s)".formatted(cause.getMessage())
            : "the connection was closed (%s)".formatted(fault.getMessage());
    return Response.none(what, false);
  }
}
