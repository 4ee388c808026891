package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.spec.Operation;
import java.util.List;

/**
 * A request, and the response that a rule requires.
 *
 * @param operation the operation that the request is for
 * @param kind the kind of the request
 * @param place where the request is unusual or invalid
 * @param request the request, or null if the case cannot run
 * @param known whether what the path identifies exists, so that 404 is wrong
 * @param controls other valid requests: if the API rejects all of them with the same status, the
 *     response to {@code request} proves nothing
 * @param skipped why the case cannot run, or an empty string
 */
public record Case(
    Operation operation,
    Rule rule,
    Kind kind,
    Place place,
    Request request,
    boolean known,
    Expectation expectation,
    List<Request> controls,
    String skipped) {

  /** The last part of the name of the usual request's rule. */
  static final String ACCEPTED = ".accepted";

  /** The kind of a request. */
  public enum Kind {
    VALID("Valid %s"),
    INVALID("Invalid %s"),
    UNAUTHENTICATED("Requests without a valid token"),
    UNKNOWN("Requests for an unknown ID");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /**
     * {@return several such requests in words}
     *
     * @param field the field that all of them are about, or an empty string
     */
    public String plural(String field) {
      return words.formatted(field.isEmpty() ? "requests" : "values of " + field);
    }
  }

  /**
   * The stages in which an API validates a request, in order. An API that detects a fault of a late
   * stage before it looks up the customer has passed the earlier stages.
   */
  public enum Stage {
    /** A parameter in the path. */
    PATH,
    /** Another parameter. */
    PARAMETER,
    /** The bytes of the body, their media type and JSON type. */
    SYNTAX,
    /** The JSON types of the properties. */
    TYPE,
    /** The presence and the constraints of the properties. */
    VALUE
  }

  /**
   * A place in a request.
   *
   * @param stage the stage in which an API detects the fault, or null if there is none
   * @param at the location, such as {@code body} or {@code header.X-Tenant}
   * @param field the name of the parameter, header or property, or an empty string
   */
  public record Place(Stage stage, String at, String field) {

    /** {@return whether an API that detects a fault here has already validated another place} */
    public boolean follows(Place other) {
      boolean later = stage.compareTo(other.stage) > 0 && stage.compareTo(Stage.SYNTAX) > 0;
      // an API binds these together
      boolean bound = stage == Stage.PARAMETER && !at.endsWith(Operation.TENANT);
      boolean together = stage == other.stage && (stage == Stage.VALUE || bound);
      boolean same = stage == other.stage && stage != Stage.SYNTAX && at.equals(other.at);
      return same || other.stage != Stage.PATH && (later || together);
    }
  }

  /** {@return a description of the request that starts a sentence} */
  public String subject() {
    return rule.sentence().replace(expectation.sentence(""), "");
  }

  /** {@return whether the request is the usual one, without any change} */
  public boolean isUsual() {
    return rule.name().endsWith(ACCEPTED);
  }

  /** {@return whether only the ID is unknown} */
  public boolean isForUnknownId() {
    return expectation.expected().equals("404");
  }

  /** {@return whether the request deletes the user's resource} */
  public boolean isDeletion() {
    return operation.isDelete() && isUsual();
  }

  /** {@return whether the case sends a request} */
  public boolean isSent() {
    return skipped.isEmpty();
  }

  Case controlledBy(List<Request> others) {
    return new Case(operation, rule, kind, place, request, known, expectation, others, skipped);
  }

  /** {@return a skipped copy of this case, or this case if the reason is empty} */
  Case skippedBecause(String reason) {
    return reason.isEmpty()
        ? this
        : new Case(operation, rule, kind, place, null, known, expectation, List.of(), reason);
  }
}
