package com.cloudcockpit.qualification.contract;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.report.LevelResolverFactory;
import com.cloudcockpit.qualification.contract.spec.Contract;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;

/**
 * A small implementation of the API, written by hand rather than derived from the specification,
 * except for parameters and properties that the contract gained later. It complies with the
 * contract unless a {@link Variation} changes its responses.
 */
public final class ApiServer implements AutoCloseable {

  public static final String TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJxYSJ9.c2lnbmF0dXJlLXNlY3JldA";
  public static final UUID CUSTOMER = UUID.fromString("7d444840-9dc0-41d1-b245-5ffdce74fad2");
  public static final String INSTANCE = "instance-1";
  public static final String QUALIFICATION = "{\"educationSegment\":\"K12\"}";

  static final String UNKNOWN_CUSTOMER = "the customer is unknown";

  private static final Pattern UUID_PATTERN =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  static {
    // otherwise the JDK's server delays the body, which it writes after the headers
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** The parameters and properties that {@link #traits} validates by hand. */
  static final Set<String> HANDWRITTEN =
      Set.of("customerId", "X-Tenant", "X-Correlation-Id", "providerInstanceId", "qualification");

  /** Skips a test if the contract no longer has everything that this server requires. */
  public static void assumeThatNothingWasRemoved() {
    Assumptions.assumeTrue(removed().isEmpty());
  }

  /** Validates what the contract gained later; empty if it gained nothing. */
  private static final Optional<OpenApiInteractionValidator> GAINED =
      gained().isEmpty()
          ? Optional.empty()
          : Optional.of(
              OpenApiInteractionValidator.createForInlineApiSpecification(
                      Contract.resource("openapi.yaml"))
                  .withLevelResolver(LevelResolverFactory.withAdditionalPropertiesIgnored())
                  .build());

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Variation variation;

  public ApiServer(Variation variation) throws IOException {
    this.variation = variation;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** {@return the checks for this server, without REST Assured and a network} */
  ContractChecks.Builder fastChecks(boolean withCustomer) {
    var checks = checks(withCustomer);
    checks.transport = (request, uri) -> DirectExchange.send(this::serve, request, uri);
    return checks;
  }

  /** {@return the checks for this server} */
  ContractChecks.Builder checks(boolean withCustomer) {
    var checks = ContractChecks.builder().baseUri(url()).tenant("portal.example.com").token(TOKEN);
    return withCustomer ? checks.customer(CUSTOMER, INSTANCE, QUALIFICATION) : checks;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** The faults of a request, and what is unusual but valid about it. */
  public record Traits(List<String> faults, List<String> variants) {

    private void variantIf(boolean so, String variant) {
      if (so) {
        variants.add(variant);
      }
    }
  }

  /** A response to send. */
  public static final class Reply {
    public int status;
    public String contentType = "application/json";
    public String body;
    String encoding;
    public String location;
    public String retryAfter;

    /** The number of bytes of the body to send before closing the connection, or -1 for all. */
    int truncateAfter = -1;

    boolean chunked;
    long delayMillis;

    public Reply(int status, String body) {
      this.status = status;
      this.body = body;
    }

    ObjectNode json() {
      return (ObjectNode) Json.read(body).orElseThrow();
    }
  }

  /** A variation of the server. */
  public interface Variation {

    /**
     * Returns the fault that the server reports, or null if it accepts the request. By default,
     * this is the first one; an unknown customer comes last.
     */
    default String choose(Traits traits) {
      return traits.faults().isEmpty() ? null : traits.faults().get(0);
    }

    /** Modifies or replaces a response; null closes the connection. */
    default Reply change(String fault, HttpExchange exchange, Reply reply) throws IOException {
      return reply;
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      var path = exchange.getRequestURI().getPath();
      boolean exists =
          path.matches("/v1/Customers/[^/]+/microsoft-qualification")
              && exchange.getRequestMethod().equals("PATCH");
      var fault = exists ? variation.choose(traits(exchange, body)) : "there is no such path";
      int status = status(fault);
      var plain =
          new Reply(status, status == 400 || status == 404 ? error(status, fault, exchange) : "");
      send(exchange, variation.change(fault, exchange, plain));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static int status(String fault) {
    if (fault == null) {
      return 204;
    }
    return fault.startsWith("authorization")
        ? 401
        : fault.startsWith("content type")
            ? 415
            : fault.equals(UNKNOWN_CUSTOMER) || fault.equals("there is no such path") ? 404 : 400;
  }

  private static void send(HttpExchange exchange, Reply reply)
      throws IOException, InterruptedException {
    if (reply == null) {
      return;
    }
    Thread.sleep(reply.delayMillis);
    var bytes = reply.body.getBytes(StandardCharsets.UTF_8);
    var headers = exchange.getResponseHeaders();
    if ("gzip".equals(reply.encoding) && bytes.length > 0) {
      bytes = gzip(bytes);
      headers.set("Content-Encoding", "gzip");
    }
    if (reply.location != null) {
      headers.set("Location", reply.location);
    }
    if (reply.retryAfter != null) {
      headers.set("Retry-After", reply.retryAfter);
    }
    if (reply.contentType != null && (bytes.length > 0 || reply.contentType.contains("html"))) {
      headers.set("Content-Type", reply.contentType);
    }
    if (bytes.length == 0) {
      exchange.sendResponseHeaders(reply.status, -1);
      return;
    }
    exchange.sendResponseHeaders(reply.status, reply.chunked ? 0 : bytes.length);
    exchange
        .getResponseBody()
        .write(bytes, 0, reply.truncateAfter < 0 ? bytes.length : reply.truncateAfter);
    if (reply.truncateAfter < 0) {
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

  private static String error(int status, String fault, HttpExchange exchange) {
    var error =
        Json.MAPPER
            .createObjectNode()
            .put("statusCode", status)
            .put("type", status == 404 ? "NotFound" : "BadRequest")
            .put("description", "Rejected: " + fault)
            .put("correlationId", exchange.getRequestHeaders().getFirst("X-Correlation-Id"));
    error
        .putArray("errors")
        .addObject()
        .put("propertyName", fault.split(" ")[0])
        .putArray("description")
        .add("Invalid.");
    return error.toString();
  }

  private static Traits traits(HttpExchange exchange, byte[] body) {
    var traits = new Traits(new ArrayList<>(), new ArrayList<>());
    var headers = exchange.getRequestHeaders();
    addAuthorization(headers.getFirst("Authorization"), traits);
    var customerId = exchange.getRequestURI().getPath().split("/")[3];
    addUuid("customerId", customerId, traits);
    var tenant = headers.getFirst("X-Tenant");
    if (tenant == null || tenant.isEmpty()) {
      traits.faults().add("X-Tenant " + (tenant == null ? "missing" : "empty"));
    }
    var correlationId = headers.getFirst("X-Correlation-Id");
    traits.variantIf(correlationId == null, "X-Correlation-Id missing");
    if (correlationId != null) {
      addUuid("X-Correlation-Id", correlationId, traits);
    }
    addContent(headers, body, traits);
    var accept = headers.getFirst("Accept");
    traits.variantIf(accept == null, "Accept missing");
    traits.variantIf("*/*".equals(accept), "Accept of any media type");
    traits.variantIf(accept != null && accept.contains(","), "Accept with several media types");
    if (traits.faults().isEmpty() && violatesGainedPart(exchange, body)) {
      traits.faults().add("gained parameter or property invalid: " + gained());
    }
    if (!customerId.equalsIgnoreCase(CUSTOMER.toString())) {
      traits.faults().add(UNKNOWN_CUSTOMER);
    }
    return traits;
  }

  /** {@return the parameters and properties of the contract that this server does not know} */
  static Set<String> gained() {
    var names = names(Contract.published());
    names.removeAll(HANDWRITTEN);
    return names;
  }

  private static Set<String> names(Contract contract) {
    var names = new TreeSet<String>(contract.requestSchema().getProperties().keySet());
    contract.parameters().forEach(parameter -> names.add(parameter.getName()));
    return names;
  }

  /** {@return the parameters and properties of this server that the contract does not have} */
  static Set<String> removed() {
    var names = new TreeSet<>(HANDWRITTEN);
    names.removeAll(names(Contract.published()));
    return names;
  }

  private static boolean violatesGainedPart(HttpExchange exchange, byte[] body) {
    var request =
        SimpleRequest.Builder.patch(exchange.getRequestURI().getRawPath())
            .withBody(new String(body, StandardCharsets.UTF_8));
    exchange.getRequestHeaders().forEach(request::withHeader);
    var query = exchange.getRequestURI().getQuery();
    if (query != null) {
      for (var parameter : query.split("&")) {
        var nameAndValue = parameter.split("=", 2);
        request.withQueryParam(nameAndValue[0], nameAndValue[1]);
      }
    }
    return GAINED.filter(spec -> spec.validateRequest(request.build()).hasErrors()).isPresent();
  }

  private static void addAuthorization(String header, Traits traits) {
    traits.variantIf(("bearer " + TOKEN).equals(header), "authorization in lower case");
    if (header == null) {
      traits.faults().add("authorization missing");
    } else if (!header.equals("Bearer " + TOKEN) && !header.equals("bearer " + TOKEN)) {
      traits.faults().add("authorization with " + authorizationFault(header));
    }
  }

  private static String authorizationFault(String header) {
    if (header.equals("Bearer")) {
      return "no token";
    }
    if (header.equals(TOKEN)) {
      return "no scheme";
    }
    if (header.equals("Bearer malformed")) {
      return "a malformed token";
    }
    if (header.substring(7).equalsIgnoreCase(TOKEN) && header.startsWith("Bearer ")) {
      return "upper and lower case swapped";
    }
    if (!header.startsWith("Bearer ")) {
      return "scheme " + header.substring(0, header.indexOf(' '));
    }
    var token = header.substring("Bearer ".length());
    if (token.startsWith(TOKEN)) {
      return token.contains(" ") ? "a word after the token" : "a longer token";
    }
    if (TOKEN.startsWith(token)) {
      return token.equals(TOKEN.substring(0, TOKEN.lastIndexOf('.')))
          ? "no signature"
          : "a shorter token";
    }
    var expected = TOKEN.split("\\.");
    var parts = token.split("\\.", -1);
    return !parts[0].equals(expected[0])
        ? "a modified header"
        : !parts[1].equals(expected[1]) ? "a modified payload" : "a modified signature";
  }

  private static void addUuid(String name, String text, Traits traits) {
    if (UUID_PATTERN.matcher(text).matches()) {
      traits.variantIf(!text.equals(text.toLowerCase(Locale.ROOT)), name + " in upper case");
      traits.variantIf(text.matches("[0-]+"), name + " of only zeros");
      traits.variantIf(text.charAt(14) != '4', name + " of version " + text.charAt(14));
      traits.variantIf("cdCD".indexOf(text.charAt(19)) >= 0, name + " of another variant");
    } else {
      traits.faults().add(name + " " + uuidFault(text));
    }
  }

  private static String uuidFault(String text) {
    if (text.isEmpty()) {
      return "empty";
    }
    if (text.startsWith("{")) {
      return "in braces";
    }
    if (text.startsWith("urn:uuid:")) {
      return "as a URN";
    }
    if (text.matches("[0-9a-f]{32}")) {
      return "without dashes";
    }
    if (text.matches("(\\w-){4}\\w")) {
      return "with short groups";
    }
    var uuid = UUID_PATTERN.matcher(text);
    if (uuid.find()) {
      return uuid.start() > 0 ? "preceded by text" : "followed by text";
    }
    return text.length() == 36 ? "with a non-hexadecimal digit" : "malformed";
  }

  private static void addContent(Headers headers, byte[] body, Traits traits) {
    var type = headers.getFirst("Content-Type");
    if (body.length == 0) {
      traits.faults().add("body missing");
    } else if (type == null) {
      traits.faults().add("content type missing");
    } else if (!type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      traits.faults().add("content type " + type + (body[0] == '{' ? " for JSON" : ""));
    } else {
      traits.variantIf(type.contains("charset=utf-8"), "content type with a charset");
      traits.variantIf(type.contains("charset=UTF-8"), "content type with an upper-case charset");
      traits.variantIf(type.contains("\""), "content type with a quoted charset");
      traits.variantIf(type.startsWith("APP"), "content type in upper case");
      addBody(body, traits);
    }
  }

  private static void addBody(byte[] bytes, Traits traits) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      traits.faults().add("body that is not UTF-8");
      return;
    }
    var json = Json.read(text);
    if (json.isEmpty()) {
      traits.faults().add("body " + syntaxFault(text));
    } else if (!json.get().isObject()) {
      traits.faults().add("body " + kind(json.get()));
    } else if (json.get().isEmpty()) {
      traits.faults().add("body without properties");
    } else {
      addProperties(json.get(), text, traits);
    }
  }

  private static String syntaxFault(String text) {
    if (text.startsWith("/*")) {
      return "with a comment";
    }
    if (text.contains("'")) {
      return "with single quotes";
    }
    if (text.contains("NaN") || text.endsWith(",}")) {
      return text.endsWith(",}") ? "with a trailing comma" : "with NaN";
    }
    return text.contains("}") && text.endsWith("more")
        ? "followed by text"
        : text.startsWith("{") ? "that is truncated" : "that is not JSON";
  }

  private static void addProperties(JsonNode json, String text, Traits traits) {
    var instance = json.path("providerInstanceId");
    var qualification = json.path("qualification");
    if (!instance.isTextual() || instance.asText().isEmpty()) {
      traits.faults().add("providerInstanceId " + kind(instance));
    }
    if (!qualification.isObject()) {
      traits.faults().add("qualification " + kind(qualification));
    }
    var id = instance.asText();
    traits.variantIf(!id.equals(INSTANCE), "providerInstanceId other than the customer's");
    traits.variantIf(id.equals("string"), "providerInstanceId of the documentation page");
    traits.variantIf(id.equals("x"), "providerInstanceId of one character");
    traits.variantIf(id.equals(" "), "providerInstanceId of a space");
    traits.variantIf(id.equals("42"), "providerInstanceId of digits");
    traits.variantIf(id.length() > 100, "providerInstanceId of many characters");
    traits.variantIf(id.contains("<"), "providerInstanceId with punctuation");
    traits.variantIf(!isAscii(id), "providerInstanceId with non-ASCII characters");
    traits.variantIf(qualification.isEmpty(), "qualification without properties");
    traits.variantIf(qualification.has("nested"), "qualification with nested objects");
    traits.variantIf(qualification.has("fraction"), "qualification with each JSON type");
    traits.variantIf(qualification.has("large"), "qualification of 64 KiB");
    traits.variantIf(qualification.has("punctuation"), "qualification with punctuation");
    traits.variantIf(qualification.has("$name"), "qualification with unusual names");
    traits.variantIf(!isAscii(qualification.toString()), "qualification with non-ASCII characters");
    var named = Contract.published().requestSchema().getProperties().keySet();
    traits.variantIf(
        json.properties().stream().anyMatch(property -> !named.contains(property.getKey())),
        "body with an unknown property");
    traits.variantIf(text.contains("\t"), "body with whitespace");
    traits.variantIf(text.contains("\\u0070"), "body with escaped characters");
    traits.variantIf(
        text.indexOf("\"qualification") < text.indexOf("\"providerInstanceId"),
        "body with properties in reverse order");
  }

  private static boolean isAscii(String text) {
    return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING ->
          node.asText().isEmpty()
              ? "as an empty string"
              : Optional.of(node.asText()).flatMap(Json::read).isPresent()
                  ? "as a string of JSON"
                  : "as a string";
      case ARRAY -> node.isEmpty() ? "as an empty array" : "as an array of a valid value";
      case NUMBER -> node.asInt() == 0 ? "as zero" : "as a number";
      case BOOLEAN -> node.asBoolean() ? "as a boolean" : "as false";
      case MISSING -> "missing";
      default -> "as " + Json.kind(node);
    };
  }
}
