package com.cloudcockpit.qualification.contract.http;

import static com.google.common.base.Preconditions.checkArgument;
import static io.restassured.RestAssured.given;
import static io.restassured.config.DecoderConfig.decoderConfig;
import static io.restassured.config.EncoderConfig.encoderConfig;
import static io.restassured.config.HttpClientConfig.httpClientConfig;

import com.cloudcockpit.qualification.contract.spec.Json;
import com.google.common.base.Throwables;
import io.restassured.RestAssured;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLException;
import org.apache.http.HttpClientConnection;
import org.apache.http.HttpException;
import org.apache.http.HttpResponse;
import org.apache.http.impl.client.SystemDefaultCredentialsProvider;
import org.apache.http.impl.client.SystemDefaultHttpClient;
import org.apache.http.protocol.HttpContext;
import org.apache.http.protocol.HttpCoreContext;

/**
 * Sends requests with REST Assured, exactly as given: without default content negotiation headers,
 * cookies, redirects or URL encoding. Uses the JVM's proxy and trust store settings.
 */
@SuppressWarnings("deprecation") // REST Assured requires this API of the HTTP client
public final class Transport {

  private static final int LIMIT = 4 << 20;
  private static final long LONGEST_SILENCE = 2_000;

  private static final Pattern URL =
      Pattern.compile(
          "(?i)https?://([a-z\\d.-]+|\\[[a-f\\d:.]+])(:\\d{1,5})?(/([\\w.~:/-]|%[a-f\\d]{2})*)?");
  private static final Pattern SAFE =
      Pattern.compile("(?i)https:|http://(localhost|127(\\.\\d{1,3}){3}|\\[::1])(?![^:/])");

