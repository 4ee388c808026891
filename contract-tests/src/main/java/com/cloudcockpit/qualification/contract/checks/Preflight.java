package com.cloudcockpit.qualification.contract.checks;

import com.cloudcockpit.qualification.contract.http.Exchange;
import com.cloudcockpit.qualification.contract.http.NoVerdictException;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.http.Response;
import com.cloudcockpit.qualification.contract.http.Target;
import java.util.stream.Stream;

/**
 * Checks that the target is the API, so that an outage, a login page or a wrong URL is not mistaken
 * for a violation of the contract.
 */
final class Preflight {

  private final Target target;
  private final String base;

  /** Whether the API responded to the first request. */
  private boolean up;

  Preflight(Target target) {
    this.target = target;
    base = target.deployment().baseUri().toString();
  }

  /**
   * Sends the first requests.
   *
   * @throws NoVerdictException if no verdict is possible
   */
  void requireApi() {
    var response = target.send(target.requestForCustomer()).response();
    up = !response.isOutage();
    if (response.unreachable()) {
      throw unavailable(response);
    }
    requireAuthorized(response);
    requireNotMock(response);
    if (response.isSuccess() && !response.isWebPage()) {
      return;
    }
    var unauthorized = target.send(target.request().withoutHeader("Authorization")).response();
    if (isSameObstacle(response, unauthorized)) {
      throw unavailable(response);
    }
    if (response.fault() == null && isUnknownPath()) {
      throw new NoVerdictException(
          "%s responds to the API's path as it does to an unknown path (%s): check the base URL."
              .formatted(base, response.summary()));
    }
  }

  /**
   * Distinguishes the failure of a single request from an outage that started during the run.
   *
   * @return whether the target still responds
   * @throws NoVerdictException if a verdict is no longer possible
   */
  boolean stillResponds(Exchange exchange) {
    var before = exchange.response();
    if (!up || !before.isOutage() && before.status() != 401) {
      return true;
    }
    var now = target.send(target.requestForCustomer()).response();
    if (now.status() == 401) {
      throw new NoVerdictException(
          "%s started to reject the token with 401: it may have expired, so get a new one."
              .formatted(base));
    }
    if (now.isOutage() && (before.fault() == null || before.unreachable())) {
      throw unavailable(now);
    }
    return !now.isOutage();
  }

  private void requireAuthorized(Response response) {
    if (response.status() == 401) {
      throw new NoVerdictException(
          target.deployment().mock()
              ? "%s rejects the mock's token with 401: omit --mock, as this is not the mock."
                  .formatted(base)
              : "%s rejects the token with 401: get a new token, and check its audience."
                  .formatted(base));
    }
    if (response.status() == 403) {
      var hint = target.deployment().hasCustomer() ? "" : ", or name a customer with --customer-id";
      throw new NoVerdictException(
          """
          %s rejects a valid request with 403: use a token with a role that may update \
          customers%s."""
              .formatted(base, hint));
    }
  }

  private void requireNotMock(Response first) {
    if (target.deployment().mock()) {
      return;
    }
    var unknown =
        target.deployment().hasCustomer() ? target.send(target.request()).response() : first;
    var asked = target.request().withHeader("Prefer", "code=404");
    if (unknown.isSuccess() && target.send(asked).response().status() == 404) {
      throw new NoVerdictException(
          "%s honors the Prefer header, as the mock does: add --mock.".formatted(base));
    }
  }

  /** {@return whether both responses come from the same obstacle, such as a login page} */
  private static boolean isSameObstacle(Response one, Response other) {
    if (one.isOutage() || one.isRedirect()) {
      return one.status() == other.status();
    }
    return one.isSuccess() && one.isWebPage() && other.isSuccess() && other.isWebPage();
  }

  private NoVerdictException unavailable(Response response) {
    var advice = advice(response);
    return new NoVerdictException(
        response.fault() == null
            ? "%s returned %s: %s".formatted(base, response.summary(), advice)
            : "Cannot reach %s (%s): %s".formatted(base, response.fault(), advice));
  }

  private static String advice(Response response) {
    if (response.fault() != null && response.fault().contains("certificate")) {
      return "add its CA to a trust store and set -Djavax.net.ssl.trustStore=FILE before -jar.";
    }
    if (response.fault() != null && response.fault().contains("trust store")) {
      return "check -Djavax.net.ssl.trustStore and -Djavax.net.ssl.trustStorePassword.";
    }
    if (response.fault() != null && response.fault().contains("TLS")) {
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
  private boolean isUnknownPath() {
    var request = target.request();
    return Stream.of(
            request,
            request.withoutHeader("Authorization"),
            request.withoutHeader("X-Tenant"),
            request.withBody("{"),
            request.with("path", "customerId", "malformed"),
            request.withMethod("GET"))
        .allMatch(probe -> essence(probe).equals(essence(toUnknownPath(probe))));
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
