package com.cloudcockpit.qualification.contract.run;

import com.cloudcockpit.qualification.contract.cases.Bodies;
import com.cloudcockpit.qualification.contract.cases.Template;
import com.cloudcockpit.qualification.contract.http.Exchange;
import com.cloudcockpit.qualification.contract.http.InconclusiveException;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.http.Response;
import com.cloudcockpit.qualification.contract.http.Target;
import com.cloudcockpit.qualification.contract.spec.Operation;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Checks that the target is the API and accepts valid requests, so that an outage, a login page or
 * a wrong value is not mistaken for a violation of the contract.
 */
final class Preflight {

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
   * Sends the first requests of an operation.
   *
   * @throws InconclusiveException if the target cannot be checked at all
   */
  Obstacle check(Template template) {
    var valid = template.isSafe() ? template.request() : template.request().withBody("{");
    var exchange = target.send(valid);
    var response = exchange.response();
    up |= !response.isOutage();
    if (response.unreachable()) {
      throw unavailable(response);
    }
    if (response.status() == 401) {
      throw new InconclusiveException(
          mock
              ? "%s rejects the mock's token with 401: omit --mock, as this is not the mock."
                  .formatted(base)
              : "%s rejects the token with 401%s: get a new token, and check its audience."
                  .formatted(base, response.quote()));
    }
    if (response.status() == 403) {
      return Obstacle.because(forbidden(template, response));
    }
    requireNotMock(template, response);
    if (response.isSuccess() && !response.isWebPage()) {
      return new Obstacle("", null, exchange);
    }
    if (isOwnRedirect(valid, response)) {
      return Obstacle.notServed(exchange);
    }
    var anonymous = target.send(template.request().withoutHeader("Authorization")).response();
    if (isSameObstacle(response, anonymous)) {
      throw unavailable(response);
    }
    if (response.fault() == null && isUnknownPath(template)) {
      return Obstacle.notServed(exchange);
    }
    return new Diagnosis(target, template).of(exchange);
  }

  /**
   * Takes the base URL for wrong if the API serves no operation at all.
   *
   * @param notServed the responses of the operations that it does not serve
   * @param others the other operations
   * @throws InconclusiveException if so
   */
  void requireServed(Collection<Exchange> notServed, List<Template> others) {
    var response = notServed.iterator().next().response();
    boolean served =
        response.isRedirect() || others.stream().anyMatch(one -> check(one).notServed() == null);
    if (!served) {
      throw new InconclusiveException(
          "%s responds to the API's path as it does to an unknown path (%s%s): check the base URL%s."
              .formatted(
                  base,
                  response.summary(),
                  response.quote(),
                  response.status() == 404 ? "" : " and the tenant"));
    }
  }

  /**
   * Distinguishes the failure of a single request from an outage that started during the run.
   *
   * @throws InconclusiveException if the target no longer responds
   */
  void requireStillResponding(Template template, Sent sent) {
    var before = sent.response();
    if (!up || !before.isOutage() && before.status() != 401) {
      return;
    }
    var valid = template.isSafe() ? template.request() : template.request().withBody("{");
    var now = target.send(valid).response();
    if (now.status() == 401) {
      throw new InconclusiveException(
          "%s started to reject the token with 401: it may have expired, so get a new one."
              .formatted(base));
    }
    if (now.isOutage()) {
      throw new InconclusiveException(
          "The run stopped at %s. %s"
              .formatted(sent.of().rule().name(), unavailable(now).getMessage()));
    }
  }

  private String forbidden(Template template, Response response) {
    if (response.isWebPage()) {
      return "%s returned 403 with a web page%s: a firewall or proxy may be in front of the API."
          .formatted(base, response.quote());
    }
    return "%s rejects a valid request for %s with 403%s: check the role of the token%s."
        .formatted(
            base,
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
      throw new InconclusiveException(
          "%s honors the Prefer header, as the mock does: add --mock.".formatted(base));
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
    if (one.isOutage() || one.isRedirect()) {
      return one.status() == other.status();
    }
    return one.isSuccess() && one.isWebPage() && other.isSuccess() && other.isWebPage();
  }

  private InconclusiveException unavailable(Response response) {
    var advice = advice(response);
    return new InconclusiveException(
        response.fault() == null
            ? "%s returned %s%s: %s".formatted(base, response.summary(), response.quote(), advice)
            : "Cannot reach %s (%s): %s".formatted(base, response.fault(), advice));
  }

  private static String advice(Response response) {
    var fault = response.fault() == null ? "" : response.fault();
    if (fault.contains("certificate")) {
      return "add its CA to a trust store and set -Djavax.net.ssl.trustStore=FILE before -jar.";
    }
    if (fault.contains("trust store")) {
      return "check -Djavax.net.ssl.trustStore and -Djavax.net.ssl.trustStorePassword.";
    }
    if (fault.contains("TLS")) {
      return "check the scheme, host and port of the base URL.";
    }
    if (response.unreachable()) {
      return "check the base URL and that the server is running.";
    }
    if (response.status() == 429) {
      return "use --rate to send fewer requests per second.";
    }
    return response.isOutage()
        ? "try again later."
        : "a login page or a proxy is in front of the API; use a URL that bypasses it.";
  }

  /** {@return whether the target responds to the operation's path as it does to an unknown one} */
  private boolean isUnknownPath(Template template) {
    var request = template.request();
    var probes =
        Stream.of(
            request,
            request.withoutHeader("Authorization"),
            request.withoutHeader(Operation.TENANT),
            template.operation().body().isPresent() ? request.withBody("{") : request,
            withPathId(request, "malformed"),
            request.withMethod(request.method().equals("GET") ? "PATCH" : "GET"));
    return probes.allMatch(probe -> essence(probe).equals(essence(toUnknownPath(probe))));
  }

  private static Request withPathId(Request request, String id) {
    var changed = request;
    for (var name : request.parameters().keySet()) {
      changed = changed.with("path", name, List.of(id));
    }
    return changed;
  }

  /** {@return a response without the values that differ between requests} */
  private String essence(Request request) {
    var response = target.send(request).response();
    var text =
        response
            .body()
            .replace(request.target().substring(1), "")
            .replaceAll(Bodies.UUID_PATTERN + "|\\d+", "#");
    return "%d %s %s".formatted(response.status(), response.mediaType(), text);
  }

  private static Request toUnknownPath(Request request) {
    return request.withPath(request.path() + "-that-does-not-exist");
  }
}
