package com.cloudcockpit.qualification.contract.report;

import com.cloudcockpit.qualification.contract.checks.Coverage;
import com.cloudcockpit.qualification.contract.checks.Result;
import com.cloudcockpit.qualification.contract.checks.Verdict.Outcome;
import com.cloudcockpit.qualification.contract.http.Redaction;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the checks found.
 *
 * @param target the base URL of the deployment
 * @param contractVersion the version of the contract
 * @param start when the run began
 * @param duration how long it took
 * @param results the result of each check that was selected, in their order
 * @param coverage which statements of the contract were judged
 * @param goneDeviations the known deviations that no longer occur
 * @param noVerdict why no verdict was possible, or empty
 * @param redaction masks the token in texts
 */
public record Report(
    URI target,
    String contractVersion,
    Instant start,
    Duration duration,
    List<Result> results,
    Coverage coverage,
    List<String> goneDeviations,
    String noVerdict,
    Redaction redaction) {

  /** Whether the target keeps the contract: no check failed. */
  public boolean isKept() {
    return noVerdict.isEmpty() && count(Outcome.FAIL) == 0;
  }

  public long count(Outcome outcome) {
    return results.stream().filter(result -> result.outcome() == outcome).count();
  }

  /** {@return the verdict in a sentence} */
  public String verdict() {
    return noVerdict.isEmpty()
        ? isKept() ? "The contract is kept." : "The contract is broken."
        : "No verdict was possible.";
  }

  /** {@return the counts in a line} */
  public String summary() {
    return "%d passed, %d failed, %d warnings, %d known, %d not judged; %d of %d statements judged"
        .formatted(
            count(Outcome.PASS),
            count(Outcome.FAIL),
            count(Outcome.WARN),
            count(Outcome.KNOWN),
            count(Outcome.SKIP),
            coverage.judged(),
            coverage.entries().size());
  }
}
