package com.cloudcockpit.qualification.contract.checks;

import static com.cloudcockpit.qualification.contract.checks.Rule.Severity.FAILURE;

import com.cloudcockpit.qualification.contract.checks.Check.OfRequest;
import com.cloudcockpit.qualification.contract.checks.Check.Place;
import com.cloudcockpit.qualification.contract.checks.Rule.Severity;
import com.cloudcockpit.qualification.contract.http.Deployment;
import com.cloudcockpit.qualification.contract.http.Exchange;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.spec.Contract;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
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

  void add(Check check) {
    checks.add(check);
  }

  /** Adds a check of the response to a request. */
  void add(Rule rule, BiFunction<Rule, Exchange, Verdict> judge, UnaryOperator<Request> change) {
    add(new OfRequest(rule, change, judge, null, List.of()));
  }

  void skip(Rule rule, String reason) {
    add(new Check.Skipped(rule, reason));
  }

  /** {@return the expectation for a valid request} */
  Expectation accepted() {
    return Expectation.accepted(deployment.hasCustomer());
  }

  /** Adds a check that the API accepts a valid request. */
  void addValid(
      Severity severity,
      String name,
      String subject,
      String statement,
      UnaryOperator<Request> change) {
    add(severity.rule(name, accepted().sentence(subject), statement), accepted()::judge, change);
  }

  /**
   * Adds a check that the API accepts a valid request whose strings differ from those of the test
   * customer's update. The API may look up such a string, for example {@code providerInstanceId}.
   */
  void addValidTexts(Rule rule, UnaryOperator<Request> change) {
    var schema = contract.requestSchema();
    List<UnaryOperator<Request>> controls =
        List.of(
            request -> Bodies.withTexts(request, schema, Bodies::similar),
            request -> Bodies.withTexts(request, schema, text -> UUID.randomUUID().toString()));
    add(new OfRequest(rule, change, accepted()::judge, null, controls));
  }

  /** Adds a check that the API rejects an invalid request. */
  void addInvalid(Rule rule, Expectation expectation, Place place, UnaryOperator<Request> change) {
    var covering = rule.severity() == FAILURE ? rule.covering("response.400") : rule;
    BiFunction<Rule, Exchange, Verdict> judge =
        deployment.hasCustomer() ? expectation::judge : expectation::judgeUnknown;
    add(new OfRequest(covering, change, judge, place, List.of()));
  }
}
