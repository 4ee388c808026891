package com.cloudcockpit.qualification.contract.run;

import com.cloudcockpit.qualification.contract.cases.Case;
import com.cloudcockpit.qualification.contract.cases.Template;
import com.cloudcockpit.qualification.contract.http.InconclusiveException;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.http.Response;
import com.cloudcockpit.qualification.contract.http.Target;
import com.cloudcockpit.qualification.contract.spec.Operation;
import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks that the target is the API and accepts valid requests, so that an outage, a login page or
 * a wrong value is not mistaken for a violation of the contract.
 */
final class Preflight {

  /** What to do if there is no usable response, by a pattern of its summary; the first applies. */
  private static final String[][] ADVICE = {
    {
      "certificate",
      "add its CA to a trust store and set -Djavax.net.ssl.trustStore=FILE before -jar."
    },
    {"trust store", "check -Djavax.net.ssl.trustStore and -Djavax.net.ssl.trustStorePassword."},
    {"TLS failed", "check the scheme, host and port of the base URL."},
    {"no response", "check the base URL and that the server is running."},
    {"429", "use --rate to send fewer requests per second."},
    {"50[234]", "try again later."},
    {"", "a login page or a proxy is in front of the API; use a URL that bypasses it."}
  };

  /** Why the cases of an operation cannot be sent, if its first request was sent. */
  final Map<Operation, Obstacle> obstacles = new LinkedHashMap<>();

  private final Target target;
  private final boolean mock;
  private final String base;

  /** Whether the API responded to the first request. */
  private boolean up;

  Preflight(Target target, boolean mock) {
    this.target = target;
    this.mock = mock;
    base = target.baseUri().toString();
  }

  /**
   * Sends the first requests of the selected operations. Takes the base URL for wrong if the API
   * serves none of all operations.
   *
   * @throws InconclusiveException if the target cannot be checked at all
   */
  void check(Collection<Template> all, Predicate<Template> selected) {
    all.stream().filter(selected).forEach(one -> obstacles.put(one.operation(), check(one)));
    var notServed = obstacles.values().stream().map(Obstacle::notServed).toList();
    if (notServed.isEmpty() || notServed.contains(null)) {
      return;
    }
    var response = notServed.get(0).response();
    var others = all.stream().filter(selected.negate());
    if (response.isRedirect() || others.anyMatch(other -> check(other).notServed() == null)) {
      return;
    }
    // the base URL is wrong, so these responses say nothing about the API
    obstacles.clear();
    throw stop(
        "responds to the API's path as it does to an unknown path (%s%s): check the base URL%s.",
        response.summary(), response.quote(), response.status() == 404 ? "" : " and the tenant");
  }

  private Obstacle check(Template template) {
    var valid = firstRequest(template);
    var exchange = target.send(valid);
    var response = exchange.response();
    up |= !response.isOutage();
    if (response.unreachable()) {
      throw new InconclusiveException(unavailable(response));
    }
    if (response.status() == 401) {
      throw mock
          ? stop("rejects the mock's token with 401: omit --mock, as this is not the mock.")
          : stop(
              "rejects the token with 401%s: get a new token, and check its audience.",
              response.quote());
    }
    if (response.status() == 403) {
      return forbidden(template, response);
    }
    requireNotMock(template, response);
    if (response.isSuccess() && !response.isWebPage()) {
      return new Obstacle("", null, exchange);
    }
    if (isOwnRedirect(valid, response)) {
      return new Obstacle("", exchange, null);
    }
    var anonymous = target.send(template.request().withoutHeader("Authorization")).response();
    if (isSameObstacle(response, anonymous)) {
      throw new InconclusiveException(unavailable(response));
    }
    return response.fault() == null && isUnknownPath(template)
        ? new Obstacle("", exchange, null)
        : new Diagnosis(target, template).of(response);
  }

  private static Request firstRequest(Template template) {
    return template.isSafe() ? template.request() : template.request().withBody("{");
  }

