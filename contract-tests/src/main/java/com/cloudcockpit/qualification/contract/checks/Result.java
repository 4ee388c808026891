package com.cloudcockpit.qualification.contract.checks;

import com.cloudcockpit.qualification.contract.checks.Verdict.Outcome;

/** A rule and the verdict of its check. */
public record Result(Rule rule, Verdict verdict) {

  public Outcome outcome() {
    return verdict.outcome();
  }

  /** {@return the duration of the exchange that was judged, or 0} */
  public long millis() {
    return verdict.exchange() == null ? 0 : verdict.exchange().millis();
  }
}
