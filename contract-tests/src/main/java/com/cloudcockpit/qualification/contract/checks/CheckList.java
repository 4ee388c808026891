package com.cloudcockpit.qualification.contract.checks;

import com.cloudcockpit.qualification.contract.checks.Check.OfRequest;
import com.cloudcockpit.qualification.contract.checks.Check.Place;
import com.cloudcockpit.qualification.contract.http.Deployment;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.http.Target;
import com.cloudcockpit.qualification.contract.spec.Contract;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The checks for a deployment, derived from a contract. The checks that send requests come first,
 * followed by the checks of the error responses to those requests.
 */
public final class CheckList {

  private final Contract contract;
  private final Deployment deployment;
  private final List<Check> checks = new ArrayList<>();

  private CheckList(Contract contract, Deployment deployment) {
    this.contract = contract;
    this.deployment = deployment;
  }

  /** {@return the checks in the order in which they run} */
  public static List<Check> of(Contract contract, Deployment deployment) {
    var list = new CheckList(contract, deployment);
    CustomerChecks.addTo(list);
    AuthenticationChecks.addTo(list);
    ParameterChecks.addTo(list);
    BodyChecks.addTo(list);
    DocumentedExampleChecks.addTo(list);
    ErrorResponseChecks.addTo(list);
    return List.copyOf(list.checks);
  }

  Contract contract() {
    return contract;
  }

  Deployment deployment() {
    return deployment;
  }

  boolean hasCustomer() {
    return deployment.hasCustomer();
  }

  void add(Check check) {
    checks.add(check);
  }

  void add(Rule rule, Expectation expectation, Function<Target, Request> request) {
    add(OfRequest.of(rule, expectation, request));
  }

  void skip(Rule rule, String reason) {
    add(new Check.Skipped(rule, reason));
  }

  /** Adds a check that the API accepts a valid request. */
  void addValid(Rule rule, UnaryOperator<Request> change) {
    add(
        rule,
        Expectation.accepted(hasCustomer()),
        target -> change.apply(target.requestForCustomer()));
  }

  /**
   * Adds a check that the API accepts a valid request whose texts differ from those of the test
   * customer's update. The API may look them up, as it may look up {@code providerInstanceId}.
   */
  void addValidTexts(Rule rule, UnaryOperator<Request> change) {
    add(
        OfRequest.of(
                rule,
                Expectation.accepted(hasCustomer()),
                target -> change.apply(target.requestForCustomer()))
            .controlledBy(
                target ->
                    Bodies.withOtherTexts(target.requestForCustomer(), contract.requestSchema())));
  }

  /** Adds a check that an invalid request gets 400. */
  void addInvalid(Rule rule, Stage stage, String place, UnaryOperator<Request> change) {
    addInvalid(rule, Expectation.badRequest(hasCustomer()), stage, place, change);
  }

  /** Adds a check that the API rejects an invalid request. */
  void addInvalid(
      Rule rule,
      Expectation expectation,
      Stage stage,
      String place,
      UnaryOperator<Request> change) {
    add(
        OfRequest.of(
            rule,
            expectation,
            new Place(stage, place),
            target -> change.apply(target.requestForCustomer())));
  }

  /** {@return the end of a rule's sentence about a valid request} */
  String accepted() {
    return hasCustomer() ? "is accepted" : "gets 404 for an unknown customer";
  }
}
