package com.cloudcockpit.qualification.contract.result;

import com.cloudcockpit.qualification.contract.cases.Case;
import com.cloudcockpit.qualification.contract.cases.Case.Kind;
import com.cloudcockpit.qualification.contract.cases.Outcome;
import com.cloudcockpit.qualification.contract.http.Response;
import com.cloudcockpit.qualification.contract.run.Run;
import com.cloudcockpit.qualification.contract.run.Run.Sent;
import com.cloudcockpit.qualification.contract.spec.Json;
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

  static final String ENDED = "the run ended early";

  /** {@return the result of a case} */
  public Result of(Case one) {
    var sent = run.sent().stream().filter(candidate -> candidate.of() == one).findFirst();
    return sent.map(this::of).orElseGet(() -> notSent(one));
  }

  /** {@return whether a case may show what the response to one that was sent means} */
  public static boolean isEvidence(List<Sent> all, Case candidate) {
    return all.stream()
        .filter(sent -> isAmbiguous(sent) && evidence(all, sent.of()).isEmpty())
        .anyMatch(sent -> mayShow(candidate, sent.of()));
  }

  private Result notSent(Case one) {
    var obstacle = run.obstacle(one.operation());
    boolean usual = one.known() ? one.isUsual() : one.kind() == Kind.UNKNOWN;
    if (!obstacle.isNotServed() || !one.isSent() || !usual) {
      var reason = obstacle.reason().isEmpty() ? ENDED : obstacle.reason();
      return skipped(one, one.isSent() ? reason : one.skipped());
    }
    var problem = "the API does not serve the contract's path: it responds with ";
    var summary = obstacle.first().response().summary();
    return new Result(one.rule(), null, Outcome.FAIL, problem + summary, obstacle.first());
  }

  private static Result skipped(Case one, String reason) {
    return new Result(one.rule(), null, Outcome.SKIP, reason, null);
  }

  private Result of(Sent sent) {
    var one = sent.of();
    var response = sent.exchange().response();
    int status = response.status();
    var problem = "the response is " + response.summary();
    var code = response.json().map(body -> body.path("statusCode").asInt()).orElse(0);
    boolean error = code >= 400 && one.operation().errorProperties().contains("statusCode");
    if (error && response.isSuccess()) {
      problem = "errors are sent with %d instead of their statusCode".formatted(status);
      return new Result(one.rule(), null, Outcome.FAIL, problem, sent.exchange());
    }
    if (response.fault() != null) {
      return result(Outcome.FAIL, sent, problem);
    }
    if (one.expectation().allows(status)) {
      var body = problemOfBody(response);
      return body.isEmpty()
          ? result(Outcome.PASS, sent, "")
          : result(Outcome.FAIL, sent, "%s, but its body %s".formatted(problem, body));
    }
    if (isAmbiguous(sent)) {
      return ambiguous(sent);
    }
    boolean first = run.obstacle(one.operation()).first().response().isSuccess();
    if (sent.rejectedAlike() && status >= 500 && first) {
      problem = "valid requests after the first get %d".formatted(status);
      return new Result(one.rule(), null, Outcome.FAIL, problem, sent.exchange());
    }
    if (sent.rejectedAlike() && status < 500) {
      return skipped(one, "the API rejects the usual request in the same way");
    }
    boolean harmless = one.rule().severity() == Outcome.WARN && status < 500;
    boolean tolerated = harmless || one.expectation().tolerates(status);
    return result(tolerated ? Outcome.WARN : Outcome.FAIL, sent, problem);
  }

  private static Result result(Outcome outcome, Sent sent, String reason) {
    return new Result(sent.of().rule(), sent.of(), outcome, reason, sent.exchange());
  }

  /** {@return whether a response to an invalid request may only mean an unknown resource} */
  private static boolean isAmbiguous(Sent sent) {
    var one = sent.of();
    return !one.known()
        && one.kind() != Kind.VALID
        && sent.exchange().response().status() == 404
        && !one.expectation().allows(404);
  }

  private Result ambiguous(Sent sent) {
    var one = sent.of();
    var evidence = evidence(run.sent(), one);
    boolean token = one.kind() == Kind.UNAUTHENTICATED;
    if (evidence.isPresent()) {
      var problem =
          "the response is 404, so the request got past %s, unlike %s"
              .formatted(token ? "authentication" : "validation", evidence.get());
      return result(one.rule().severity(), sent, problem);
    }
    if (token && !one.expectation().allows(403)) {
      var problem = "the response is 404, so the token is ignored or checked after the ID: ";
      return result(Outcome.FAIL, sent, problem + "set values to find out");
    }
    var reason = "a 404 for an unknown ID does not show whether the API validates this";
    return skipped.stream()
        .filter(other -> mayShow(other, one))
        .map(other -> skipped(one, "%s; --skip excludes %s".formatted(reason, other.rule().name())))
        .findFirst()
        .orElse(skipped(one, reason));
  }

  /** {@return the rule whose request shows what a 404 means, if there is one} */
  private static Optional<String> evidence(List<Sent> all, Case ambiguous) {
    int status = ambiguous.kind() == Kind.INVALID ? 400 : 401;
    return all.stream()
        .filter(sent -> sent.exchange().response().status() == status)
        .filter(sent -> sent.of().expectation().allows(status))
        .map(Sent::of)
        .filter(other -> mayShow(other, ambiguous))
        .map(other -> other.rule().name())
        .findFirst();
  }

  private static boolean mayShow(Case other, Case ambiguous) {
    return other.isSent()
        && other.operation().equals(ambiguous.operation())
        && other.kind() == ambiguous.kind()
        && (other.kind() != Kind.INVALID || other.place().follows(ambiguous.place()));
  }

  /** Any body is allowed unless its content type is JSON and it is not. */
  private static String problemOfBody(Response response) {
    boolean json = response.isSuccess() && response.mediaType().equals(Json.MEDIA_TYPE);
    return json && !response.body().isBlank() ? response.bodyProblem() : "";
  }
}