  /**
   * Distinguishes the failure of a single request from an outage that started during the run.
   *
   * @throws InconclusiveException if the target no longer responds
   */
  void requireStillResponding(Template template, Case sent, Response before) {
    if (!up || !before.isOutage() && before.status() != 401) {
      return;
    }
    var now = target.send(firstRequest(template)).response();
    if (now.status() == 401) {
      throw stop("started to reject the token with 401: it may have expired, so get a new one.");
    }
    if (now.isOutage()) {
      throw new InconclusiveException(
          "The run stopped at %s. %s".formatted(sent.rule().name(), unavailable(now)));
    }
  }

  private static Obstacle forbidden(Template template, Response response) {
    return response.isWebPage()
        ? Obstacle.because(
            "returned 403 with a web page%s: a firewall or proxy may be in front of the API.",
            response.quote())
        : Obstacle.because(
            "rejects a valid request for %s with 403%s: check the role of the token%s.",
            template.operation().id(),
            response.quote(),
            template.isKnown() ? " and the tenant" : ", the tenant, or set values with --set");
  }

  private void requireNotMock(Template template, Response first) {
    if (mock || template.operation().resourceId().isEmpty() || !template.isSafe()) {
      return;
    }
    var unknown = template.isKnown() ? target.send(template.unknownRequest()).response() : first;
    var asked = template.unknownRequest().withHeader("Prefer", "code=404");
    if (unknown.isSuccess() && target.send(asked).response().status() == 404) {
      throw stop("honors the Prefer header, as the mock does: add --mock.");
    }
  }

  /** {@return whether the API itself redirects to another spelling of the path} */
  private boolean isOwnRedirect(Request request, Response response) {
    if (!response.isRedirect()) {
      return false;
    }
    var here = URI.create(base + request.target());
    var there = here.resolve(URI.create(response.header("Location").replaceAll("[^!-~]", "")));
    return here.getHost().equalsIgnoreCase(there.getHost())
        && spelling(here.getPath()).equals(spelling(there.getPath()));
  }

  private static String spelling(String path) {
    return path.toLowerCase(Locale.ROOT).replaceAll("/+$", "").replaceFirst("/v\\d[\\w.]*/", "/");
  }

  /** {@return whether both responses come from the same obstacle, such as a login page} */
  private static boolean isSameObstacle(Response one, Response other) {
    return one.isOutage() || one.isRedirect()
        ? one.status() == other.status()
        : one.isSuccess() && one.isWebPage() && other.isSuccess() && other.isWebPage();
  }

  private InconclusiveException stop(String predicate, Object... words) {
    return new InconclusiveException("%s %s".formatted(base, predicate.formatted(words)));
  }

  private String unavailable(Response response) {
    var summary = response.summary();
    int applying = 0;
    while (!Pattern.compile(ADVICE[applying][0]).matcher(summary).find()) {
      applying++;
    }
    return response.fault() == null
        ? "%s returned %s%s: %s".formatted(base, summary, response.quote(), ADVICE[applying][1])
        : "Cannot reach %s (%s): %s".formatted(base, response.fault(), ADVICE[applying][1]);
  }

  /** {@return whether the target responds to the operation's path as it does to an unknown one} */
  private boolean isUnknownPath(Template template) {
    var request = template.request();
    var malformed = request;
    for (var name : request.parameters().keySet()) {
      malformed = malformed.with("path", name, List.of("malformed"));
    }
    return Stream.of(
            request,
            request.withoutHeader("Authorization"),
            request.withoutHeader(Operation.TENANT),
            template.operation().body().isPresent() ? request.withBody("{") : request,
            malformed,
            request.withMethod(request.method().equals("GET") ? "PATCH" : "GET"))
        .allMatch(
            probe ->
                essence(probe)
                    .equals(essence(probe.withPath(probe.path() + "-that-does-not-exist"))));
  }

  /** {@return a response without the values that differ between requests} */
  private String essence(Request request) {
    var response = target.send(request).response();
    var text =
        response
            .body()
            .replace(request.target().substring(1), "")
            .replaceAll(Template.UUID_PATTERN + "|\\d+", "#");
    return "%d %s %s".formatted(response.status(), response.mediaType(), text);
  }
}
