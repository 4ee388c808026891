package com.cloudcockpit.qualification.contract;

import com.cloudcockpit.qualification.contract.Verdict.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The checks of one target, made.
 *
 * @param start when that began
 */
record Run(Settings settings, Instant start, List<Result> results) {

  /**
   * Makes all checks, one after another.
   *
   * @param progress gets each result when it is there
   * @throws NotJudgedException if the target can't be reached or refuses the token
   */
  static Run of(Settings settings, Consumer<Result> progress) {
    var results = new ArrayList<Result>();
    var start = Instant.now();
    try (var target = new Target(settings)) {
      for (var check : Checks.all(settings)) {
        long checkStart = System.nanoTime();
        var verdict = check.probe().judge(target);
        if (results.isEmpty()) {
          requireJudgeable(settings, verdict.exchange().answer());
        }
        var result =
            new Result(
                check, verdict, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - checkStart));
        results.add(result);
        progress.accept(result);
      }
    }
    return new Run(settings, start, results);
  }

  private static void requireJudgeable(Settings settings, Answer answer) {
    if (answer.unreachable()) {
      throw new NotJudgedException(
          settings.baseUri()
              + " can't be reached ("
              + answer.fault()
              + "): check the base URL, and that the server runs.");
    }
    if (answer.status() == 401 || answer.status() == 403) {
      throw new NotJudgedException(
          settings.baseUri()
              + " refuses the token with "
              + answer.status()
              + ": give one that is valid there, with a role that may update customers.");
    }
  }

  long count(Outcome outcome) {
    return results.stream().filter(result -> result.verdict().outcome() == outcome).count();
  }

  boolean isKept() {
    return count(Outcome.FAIL) == 0;
  }

  /** The counts, and what was not checked. */
  String summary() {
    var summary =
        count(Outcome.PASS)
            + " passed, "
            + count(Outcome.FAIL)
            + " failed, "
            + count(Outcome.SKIP)
            + " skipped";
    var skipped =
        results.stream()
            .filter(result -> result.verdict().outcome() == Outcome.SKIP)
            .map(result -> result.check().name())
            .toList();
    return skipped.isEmpty()
        ? summary
        : summary + " (not checked: " + String.join(", ", skipped) + ")";
  }
}
