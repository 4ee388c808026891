package com.cloudcockpit.qualification.contract.checks;

import com.cloudcockpit.qualification.contract.http.Exchange;
import com.cloudcockpit.qualification.contract.http.NoVerdictException;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.http.Response;
import com.cloudcockpit.qualification.contract.http.Target;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Finds out whether the API can be judged at all, so that an outage, a login or a wrong address
 * does not pass for a broken contract.
 */
final class Preflight {

  private static final String TRY_AGAIN = "try again when it is up.";

  private final Target target;
  private final String base;

  /** Whether the first request got an answer that is not an outage. */
  private boolean up;

  Preflight(Target target) {
    this.target = target;
    base = target.deployment().baseUri().toString();
  }

  /**
   * Sends the first requests.
   *
   * @throws NoVerdictException if the API can't be judged
   */
  void requireApi() {
    var response = target.send(target.requestForCustomer()).response();
    up = !response.isOutage() && response.fault() == null;
    requireReachable(response);
    requireAuthorized(response);
    requireNoMock(response);
    if (response.isSuccess() && !response.isWebPage()) {
      return;
    }
    var unauthorized = target.send(withoutToken(target.request())).response();
    if (isSameTrouble(response, unauthorized)) {
      throw trouble(response);
    }
    if (response.fault() == null && isNoRoute()) {
      throw new NoVerdictException(
          "%s answers the API's path as it answers one that does not exist (%s): check the base URL."
              .formatted(base, response.summary()));
    }
  }

  /**
   * Tells a fault of one request from an outage that began after the run did.
   *
   * @return whether the target still answers after that exchange
   * @throws NoVerdictException if the API can't be judged any more
   */
  boolean stillAnswers(Exchange exchange) {
    var before = exchange.response();
    if (!up || !before.isOutage() && before.fault() == null && before.status() != 401) {
      return true;
    }
    var now = target.send(target.requestForCustomer()).response();
    if (now.status() == 401) {
      throw new NoVerdictException(
          "%s rejects the token with 401 since the run began: it may have expired, so get a new one."
              .formatted(base));
    }
    if (!now.isOutage() && now.fault() == null) {
      return true;
    }
    if (before.fault() == null || before.unreachable()) {
      throw trouble(now);
    }
    return false;
  }

  private void requireReachable(Response response) {
    if (response.unreachable()) {
      throw trouble(response);
    }
  }

  private void requireAuthorized(Response response) {
    if (response.status() == 401) {
      throw new NoVerdictException(
          "%s rejects the token with 401: get one that is valid there.".formatted(base));
    }
    if (response.status() == 403) {
      throw new NoVerdictException(
          target.deployment().hasCustomer()
              ? "%s rejects the token with 403: get one with a role that may update the customer."
                  .formatted(base)
              : ("%s answers a valid request with 403: get a token with a role that may update"
                      + " customers, or name a customer with --customer-id.")
                  .formatted(base));
    }
  }

  private void requireNoMock(Response first) {
    if (target.deployment().mock()) {
      return;
    }
    var unknown =
        target.deployment().hasCustomer() ? target.send(target.request()).response() : first;
    var asked = target.request().withHeader("Prefer", "code=404");
    if (unknown.isSuccess() && target.send(asked).response().status() == 404) {
      throw new NoVerdictException(
          "%s does what the header Prefer asks, as the mock does: add --mock.".formatted(base));
    }
  }

  /** Whether two requests that an API must tell apart meet the same obstacle. */
  private static boolean isSameTrouble(Response one, Response other) {
    if (one.isOutage() || one.isRedirect() || one.fault() != null) {
      return one.status() == other.status();
    }
    return one.isSuccess() && one.isWebPage() && other.isSuccess() && other.isWebPage();
  }

  private NoVerdictException trouble(Response response) {
    String advice;
    if (response.fault() != null && response.fault().contains("certificate")) {
      advice =
          "add its CA to a trust store and name that with -Djavax.net.ssl.trustStore=FILE before"
              + " -jar.";
    } else if (response.unreachable()) {
      advice = "check the base URL, and that the server is running.";
    } else if (response.status() == 429) {
      advice = "use --rate to send fewer requests a second.";
    } else if (response.isOutage() || response.fault() != null) {
      advice = TRY_AGAIN;
    } else {
      advice = "a login or a proxy is in front of the API; use an address without it.";
    }
    return new NoVerdictException(
        response.fault() == null
            ? "%s answers with %s: %s".formatted(base, response.summary(), advice)
            : "%s can't be reached (%s): %s".formatted(base, response.fault(), advice));
  }

  /** Whether the target treats the operation's path like one that does not exist. */
  private boolean isNoRoute() {
    return List.<UnaryOperator<Request>>of(
            request -> request,
            Preflight::withoutToken,
            request -> request.withoutHeader("X-Tenant"),
            request -> request.withBody("{"),
            request -> request.with("path", "customerId", "malformed"),
            request -> request.withMethod("GET"))
        .stream()
        .allMatch(
            change -> {
              var request = change.apply(target.request());
              var missing = request.withPath(request.path() + "-that-does-not-exist");
              return essence(request).equals(essence(missing));
            });
  }

  /** What a response says, without what differs from request to request. */
  private String essence(Request request) {
    var response = target.send(request).response();
    var text = response.body().replace(request.target().substring(1), "");
    return "%d %s %s"
        .formatted(
            response.status(),
            response.mediaType(),
            text.replaceAll("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|\\d+", "#"));
  }

  private static Request withoutToken(Request request) {
    return request.withoutHeader("Authorization");
  }
}
