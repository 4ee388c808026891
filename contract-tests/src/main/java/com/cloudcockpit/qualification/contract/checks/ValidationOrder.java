package com.cloudcockpit.qualification.contract.checks;

import com.cloudcockpit.qualification.contract.checks.Check.OfRequest;
import com.cloudcockpit.qualification.contract.checks.Check.Place;
import com.cloudcockpit.qualification.contract.checks.Verdict.Outcome;
import java.util.Map;

/**
 * Decides what 404 means for an invalid request to an unknown customer. On its own it means
 * nothing, because an API may look up the customer first. But an API that rejects other invalid
 * requests with 400 validates requests first, so it must have accepted this one.
 */
final class ValidationOrder {

  private final Map<OfRequest, Verdict> verdicts;

  ValidationOrder(Map<OfRequest, Verdict> verdicts) {
    this.verdicts = verdicts;
  }

  /** {@return the final verdict of a check, given the verdicts of the other checks} */
  Verdict conclude(OfRequest check) {
    var verdict = verdicts.get(check);
    if (verdict.outcome() != Outcome.SKIP || check.place() == null) {
      return verdict;
    }
    var evidence =
        verdicts.keySet().stream()
            .filter(this::isRejected)
            .filter(other -> shows(other.place(), check.place()))
            .findFirst();
    if (evidence.isPresent()) {
      var problem =
          """
          the response is 404 instead of 400, so the API accepted this request: it rejects others \
          with 400 before it looks up the customer (%s)"""
              .formatted(evidence.get().rule().name());
      return Verdict.violated(check.rule().severity(), problem, "400", verdict.exchange());
    }
    // 404 is a correct response to a path that names no customer
    return isInPath(check.place()) ? Verdict.pass(verdict.exchange()) : verdict;
  }

  private boolean isRejected(OfRequest check) {
    var verdict = verdicts.get(check);
    return check.place() != null
        && verdict.outcome() == Outcome.PASS
        && verdict.exchange().response().status() == 400;
  }

  /** {@return whether an API that detects a fault in one place has already validated the other} */
  private static boolean shows(Place found, Place place) {
    boolean same = found.name().equals(place.name()) && found.stage() == place.stage();
    return switch (place.stage()) {
      case PARAMETER -> same || !isInPath(place) && found.stage().compareTo(Stage.TYPE) >= 0;
      case SYNTAX, BODY -> found.stage().compareTo(Stage.TYPE) >= 0;
      case TYPE -> same || found.stage() == Stage.VALUE;
      case VALUE -> found.stage() == Stage.VALUE;
    };
  }

  private static boolean isInPath(Place place) {
    return place.name().startsWith("path.");
  }
}
