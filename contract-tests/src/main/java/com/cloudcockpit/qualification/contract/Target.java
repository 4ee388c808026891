package com.cloudcockpit.qualification.contract;

import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;
import static io.restassured.config.HttpClientConfig.httpClientConfig;
import static io.restassured.config.RedirectConfig.redirectConfig;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request.Method;
import com.atlassian.oai.validator.report.LevelResolverFactory;
import com.atlassian.oai.validator.restassured.RestAssuredResponse;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.http.client.HttpClient;

/** Sends requests to what is checked, one after another, and remembers each exchange. */
final class Target implements AutoCloseable {

  private static final OpenApiInteractionValidator VALIDATOR =
      OpenApiInteractionValidator.createForInlineApiSpecification(Contract.TEXT)
          .withLevelResolver(LevelResolverFactory.withAdditionalPropertiesIgnored())
          .build();

  private final Settings settings;
  private final RestAssuredConfig config;
  private final List<Exchange> exchanges = new ArrayList<>();
  private final ExecutorService sender =
      Executors.newCachedThreadPool(
          task -> {
            var thread = new Thread(task, "contract-tests-sender");
            thread.setDaemon(true);
            return thread;
          });

  Target(Settings settings) {
    this.settings = settings;
    config = config(settings.timeout());
  }

  /** Follows no redirects, which would take secrets along, and waits so long for each byte. */
  static RestAssuredConfig config(Duration timeout) {
    int millis = Math.toIntExact(timeout.toMillis());
    return RestAssuredConfig.config()
        .redirect(redirectConfig().followRedirects(false))
        .encoderConfig(encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false))
        .httpClient(
            httpClientConfig()
                .httpClientFactory(Target::newHttpClient)
                .setParam("http.connection.timeout", millis)
                .setParam("http.socket.timeout", millis));
  }

  /**
   * A client that heeds the JVM's settings for proxies and trust, and reads the trust store once.
   */
  @SuppressWarnings("deprecation") // REST Assured takes no newer kind
  private static HttpClient newHttpClient() {
    return new org.apache.http.impl.client.SystemDefaultHttpClient();
  }

  /**
   * A request that keeps the contract, with a correlation id of its own, for a customer that nobody
   * has.
   */
  Request request() {
    var body =
        settings.customer() == null ? Contract.requestExample() : settings.customer().update();
    var headers = new LinkedHashMap<String, String>();
    headers.put("Authorization", "Bearer " + settings.token());
    for (var parameter : Contract.OPERATION.getParameters()) {
      if (parameter.getIn().equals("header") && parameter.getRequired()) {
        headers.put(parameter.getName(), Contract.example(parameter));
      }
    }
    return new Request(UUID.randomUUID().toString(), headers, Contract.JSON_TYPE, body.toString())
        .with("X-Tenant", settings.tenant())
        .with("X-Correlation-Id", UUID.randomUUID().toString());
  }

  /** As {@link #request()}, but for the customer that may be changed, if there is one. */
  Request requestForCustomer() {
    var request = request();
    return settings.customer() == null ? request : request.to(settings.customer().id().toString());
  }

  Exchange send(Request request) {
    long start = System.nanoTime();
    var answer = answer(request);
    var exchange =
        new Exchange(request, answer, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    exchanges.add(exchange);
    return exchange;
  }

  /** All exchanges so far. */
  List<Exchange> exchanges() {
    return exchanges;
  }

  @Override
  public void close() {
    sender.shutdownNow();
  }

  private Answer answer(Request request) {
    // The timeouts of the HTTP client begin anew with each byte
    var pending = sender.submit(() -> exchange(request));
    try {
      return pending.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      pending.cancel(true);
      return Answer.none("nothing complete within " + settings.timeout().toSeconds() + " s", true);
    } catch (ExecutionException e) {
      var fault = e.getCause();
      boolean unreachable =
          fault instanceof ConnectException
              || fault instanceof InterruptedIOException
              || fault instanceof NoRouteToHostException
              || fault instanceof SSLException
              || fault instanceof UnknownHostException;
      return Answer.none(settings.redact(fault.toString()), unreachable);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.none("interrupted", true);
    }
  }

  private Answer exchange(Request request) {
    var specification =
        given().config(config).headers(request.headers()).contentType(request.contentType());
    if (request.body() != null) {
      specification.body(request.body());
    }
    var response =
        specification.urlEncodingEnabled(false).patch(settings.baseUri() + request.path());
    return new Answer(
        null,
        false,
        response.statusCode(),
        header(response, "Content-Type"),
        header(response, "Location").replaceFirst("[?#].*", ""),
        settings.redact(response.asString()),
        violations(response));
  }

  private List<Answer.Violation> violations(Response response) {
    return VALIDATOR
        .validateResponse(Contract.PATH, Method.PATCH, RestAssuredResponse.of(response))
        .getMessages()
        .stream()
        .map(
            message ->
                new Answer.Violation(message.getKey(), settings.redact(message.getMessage())))
        .toList();
  }

  private String header(Response response, String name) {
    var value = response.getHeader(name);
    return value == null ? "" : settings.redact(value);
  }
}
