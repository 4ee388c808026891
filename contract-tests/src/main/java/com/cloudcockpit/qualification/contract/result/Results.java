package com.cloudcockpit.qualification.contract.result;

import com.cloudcockpit.qualification.contract.cases.Case;
import com.cloudcockpit.qualification.contract.cases.Case.Kind;
import com.cloudcockpit.qualification.contract.cases.Rule.Severity;
import com.cloudcockpit.qualification.contract.http.Response;
import com.cloudcockpit.qualification.contract.run.Run;
import com.cloudcockpit.qualification.contract.run.Run.Sent;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * Decides what the response to each case means. In particular, 404 for an unknown resource does not
 * show whether the API validates a request, because it may look up the resource first. But an API
 * that rejects other invalid requests with 400 validates requests first, so it must have accepted
 * this one.
 *
 * @param skipped the cases that the user excluded
 */
public record Results(Run run, List<Case> skipped) {

  private static final int NOT_FOUND = 404;

  /** {@return the result of a case} */
  public Result of(Case one) {
    var sent = run.sent().stream().filter(candidate -> candidate.of() == one).findFirst();
    return sent.map(this::of).orElseGet(() -> notSent(one));
  }

  /** {@return whether a case may show what the response to one that was sent means} */
  public static boolean isEvidence(List<Sent> all, Case candidate) {
    return all.stream()
        .filter(sent -> isAmbiguous(sent.of(), sent.response()))
        .filter(sent -> evidence(all, sent.of()).isEmpty())
        .anyMatch(sent -> mayShow(candidate, sent.of()));
  }

  private Result notSent(Case one) {
    var obstacle = run.obstacle(one.operation());
    var notServed = obstacle.notServed();
    boolean usual = one.known() ? one.isUsual() : one.kind() == Kind.UNKNOWN;
    if (notServed != null && one.isSent() && usual) {
      var problem =
          "the response is %s: the API does not serve the contract's path"
              .formatted(notServed.response().summary());
      return new Result(one.rule(), one, Outcome.FAIL, problem, notServed);
    }
    var reason = "the run ended before";
    if (!one.isSent()) {
      reason = one.skipped();
    } else if (notServed != null) {
      reason = "the API does not serve the path of the operation";
    } else if (!obstacle.reason().isEmpty()) {
      reason = "the run was inconclusive for %s".formatted(one.operation().id());
    }
    return new Result(one.rule(), one, Outcome.SKIP, reason, null);
  }

  private Result of(Sent sent) {
    var one = sent.of();
    var response = sent.response();
    if (response.fault() != null) {
      return result(Outcome.FAIL, sent, "the response is " + response.summary());
    }
    if (one.expectation().allows(response.status())) {
      var problem = problemOfBody(one, response);
      return result(problem.isEmpty() ? Outcome.PASS : Outcome.FAIL, sent, problem);
    }
    if (isAmbiguous(one, response)) {
      return ambiguous(sent);
    }
    if (isRejectedAlike(sent)) {
      return result(Outcome.SKIP, sent, "the API rejects the usual request in the same way");
    }
    boolean harmless = one.rule().severity() == Severity.WARNING && response.status() < 500;
    boolean tolerated = harmless || one.expectation().tolerates(response.status());
    var problem = "the response is " + description(one, response);
    return result(tolerated ? Outcome.WARN : Outcome.FAIL, sent, problem);
  }

  private static Result result(Outcome outcome, Sent sent, String reason) {
    return new Result(sent.of().rule(), sent.of(), outcome, reason, sent.exchange());
  }

  private static boolean isRejectedAlike(Sent sent) {
    return !sent.controls().isEmpty()
        && sent.controls().stream()
            .allMatch(control -> control.response().status() == sent.response().status());
  }

  /** {@return whether a response to an invalid request may only mean an unknown resource} */
  private static boolean isAmbiguous(Case one, Response response) {
    return !one.known()
        && response.status() == NOT_FOUND
        && !one.expectation().allows(NOT_FOUND)
        && (one.kind() == Kind.INVALID || one.kind() == Kind.UNAUTHENTICATED);
  }

  private Result ambiguous(Sent sent) {
    var one = sent.of();
    var evidence = evidence(run.sent(), one).map(shown -> shown.of().rule().name());
    if (one.kind() == Kind.UNAUTHENTICATED && !one.expectation().allows(403)) {
      var problem =
          evidence
              .map("so the request got past authentication, unlike "::concat)
              .orElse(
                  "so the API ignores the token or looks up the ID first: set values to find out");
      return result(Outcome.FAIL, sent, "the response is 404, " + problem);
    }
    if (evidence.isPresent()) {
      var problem =
          """
          the response is 404 instead of 400, so the API accepted this request: it rejects others \
          with 400 before it looks up the ID (%s)"""
              .formatted(evidence.get());
      return result(Outcome.violated(one.rule().severity()), sent, problem);
    }
    var reason = "the ID is unknown, so a 404 does not show whether the API validates this";
    return result(
        Outcome.SKIP,
        sent,
        skipped.stream()
            .filter(other -> mayShow(other, one))
            .map(other -> "%s; --skip excludes %s".formatted(reason, other.rule().name()))
            .findFirst()
            .orElse(reason));
  }

  private static Optional<Sent> evidence(List<Sent> all, Case ambiguous) {
    int status = ambiguous.kind() == Kind.INVALID ? 400 : 401;
    return all.stream()
        .filter(sent -> mayShow(sent.of(), ambiguous))
        .filter(sent -> sent.response().status() == status)
        .filter(sent -> sent.of().expectation().allows(status))
        .findFirst();
  }

  private static boolean mayShow(Case other, Case ambiguous) {
    return other.isSent()
        && other.operation().equals(ambiguous.operation())
        && other.kind() == ambiguous.kind()
        && (other.kind() != Kind.INVALID || other.place().follows(ambiguous.place()));
  }

  private static String description(Case one, Response response) {
    int status = response.status();
    return errorWithSuccess(one, response)
        .map(error -> "%d, but its body is an error with statusCode %s".formatted(status, error))
        .orElseGet(response::summary);
  }

  /** {@return the statusCode of an error in the body of a success, if there is one} */
  static Optional<JsonNode> errorWithSuccess(Case one, Response response) {
    return response
        .json()
        .filter(body -> response.isSuccess())
        .filter(body -> one.operation().errorProperties().contains("statusCode"))
        .map(body -> body.get("statusCode"))
        .filter(status -> status.asInt() >= 400);
  }

  /** The contract may promise no body, so any body is fine except an error. */
  private static String problemOfBody(Case one, Response response) {
    if (errorWithSuccess(one, response).isPresent()) {
      return "the response is " + description(one, response);
    }
    boolean json = response.isSuccess() && response.mediaType().equals(Json.MEDIA_TYPE);
    return json && !response.body().isBlank() && response.json().isEmpty()
        ? "the content type is JSON, but the body %s".formatted(response.bodyProblem())
        : "";
  }
}
