package com.cloudcockpit.qualification.contract.checks;

import static com.cloudcockpit.qualification.contract.checks.Rule.Severity.FAILURE;

import java.util.UUID;

/** Checks of requests for an unknown customer and for the test customer. */
final class CustomerChecks {

  private CustomerChecks() {}

  static void addTo(CheckList list) {
    // the mock has no customers, so it returns 404 only on request
    var preference = list.deployment().mock() ? "code=404" : null;
    list.add(
        FAILURE.rule(
            "customer.unknown", "An unknown customer gets 404.", "operation", "response.404"),
        Expectation.UNKNOWN_CUSTOMER::judge,
        request ->
            request
                .with("path", "customerId", UUID.randomUUID().toString())
                .withHeader("Prefer", preference));
    var accepted =
        FAILURE.rule("update.accepted", "A valid update gets a 2xx.", "operation", "response.2XX");
    if (list.deployment().hasCustomer()) {
      list.add(accepted, list.accepted()::judge, request -> request);
    } else {
      list.skip(accepted, "this rule requires a test customer (--customer-id)");
    }
  }
}
