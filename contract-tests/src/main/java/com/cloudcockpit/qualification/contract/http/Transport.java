package com.cloudcockpit.qualification.contract.http;

import static io.restassured.RestAssured.given;
import static io.restassured.config.DecoderConfig.decoderConfig;
import static io.restassured.config.EncoderConfig.encoderConfig;
import static io.restassured.config.HttpClientConfig.httpClientConfig;
import static io.restassured.config.RedirectConfig.redirectConfig;

import io.restassured.RestAssured;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLException;
import org.apache.http.conn.ConnectTimeoutException;
import org.apache.http.impl.client.AbstractHttpClient;
import org.apache.http.impl.client.SystemDefaultHttpClient;

/**
 * Sends requests with REST Assured, exactly as given: without default content negotiation headers,
 * cookies, redirects or URL encoding. Uses the JVM's proxy and trust store settings.
 */
@SuppressWarnings("deprecation") // REST Assured requires this API of the HTTP client
public final class Transport {

  private static final ExecutorService SENDERS =
      Executors.newCachedThreadPool(
          task -> {
            var thread = new Thread(task, "contract-tests-sender");
            thread.setDaemon(true);
            return thread;
          });

  private static final Map<Class<? extends IOException>, String> UNREACHABLE =
      Map.of(
          ConnectTimeoutException.class, "connection timed out",
          UnknownHostException.class, "unknown host",
          NoRouteToHostException.class, "no route to host",
          ConnectException.class, "connection refused");

  private static final ThreadLocal<Request> SENDING = new ThreadLocal<>();

  private final Duration timeout;
  private AbstractHttpClient client;
  private RestAssuredConfig config;

  /**
   * Creates a transport.
   *
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
    open();
  }

  /** Loads REST Assured, so that the first request is not slower than the others. */
  public static void warmUp() {
    var unused = URI.create("http://127.0.0.1:9");
    new Transport(Duration.ofSeconds(30)).send(Request.of("GET", "", null), unused);
  }

  private void open() {
    int millis = Math.toIntExact(timeout.toMillis());
    client = newHttpClient();
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
                    .setParam("http.protocol.handle-authentication", false)
                    .setParam("http.connection.timeout", millis)
                    .setParam("http.socket.timeout", millis));
  }

  private static AbstractHttpClient newHttpClient() {
    var client = new SystemDefaultHttpClient();
    client.setHttpRequestRetryHandler((exception, count, context) -> false);
    // REST Assured sends */* if a request lacks one of these headers
    client.addRequestInterceptor(
        (request, context) ->
            Stream.of("Accept", "Content-Type")
                .map(request::getFirstHeader)
                .filter(header -> header != null && header.getValue().equals("*/*"))
                .filter(header -> SENDING.get().header(header.getName()) == null)
                .forEach(request::removeHeader));
    // REST Assured does not release the connection of a response with an empty body
    client.addResponseInterceptor(
        (response, context) -> {
          if (response.getEntity() != null && response.getEntity().getContentLength() == 0) {
            response.setEntity(null);
          }
        });
    return client;
  }

  /** Sends a request and waits for the complete response, no longer than the timeout. */
  public Response send(Request request, URI baseUri) {
    // the socket timeout of the HTTP client restarts with each byte
    var pending = SENDERS.submit(() -> exchange(request, baseUri));
    try {
      return pending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      pending.cancel(true);
      // ends the thread that still waits for the response
      client.getConnectionManager().shutdown();
      open();
      return incomplete();
    } catch (ExecutionException e) {
      return failed(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InconclusiveException("The run was interrupted.", e);
    }
  }

  private Response exchange(Request request, URI baseUri) throws IOException {
    SENDING.set(request);
    var uri = URI.create(baseUri + request.target());
    // without a port, REST Assured would use 8080 for localhost
    boolean plainWithoutPort = uri.getPort() < 0 && "http".equalsIgnoreCase(uri.getScheme());
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
    var response = specification.request(request.method(), uri.toString());
    var headers = new LinkedHashMap<String, String>();
    for (var header : response.headers()) {
      headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
    }
    var body = response.asByteArray();
    if ("gzip".equals(headers.get("content-encoding")) && body.length > 0) {
      body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
    }
    var text = new String(body, StandardCharsets.UTF_8);
    return new Response(null, false, response.statusCode(), headers, text);
  }

  private Response incomplete() {
    return Response.none("no complete response within %d s".formatted(timeout.toSeconds()), true);
  }

  private Response failed(Throwable fault) {
    if (fault instanceof SocketTimeoutException) {
      return incomplete();
    }
    if (isCausedBy(fault, CertPathBuilderException.class, CertificateException.class)) {
      return Response.none("the certificate is not trusted", true);
    }
    if (isCausedBy(fault, NoSuchAlgorithmException.class)) {
      return Response.none("the trust store cannot be read", true);
    }
    if (fault instanceof SSLException) {
      return Response.none("TLS failed: " + fault.getMessage(), true);
    }
    return UNREACHABLE.entrySet().stream()
        .filter(entry -> entry.getKey().isInstance(fault))
        .map(entry -> Response.none(entry.getValue(), true))
        .findFirst()
        .orElseGet(
            () ->
                Response.none(
                    "connection closed: " + fault.getMessage(),
                    fault instanceof InterruptedIOException));
  }

  private static boolean isCausedBy(Throwable fault, Class<?>... types) {
    return Stream.iterate(fault, Objects::nonNull, Throwable::getCause)
        .anyMatch(cause -> Stream.of(types).anyMatch(type -> type.isInstance(cause)));
  }
}
