package com.cloudcockpit.qualification.contract.checks;

import com.cloudcockpit.qualification.contract.checks.Check.OfRequest;
import com.cloudcockpit.qualification.contract.checks.Check.Place;
import com.cloudcockpit.qualification.contract.checks.Rule.Severity;
import com.cloudcockpit.qualification.contract.checks.Verdict.Outcome;
import java.util.Map;
import java.util.Optional;

/**
 * Concludes what 404 means for an invalid request to an unknown customer. Alone it means nothing:
 * an API may look the customer up first. But an API that gives other invalid requests 400 looks at
 * the request first, and so it has accepted this one.
 */
final class ValidationOrder {

  private final Map<OfRequest, Verdict> verdicts;

  ValidationOrder(Map<OfRequest, Verdict> verdicts) {
    this.verdicts = verdicts;
  }

  /** {@return the verdict of a check, which is another than before if other checks decide it} */
  Verdict conclude(OfRequest check) {
    var verdict = verdicts.get(check);
    if (verdict.outcome() != Outcome.SKIP || check.place() == null) {
      return verdict;
    }
    return evidence(check.place())
        .map(
            evidence -> {
              var reason =
                  "the response is 404, though %s shows that the API finds such faults before it"
                      + " looks for the customer: it accepted this request";
              var problem = reason.formatted(evidence.rule().name());
              return check.rule().severity() == Severity.WARNING
                  ? Verdict.warn(problem, "400", verdict.exchange())
                  : Verdict.fail(problem, "400", verdict.exchange());
            })
        .orElseGet(
            () ->
                isInPath(check.place())
                    // 404 is right for a path that names no customer
                    ? Verdict.pass(verdict.exchange())
                    : verdict);
  }

  private Optional<OfRequest> evidence(Place place) {
    return verdicts.keySet().stream()
        .filter(other -> other.place() != null)
        .filter(other -> verdicts.get(other).outcome() == Outcome.PASS)
        .filter(other -> verdicts.get(other).exchange().response().status() == 400)
        .filter(other -> shows(other.place(), place))
        .findFirst();
  }

  /**
   * Whether an API that finds a fault at one place before the lookup has passed the other place.
   */
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
