package com.cloudcockpit.qualification.contract.result;

import com.cloudcockpit.qualification.contract.cases.Case;
import com.cloudcockpit.qualification.contract.cases.Case.Kind;
import com.cloudcockpit.qualification.contract.cases.Case.Place;
import com.cloudcockpit.qualification.contract.cases.Rule.Severity;
import com.cloudcockpit.qualification.contract.http.Response;
import com.cloudcockpit.qualification.contract.run.Run;
import com.cloudcockpit.qualification.contract.run.Sent;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides what the response to each case means. In particular, 404 for an unknown resource does not
 * show whether the API validates a request, because it may look up the resource first. But an API
 * that rejects other invalid requests with 400 validates requests first, so it must have accepted
 * this one.
 */
public final class Results {

  private static final int NOT_FOUND = 404;

  private final Run run;
  private final List<Case> skipped;

  /**
   * @param skipped the cases that the user excluded
   */
  public Results(Run run, List<Case> skipped) {
    this.run = run;
    this.skipped = skipped;
  }

  /** {@return the result of a case} */
  public Result of(Case one) {
    var sent = run.sent().stream().filter(candidate -> candidate.of() == one).findFirst();
    return sent.map(this::of).orElseGet(() -> notSent(one));
  }

  /** {@return whether a case may show what the response to one that was sent means} */
  public static boolean isEvidence(List<Sent> all, Case candidate) {
    return all.stream()
        .filter(sent -> isAmbiguous(sent.of(), sent.response()))
        .filter(sent -> evidence(all.stream(), sent.of()).isEmpty())
        .anyMatch(sent -> mayShow(candidate, sent.of()));
  }

  private Result notSent(Case one) {
    var notServed = run.notServed().get(one.operation());
    boolean usual = one.known() ? one.isUsual() : one.kind() == Kind.UNKNOWN;
    if (notServed == null || !one.isSent() || !usual) {
      return Result.skip(one.rule(), one, reasonNotSent(one), null);
    }
    var problem =
        "the response is %s: the API does not serve the contract's path"
            .formatted(notServed.response().summary());
    var expected = one.expectation().text();
    return Result.violated(Severity.FAILURE, one.rule(), one, problem, expected, notServed);
  }

  private String reasonNotSent(Case one) {
    if (!one.isSent()) {
      return one.skipped();
    }
    if (run.notServed().containsKey(one.operation())) {
      return "the API does not serve the path of the operation";
    }
    return run.inconclusive().containsKey(one.operation())
        ? "the run was inconclusive for %s".formatted(one.operation().id())
        : "the run ended before";
  }

  private Result of(Sent sent) {
    var one = sent.of();
    var response = sent.response();
    var expected = one.expectation().text();
    if (response.fault() != null) {
      var problem = "the response is " + response.summary();
      return violated(Severity.FAILURE, sent, problem);
    }
    if (one.expectation().allows(response.status())) {
      var problem = problemOfBody(one, response);
      return problem.isEmpty()
          ? Result.pass(one.rule(), one, sent.exchange())
          : violated(Severity.FAILURE, sent, problem);
    }
    if (isAmbiguous(one, response)) {
      return ambiguous(sent);
    }
    if (isRejectedAlike(sent)) {
      return Result.skip(
          one.rule(), one, "the API rejects the usual request in the same way", sent.exchange());
    }
    boolean harmless = one.rule().severity() == Severity.WARNING && response.status() < 500;
    boolean tolerated = harmless || one.expectation().tolerates(response.status());
    return Result.violated(
        tolerated ? Severity.WARNING : Severity.FAILURE,
        one.rule(),
        one,
        "the response is " + description(one, response),
        expected,
        sent.exchange());
  }

  private static Result violated(Severity severity, Sent sent, String problem) {
    var one = sent.of();
    var expected = one.expectation().text();
    return Result.violated(severity, one.rule(), one, problem, expected, sent.exchange());
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
    var evidence = evidence(run.sent().stream(), one);
    if (one.kind() == Kind.UNAUTHENTICATED && !one.expectation().allows(403)) {
      var problem =
          evidence
              .map(
                  shown ->
                      "so the request got past authentication, unlike " + shown.of().rule().name())
              .orElse(
                  "so the API ignores the token or looks up the ID first: set values to find out");
      return violated(Severity.FAILURE, sent, "the response is 404, " + problem);
    }
    if (evidence.isPresent()) {
      var problem =
          """
          the response is 404 instead of 400, so the API accepted this request: it rejects others \
          with 400 before it looks up the ID (%s)"""
              .formatted(evidence.get().of().rule().name());
      return violated(one.rule().severity(), sent, problem);
    }
    var excluded = skipped.stream().filter(other -> mayShow(other, one)).findFirst();
    var reason = "the ID is unknown, so a 404 does not show whether the API validates this";
    return Result.skip(
        one.rule(),
        one,
        excluded
            .map(other -> "%s; --skip excludes %s".formatted(reason, other.rule().name()))
            .orElse(reason),
        sent.exchange());
  }

  private static Optional<Sent> evidence(Stream<Sent> all, Case ambiguous) {
    return all.filter(sent -> mayShow(sent.of(), ambiguous))
        .filter(sent -> sent.of().expectation().allows(sent.response().status()))
        .filter(sent -> sent.response().status() == (isInvalid(ambiguous) ? 400 : 401))
        .findFirst();
  }

  private static boolean mayShow(Case other, Case ambiguous) {
    return other.isSent()
        && other.operation().equals(ambiguous.operation())
        && other.kind() == ambiguous.kind()
        && (!isInvalid(ambiguous) || follows(other.place(), ambiguous.place()));
  }

  private static boolean isInvalid(Case one) {
    return one.kind() == Kind.INVALID;
  }

  private static boolean follows(Place other, Place place) {
    return other != null && place != null && other.follows(place);
  }

  private static String description(Case one, Response response) {
    return isErrorWithSuccess(one, response)
        ? "%d, but its body is an error with statusCode %s"
            .formatted(response.status(), error(one, response))
        : response.summary();
  }

  /** {@return whether the status of a response is a success, but its body is an error} */
  static boolean isErrorWithSuccess(Case one, Response response) {
    return response.isSuccess() && error(one, response) != null;
  }

  /** {@return the statusCode of an error in the body of a success, or null} */
  private static JsonNode error(Case one, Response response) {
    return response
        .json()
        .filter(body -> one.operation().errorProperties().contains("statusCode"))
        .map(body -> body.get("statusCode"))
        .filter(status -> status.asInt() >= 400)
        .orElse(null);
  }

  /** The contract may promise no body, so any body is fine except an error. */
  private static String problemOfBody(Case one, Response response) {
    var expected = one.expectation().body();
    if (expected != null) {
      return response.json().filter(expected::equals).isPresent()
          ? ""
          : "the response differs from the example";
    }
    if (!response.isSuccess() || response.body().isBlank()) {
      return "";
    }
    if (error(one, response) != null) {
      return "the response is " + description(one, response);
    }
    return response.mediaType().equals(Json.MEDIA_TYPE) && response.json().isEmpty()
        ? "the content type is JSON, but the body %s".formatted(response.bodyProblem())
        : "";
  }
}
