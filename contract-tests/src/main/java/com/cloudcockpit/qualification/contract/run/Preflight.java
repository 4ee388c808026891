package com.cloudcockpit.qualification.contract.run;

import com.cloudcockpit.qualification.contract.cases.Template;
import com.cloudcockpit.qualification.contract.http.InconclusiveException;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.http.Response;
import com.cloudcockpit.qualification.contract.http.Target;
import com.cloudcockpit.qualification.contract.http.Target.Exchange;
import com.cloudcockpit.qualification.contract.spec.Field;
import com.cloudcockpit.qualification.contract.spec.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.google.common.base.Ascii;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds out whether the target is the API and accepts a valid request. If not, decides whether the
 * API violates the contract, or whether an outage, a login page or the user's values are the cause.
 * Reads the names in the API's errors, never their texts.
 */
public record Preflight(Target target, Template template) {

  /**
   * What the first request of an operation showed.
   *
   * @param first the exchange, or null if the request was not sent
   * @param reason why the cases cannot be sent, or an empty string if they can
   */
  public record Obstacle(Exchange first, String reason) {

    static final String NOT_SERVED = "the API does not serve the path of the operation";

    /** {@return whether the API does not serve the path, which violates the contract} */
    public boolean isNotServed() {
      return reason.equals(NOT_SERVED);
    }
  }

  /** What to do if there is no usable response, by a pattern of its summary; the first applies. */
  private static final String[][] ADVICE = {
    {".*certificate.*", "set -Djavax.net.ssl.trustStore to a trust store with its CA."},
    {".*trust store.*", "check -Djavax.net.ssl.trustStore and -Djavax.net.ssl.trustStorePassword."},
    {".*SSL message.*", "use http:// if the server does not support TLS."},
    {"no response.*", "check the base URL and that the server is running."},
    {"(429|50[234]).*", "try again later, or use --rate to send fewer requests per second."},
    {".*", "a login page, firewall or proxy is in front of the API; use a URL that bypasses it."}
  };

  /** The {@code Server} header of the mock. */
  private static final String MOCK = "microsoft-qualification-mock";

  private static final Set<Integer> INVALID = Set.of(400, 422);

  /** An invalid value, sent as text in a header, unless a boolean is expected. */
  private static final JsonNode WRONG = BooleanNode.TRUE;

  /**
   * Sends the first request of the operation, and others if it is not accepted.
   *
   * @throws InconclusiveException if the target cannot be checked at all
   */
  Obstacle check() {
    var request = template.isSafe() ? template.request() : template.request().withBody("{");
    var first = target.send(request);
    if (!template.deployment().mock() && first.response().header("Server").equals(MOCK)) {
      throw new InconclusiveException(sentence("is the mock: pass --mock."));
    }
    return new Obstacle(first, obstacle(first));
  }

  private String obstacle(Exchange first) {
    var response = first.response();
    int status = response.status();
    if (response.unreachable()) {
      throw new InconclusiveException(unavailable(response));
    }
    if (status == 401) {
      boolean mock = template.deployment().mock();
      var advice = mock ? "omit --mock." : "get a new token, and check its audience.";
      throw new InconclusiveException(
          sentence("rejects the token with 401%s: %s", response.quote(), advice));
    }
    if (status == 403) {
      return response.isWebPage() ? unavailable(response) : rejected(response);
    }
    if (response.isSuccess() && !response.isWebPage()) {
      return "";
    }
    if (isOwnRedirect(first)) {
      return Obstacle.NOT_SERVED;
    }
    boolean inFront = response.isOutage() || response.isRedirect() || response.isSuccess();
    if (inFront && send(template.request().withoutHeader("Authorization")).status() == status) {
      throw new InconclusiveException(unavailable(response));
    }
    if (response.fault() == null && isUnknownPath(first.request())) {
      return Obstacle.NOT_SERVED;
    }
    if (template.isKnown() && status == 404) {
      return sentence(
          "does not know the %s of %s (404%s): check the values and the tenant.",
          template.resource(), template.operation().id(), response.quote());
    }
    boolean conclusive =
        !template.isSafe()
            || status / 100 != 4
            || isAccepted(response)
            || !isCompliant(response)
            || others().anyMatch(request -> isAccepted(send(request)))
            || INVALID.contains(status) && isAtFault(response);
    return conclusive ? "" : rejected(response);
  }

  private String rejected(Response response) {
    return sentence(
        "rejects valid requests for %s (%d%s): check the tenant, the values and the token's role.",
        template.operation().id(), response.status(), response.quote());
  }

  /** {@return the sentence about a response that does not come from the API} */
  String unavailable(Response response) {
    var summary = response.summary();
    var advice = Stream.of(ADVICE).filter(row -> summary.matches("(?s)" + row[0])).findFirst();
    return sentence("returned %s%s: %s", summary, response.quote(), advice.orElseThrow()[1]);
  }

