package com.cloudcockpit.qualification.contract.checks;

import com.cloudcockpit.qualification.contract.checks.Check.OfErrors;
import com.cloudcockpit.qualification.contract.checks.Check.OfRequest;
import com.cloudcockpit.qualification.contract.checks.Check.Skipped;
import com.cloudcockpit.qualification.contract.http.Exchange;
import com.cloudcockpit.qualification.contract.http.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs the checks that send requests, then those that judge the error responses. */
public final class Run {

  private final Target target;
  private final Preflight preflight;
  private final KnownDeviations known;
  private final Consumer<Result> progress;
  private final Map<Check, Result> results = new LinkedHashMap<>();
  private final Map<OfRequest, Verdict> verdicts = new LinkedHashMap<>();
  private String goneSince = "";

  private Run(Target target, KnownDeviations known, Consumer<Result> progress) {
    this.target = target;
    this.preflight = new Preflight(target);
    this.known = known;
    this.progress = progress;
  }

  /**
   * Runs checks.
   *
   * @param progress receives each result as soon as it is final
   * @return the results in the order of the checks
   * @throws com.cloudcockpit.qualification.contract.http.NoVerdictException if no verdict is
   *     possible
   */
  public static List<Result> of(
      Target target, List<Check> checks, KnownDeviations known, Consumer<Result> progress) {
    var run = new Run(target, known, progress);
    run.preflight.requireApi();
    run.judgeRequests(checks);
    run.judgeErrors(checks);
    return checks.stream().map(run.results::get).toList();
  }

  private void judgeRequests(List<Check> checks) {
    for (var check : checks) {
      if (check instanceof Skipped skipped) {
        record(check, Verdict.skip(skipped.reason(), null));
      } else if (check instanceof OfRequest request) {
        judge(request);
      }
    }
    var order = new ValidationOrder(verdicts);
    verdicts.keySet().stream()
        .filter(check -> !results.containsKey(check))
        .toList()
        .forEach(check -> record(check, order.conclude(check)));
  }

  private void judge(OfRequest check) {
    if (!goneSince.isEmpty()) {
      var reason = "the target stopped responding during " + goneSince;
      record(check, Verdict.skip(reason, null));
      return;
    }
    var verdict = check.judge(target);
    verdicts.put(check, verdict);
    if (verdict.isJudged()) {
      record(check, verdict);
    }
    if (verdict.isViolated() && !preflight.stillResponds(verdict.exchange())) {
      goneSince = check.rule().name();
    }
  }

  private void judgeErrors(List<Check> checks) {
    var errors = new LinkedHashMap<String, Exchange>();
    verdicts.forEach((check, verdict) -> errors.put(check.rule().name(), verdict.exchange()));
    errors
        .values()
        .removeIf(exchange -> !target.contract().promisesBody(exchange.response().status()));
    for (var check : checks) {
      if (check instanceof OfErrors ofErrors) {
        record(check, ofErrors.judge(errors));
      }
    }
  }

  private void record(Check check, Verdict verdict) {
    var result = known.mark(new Result(check.rule(), verdict));
    results.put(check, result);
    progress.accept(result);
  }
}
