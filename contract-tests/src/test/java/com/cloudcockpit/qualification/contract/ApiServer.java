package com.cloudcockpit.qualification.contract;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.report.LevelResolverFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

/**
 * A small server of the API. Its rules are written by hand and not from the specification, but for
 * those that the specification gained after them. As it is it keeps the contract; a {@link
 * Variation} changes how it answers.
 */
final class ApiServer implements AutoCloseable {

  static final String TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJxYSJ9.c2lnbmF0dXJlLXNlY3JldA";
  static final UUID CUSTOMER = UUID.fromString("7d444840-9dc0-11d1-b245-5ffdce74fad2");

  static {
    // The server of the JDK writes headers and body apart, and waits between them otherwise
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final OpenApiInteractionValidator SPECIFICATION =
      OpenApiInteractionValidator.createForInlineApiSpecification(Contract.TEXT)
          .withLevelResolver(LevelResolverFactory.withAdditionalPropertiesIgnored())
          .build();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Variation variation;

  ApiServer(Variation variation) throws IOException {
    this.variation = variation;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  Settings settings(boolean withCustomer, Duration timeout) {
    var customer =
        withCustomer
            ? new Settings.Customer(
                CUSTOMER,
                "instance-1",
                Contract.JSON.createObjectNode().put("educationSegment", "K12"))
            : null;
    var baseUri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new Settings(baseUri, "portal.example.com", TOKEN, customer, false, timeout);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** Why the server refuses a request. Each is a rule of the contract that a lie can break. */
  enum Refusal {
    NO_TOKEN(401),
    OTHER_SCHEME(401),
    WRONG_TOKEN(401),
    CUSTOMER_ID_NO_UUID(400),
    NO_TENANT(400),
    EMPTY_TENANT(400),
    CORRELATION_ID_NO_UUID(400),
    OTHER_RULE(400),
    OTHER_CONTENT_TYPE(415),
    NO_BODY(400),
    MALFORMED_BODY(400),
    BODY_NO_OBJECT(400),
    NO_INSTANCE(400),
    NULL_INSTANCE(400),
    EMPTY_INSTANCE(400),
    NUMBER_INSTANCE(400),
    BOOLEAN_INSTANCE(400),
    ARRAY_INSTANCE(400),
    OBJECT_INSTANCE(400),
    NO_QUALIFICATION(400),
    NULL_QUALIFICATION(400),
    STRING_QUALIFICATION(400),
    NUMBER_QUALIFICATION(400),
    BOOLEAN_QUALIFICATION(400),
    ARRAY_QUALIFICATION(400),
    UNKNOWN_CUSTOMER(404);

    final int status;

    Refusal(int status) {
      this.status = status;
    }
  }

  /** An answer before it is sent. */
  static final class Reply {
    int status;
    String contentType = "application/json";
    String body;
    String encoding;
    String location;

    /** Sends only this many bytes of the body and closes the connection; -1 for all. */
    int breakOffAfter = -1;

    boolean chunked;
    long delayMillis;

    Reply(int status, String body) {
      this.status = status;
      this.body = body;
    }

    ObjectNode json() {
      return (ObjectNode) Contract.json(body);
    }

    Reply body(JsonNode json) {
      body = json.toString();
      return this;
    }
  }

  /** One way to differ from the plain server. */
  interface Variation {

    /**
     * Which of the reasons to refuse a request counts; null for none. All that apply come in the
     * usual order.
     */
    default Refusal choose(List<Refusal> refusals) {
      return refusals.isEmpty() ? null : refusals.get(0);
    }

    /** Changes an answer, or makes another. */
    default Reply change(Refusal refusal, HttpExchange exchange, Reply reply) throws IOException {
      return reply;
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var refusal = variation.choose(refusals(exchange, body));
      var plain =
          refusal == null
              ? new Reply(204, "")
              : new Reply(
                  refusal.status,
                  refusal.status == 401 || refusal.status == 415 ? "" : error(refusal, exchange));
      send(exchange, variation.change(refusal, exchange, plain));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, Reply reply)
      throws IOException, InterruptedException {
    if (reply == null) {
      return;
    }
    Thread.sleep(reply.delayMillis);
    var bytes = reply.body.getBytes(StandardCharsets.UTF_8);
    if ("gzip".equals(reply.encoding) && bytes.length > 0) {
      bytes = gzip(bytes);
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    }
    if (reply.location != null) {
      exchange.getResponseHeaders().set("Location", reply.location);
    }
    if (bytes.length == 0) {
      exchange.sendResponseHeaders(reply.status, -1);
      return;
    }
    if (reply.contentType != null) {
      exchange.getResponseHeaders().set("Content-Type", reply.contentType);
    }
    exchange.sendResponseHeaders(reply.status, reply.chunked ? 0 : bytes.length);
    exchange
        .getResponseBody()
        .write(bytes, 0, reply.breakOffAfter < 0 ? bytes.length : reply.breakOffAfter);
    if (reply.breakOffAfter < 0) {
      exchange.getResponseBody().close();
    }
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  private static String error(Refusal refusal, HttpExchange exchange) {
    var error =
        Contract.JSON
            .createObjectNode()
            .put("statusCode", refusal.status)
            .put("type", refusal.status == 404 ? "NotFound" : "BadRequest")
            .put("description", "Refused: " + refusal)
            .put("correlationId", exchange.getRequestHeaders().getFirst("X-Correlation-Id"));
    error
        .putArray("errors")
        .addObject()
        .put("propertyName", refusal.name())
        .putArray("description")
        .add("Wrong.");
    return error.toString();
  }

  private static List<Refusal> refusals(HttpExchange exchange, String body) {
    var refusals = new ArrayList<Refusal>();
    var headers = exchange.getRequestHeaders();
    var authorization = headers.getFirst("Authorization");
    if (authorization == null) {
      refusals.add(Refusal.NO_TOKEN);
    } else if (!authorization.startsWith("Bearer ")) {
      refusals.add(Refusal.OTHER_SCHEME);
    } else if (!authorization.equals("Bearer " + TOKEN)) {
      refusals.add(Refusal.WRONG_TOKEN);
    }
    var customerId = exchange.getRequestURI().getPath().split("/")[3];
    if (!isUuid(customerId)) {
      refusals.add(Refusal.CUSTOMER_ID_NO_UUID);
    }
    var tenant = headers.getFirst("X-Tenant");
    if (tenant == null) {
      refusals.add(Refusal.NO_TENANT);
    } else if (tenant.isBlank()) {
      refusals.add(Refusal.EMPTY_TENANT);
    }
    var correlationId = headers.getFirst("X-Correlation-Id");
    if (correlationId != null && !isUuid(correlationId)) {
      refusals.add(Refusal.CORRELATION_ID_NO_UUID);
    }
    if (!headers.getFirst("Content-Type").startsWith("application/json")) {
      refusals.add(Refusal.OTHER_CONTENT_TYPE);
    } else {
      addBodyRefusals(body, refusals);
    }
    if (refusals.isEmpty() && breaksTheSpecification(exchange, body)) {
      refusals.add(Refusal.OTHER_RULE);
    }
    if (!customerId.equals(CUSTOMER.toString())) {
      refusals.add(Refusal.UNKNOWN_CUSTOMER);
    }
    return refusals;
  }

  private static boolean breaksTheSpecification(HttpExchange exchange, String body) {
    var request = SimpleRequest.Builder.patch(exchange.getRequestURI().getRawPath()).withBody(body);
    exchange.getRequestHeaders().forEach(request::withHeader);
    return SPECIFICATION.validateRequest(request.build()).hasErrors();
  }

  private static void addBodyRefusals(String body, List<Refusal> refusals) {
    if (body.isEmpty()) {
      refusals.add(Refusal.NO_BODY);
      return;
    }
    JsonNode json;
    try {
      json = Contract.json(body);
    } catch (RuntimeException e) {
      refusals.add(Refusal.MALFORMED_BODY);
      return;
    }
    if (!json.isObject()) {
      refusals.add(Refusal.BODY_NO_OBJECT);
      return;
    }
    var instance = json.path("providerInstanceId");
    if (!instance.isTextual() || instance.asText().isEmpty()) {
      refusals.add(Refusal.valueOf(kind(instance) + "_INSTANCE"));
    }
    var qualification = json.path("qualification");
    if (!qualification.isObject()) {
      refusals.add(Refusal.valueOf(kind(qualification) + "_QUALIFICATION"));
    }
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case MISSING -> "NO";
      case STRING -> node.asText().isEmpty() ? "EMPTY" : "STRING";
      default -> node.getNodeType().name();
    };
  }

  private static boolean isUuid(String text) {
    return text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  }
}