  String sentence(String predicate, Object... words) {
    return "%s %s".formatted(target.baseUri(), predicate.formatted(words));
  }

  /** {@return whether the API redirects to a variant of the path} */
  private boolean isOwnRedirect(Exchange first) {
    var location = first.response().header("Location");
    var there = location.startsWith("/") ? target.baseUri().resolve("/") + location : location;
    var here = target.baseUri() + first.request().target();
    return first.response().isRedirect() && spelling(here).equals(spelling(there));
  }

  private static String spelling(String url) {
    var place = Ascii.toLowerCase(url).replaceFirst("[?#].*", "").replaceAll("/+", "/");
    var host = place.replaceFirst("^\\w+:/([^/:]*)[^/]*", "$1").replaceFirst("/$", "");
    return host.replaceFirst("/v\\d[\\w.]*/", "/");
  }

  /** {@return whether the target responds to the operation's path as it does to an unknown one} */
  private boolean isUnknownPath(Request request) {
    var malformed = request.path().replaceAll("\\{.*?}", "malformed");
    return Stream.of(
            request,
            request.withoutHeader("Authorization"),
            request.withoutHeader(Operation.TENANT),
            template.operation().body().isPresent() ? request.withBody("{") : request,
            request.withPath(malformed),
            request.withMethod(request.method().equals("GET") ? "PATCH" : "GET"))
        .allMatch(one -> essence(one).equals(essence(one.withPath(one.path() + "-unknown"))));
  }

  private boolean isAccepted(Response response) {
    return response.isSuccess() || template.accepted().allows(response.status());
  }

  private boolean isCompliant(Response response) {
    var operation = template.operation();
    return response
        .json()
        .filter(json -> operation.content(response.status()).isPresent())
        .filter(json -> operation.problems(response.status(), json).isEmpty())
        .filter(json -> operation.errorProperties().stream().anyMatch(json::has))
        .isPresent();
  }

  /** {@return other valid requests} */
  private Stream<Request> others() {
    var examples = template.operation().bodyExamples().values().stream();
    return Stream.of(
            Stream.of(template.fullRequest()),
            fields().filter(field -> !field.required()).map(field -> template.with(field, null)),
            examples.map(body -> template.request().withBody(body.toString())),
            template.requestsWithOtherTexts().stream())
        .flatMap(requests -> requests);
  }

  /** {@return whether the API provably requires something that the contract does not} */
  private boolean isAtFault(Response response) {
    // an unknown ID must get 404, so it must not be called invalid
    var id = template.operation().resourceId().map(field -> plain(field.name()));
    return properties(response).anyMatch(this::isForeign)
        || id.isPresent() && properties(send(template.unknownRequest())).anyMatch(id.get()::equals)
        || fields()
            .filter(field -> field.required() && field.isIn("body"))
            .anyMatch(field -> isAccepted(send(template.with(field, null))))
        || ignoresSomethingRequired();
  }

  /** {@return the names of the properties that the API calls invalid, in plain form} */
  private static Stream<String> properties(Response response) {
    return response.json().stream()
        .filter(json -> INVALID.contains(response.status()))
        .flatMap(json -> json.findValues("propertyName").stream())
        .map(name -> plain(name.asText("")))
        .filter(name -> !name.isEmpty());
  }

  /** {@return whether a name has nothing in common with a name of the contract or of HTTP} */
  private boolean isForeign(String name) {
    var http = Stream.of("body", "Content-Type", "Authorization", "Accept", "request");
    return Stream.concat(template.operation().fields().stream().map(Field::name), http)
        .map(Preflight::plain)
        .noneMatch(known -> known.contains(name) || name.contains(known));
  }

  private static String plain(String name) {
    return Ascii.toLowerCase(name).replaceAll("[^a-z0-9]", "");
  }

  /**
   * {@return whether omitting something required leaves the error unchanged, although a wrong value
   * there changes it}
   */
  private boolean ignoresSomethingRequired() {
    var usual = essence(template.request());
    return fields()
        .filter(field -> field.required() && essence(template.with(field, null)).equals(usual))
        .anyMatch(
            field ->
                fields()
                    .filter(other -> other.isIn(field.in()) && !other.equals(field))
                    .anyMatch(other -> !essence(template.with(other, WRONG)).equals(usual)));
  }

  /** {@return the properties and parameters, except IDs in the path and the tenant} */
  private Stream<Field> fields() {
    return template.operation().fields().stream()
        .filter(field -> !field.isIn("path") && !field.name().equals(Operation.TENANT));
  }

  private Response send(Request request) {
    return target.send(request).response();
  }

  /** {@return the response to a request, without the values that differ between requests} */
  private String essence(Request request) {
    var response = send(request);
    var body = response.body().replace(request.target().substring(1), "");
    var text = body.replaceAll(Template.UUID_PATTERN + "|\\d+", "#");
    return "%d %s %s".formatted(response.status(), response.mediaType(), text);
  }
}