  private final Duration timeout;
  private final RestAssuredConfig config;
  private SystemDefaultHttpClient client;
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
    config =
        RestAssuredConfig.newConfig()
            .decoderConfig(decoderConfig().noContentDecoders())
            .encoderConfig(
                encoderConfig()
                    .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                    .encodeContentTypeAs("application/x-www-form-urlencoded", ContentType.BINARY))
            .httpClient(
                httpClientConfig()
                    .httpClientFactory(() -> client)
                    // only a proxy may ask for a login; without any authentication,
                    // the HTTP client would send each CONNECT twice
                    .setParam("http.auth.target-scheme-pref", List.of()));
  }

  /**
   * {@return a URL to which a token or a secret may be sent} Requires HTTPS, except for this
   * machine. The message leaves out the text, since it may contain a password.
   *
   * @throws IllegalArgumentException if the text is not a URL or is not safe
   */
  public static URI url(String name, String text, boolean plainHttpAllowed) {
    checkArgument(
        URL.matcher(text).matches(),
        "%s is missing or invalid: set it to a URL such as https://api.example.com.",
        name);
    checkArgument(
        plainHttpAllowed || SAFE.matcher(text).lookingAt(),
        "%s would send the token over plain HTTP: use https, or allow it with --allow-plain-http.",
        name);
    return URI.create(text);
  }

  /**
   * Sends a request on a new connection, so that other requests do not affect the response, and
   * waits for the complete response, no longer than the timeout.
   *
   * @throws InconclusiveException if the thread is interrupted
   */
  public Response send(Request request, URI baseUri) {
    var response = new Connection().send(request, baseUri);
    boolean closed = response.status() == 0 && !response.unreachable();
    boolean page = response.status() == 400 && response.json().isEmpty();
    if (first && (closed || page) && baseUri.toString().matches("http:.*:\\d+.*")) {
      var httpsUri = URI.create(baseUri.toString().replaceFirst("http", "https"));
      var https = new Connection().send(request, httpsUri);
      if (https.status() > 0 || https.fault().contains("certificate")) {
        return Response.none("the server expects https:// on this port", true);
      }
    }
    first = false;
    return response;
  }

  /** A connection for a single request. */
  private final class Connection {

    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    private Response response;

    /** The status that the API returned, or 0. */
    private volatile int status;

    Response send(Request request, URI baseUri) {
      client = new SystemDefaultHttpClient();
      client.setCredentialsProvider(new SystemDefaultCredentialsProvider());
      client.setHttpRequestRetryHandler((exception, count, context) -> false);
      // REST Assured sends */* if a request lacks one of these headers
      client.addRequestInterceptor(
          (sending, context) ->
              Stream.of("Accept", "Content-Type")
                  .filter(name -> request.header(name) == null)
                  .forEach(sending::removeHeaders));
      client.addResponseInterceptor(this::read);
      // the socket timeout of the HTTP client restarts with each byte
      var exchange = new FutureTask<>(() -> exchange(request, baseUri));
      var thread = new Thread(exchange, "contract-tests-sender");
      thread.setDaemon(true);
      thread.start();
      try {
        return exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        var part = "an incomplete %d response".formatted(status);
        var received = status == 0 ? "no complete response" : part;
        return Response.none("%s within %d s".formatted(received, timeout.toSeconds()), true);
      } catch (ExecutionException e) {
        return failed(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InconclusiveException("The run was interrupted.", e);
      } finally {
        client.getConnectionManager().shutdown();
      }
    }

    private Response exchange(Request request, URI baseUri) {
      // without a port, REST Assured would use 8080 for localhost
      boolean plain = baseUri.getScheme().equalsIgnoreCase("http");
      // overrides defaults that the API's own tests may have set
      var specification = given().config(config).noFilters().urlEncodingEnabled(false);
      specification.auth().none().redirects().follow(false).headers(request.headers());
      specification.port(plain && baseUri.getPort() < 0 ? 80 : RestAssured.UNDEFINED_PORT);
      if (request.body() != null) {
        specification.body(request.body());
      }
      specification.request(request.method(), baseUri + request.target());
      return response;
    }

    private static Response failed(Throwable fault) {
      var causes = Throwables.getCausalChain(fault);
      if (causes.stream().anyMatch(CertificateException.class::isInstance)) {
        return Response.none("the certificate is not trusted", true);
      }
      if (causes.stream().anyMatch(NoSuchAlgorithmException.class::isInstance)) {
        return Response.none("the trust store cannot be read", true);
      }
      if (fault instanceof SSLException) {
        return Response.none("TLS failed: " + fault.getMessage(), true);
      }
      var what =
          fault.getCause() instanceof HttpException cause
              ? "the response is malformed (%s)".formatted(cause.getMessage())
              : "the connection failed: %s".formatted(fault.getMessage());
      return Response.none(what, false);
    }

    /** Reads the response before REST Assured does, which has no limit and logs invalid cookies. */
    private void read(HttpResponse head, HttpContext context) throws IOException {
      int received = head.getStatusLine().getStatusCode();
      var http = HttpCoreContext.adapt(context);
      if (received == 407 || http.getRequest().getRequestLine().getMethod().equals("CONNECT")) {
        // replaced if the API responds
        response = Response.none("the proxy refused the connection with " + received, true);
        return;
      }
      status = received;
      response = decoded(head, defect(head, http.getConnection(HttpClientConnection.class)));
      head.setEntity(null);
      head.removeHeaders("Set-Cookie");
    }

    /** Reads the content and returns its defect, or an empty string. */
    private String defect(HttpResponse head, HttpClientConnection connection) {
      content.reset();
      boolean empty = head.getEntity() == null;
      try {
        connection.setSocketTimeout((int) Math.min(LONGEST_SILENCE, timeout.toMillis() / 4));
        // closing the stream would read the rest of a large response
        read(empty ? InputStream.nullInputStream() : head.getEntity().getContent());
      } catch (IOException e) {
        return e.getMessage();
      }
      try {
        boolean excess = content.size() <= LIMIT && connection.isResponseAvailable(empty ? 3 : 1);
        return !excess ? "" : empty ? "it has a body" : "more bytes follow its end";
      } catch (IOException e) {
        // the server closed the connection, as it may
        return "";
      }
    }

    private void read(InputStream stream) throws IOException {
      var buffer = new byte[8192];
      int length = 0;
      while (length >= 0 && content.size() <= LIMIT) {
        content.write(buffer, 0, length);
        try {
          length = stream.read(buffer);
        } catch (SocketTimeoutException e) {
          length = 0;
          if (isJson()) {
            throw new IOException("it was cut off after %d bytes".formatted(content.size()), e);
          }
        }
      }
    }

    private boolean isJson() {
      return Json.read(content.toString(StandardCharsets.UTF_8)).isPresent();
    }

    private Response decoded(HttpResponse head, String defect) {
      var headers = new LinkedHashMap<String, String>();
      for (var header : head.getAllHeaders()) {
        headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
      }
      var coding = headers.getOrDefault("content-encoding", "").toLowerCase(Locale.ROOT);
      var bytes = content.toByteArray();
      String problem = null;
      if (bytes.length > 0 && !coding.matches("|identity")) {
        try {
          bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readNBytes(LIMIT + 1);
        } catch (IOException e) {
          boolean encoded = !coding.endsWith("gzip") && !isJson();
          bytes = encoded ? new byte[0] : bytes;
          problem =
              encoded
                  ? "is compressed with %s, which the request did not ask for".formatted(coding)
                  : "is not compressed with %s, although its Content-Encoding says so"
                      .formatted(coding);
        }
      }
      var text = new String(bytes, 0, Math.min(bytes.length, LIMIT), StandardCharsets.UTF_8);
      if (bytes.length > LIMIT) {
        problem = "was cut off at %d MiB".formatted(LIMIT >> 20);
      } else if (problem == null && !Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8))) {
        problem = "is not UTF-8";
      }
      var fault =
          defect.isEmpty() ? null : "the %d response is malformed (%s)".formatted(status, defect);
      return new Response(fault, false, status, headers, text, problem);
    }
  }
}
