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

/**
 * The checks for a deployment, derived from a contract. Checks of requests come first, the checks
 * of the error responses that they got come last.
 */
public final class CheckList {

  private final Contract contract;
  private final Deployment deployment;
  private final List<Check> checks = new ArrayList<>();

  private CheckList(Contract contract, Deployment deployment) {
    this.contract = contract;
    this.deployment = deployment;
  }

  /** {@return the checks in the order in which they are to run} */
  public static List<Check> of(Contract contract, Deployment deployment) {
    var list = new CheckList(contract, deployment);
    CustomerChecks.addTo(list);
    AuthenticationChecks.addTo(list);
    ParameterChecks.addTo(list);
    BodyChecks.addTo(list);
    VariantChecks.addTo(list);
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

  /**
   * Adds a check of a valid request for the customer that may be changed, or for an unknown one.
   */
  void addValid(Rule rule, Function<Request, Request> change) {
    add(
        rule,
        Expectation.accepted(hasCustomer()),
        target -> change.apply(target.requestForCustomer()));
  }

  /** Adds a check of a request that must get 400. */
  void addInvalid(Rule rule, Stage stage, String place, Function<Request, Request> change) {
    add(
        OfRequest.of(
            rule,
            Expectation.badRequest(hasCustomer()),
            new Place(stage, place),
            target -> change.apply(target.requestForCustomer())));
  }

  /** {@return what a valid request gets, to end the sentence of a rule} */
  String accepted() {
    return hasCustomer() ? "is accepted" : "gets 404 for an unknown customer";
  }
}
