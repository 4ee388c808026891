package com.cloudcockpit.qualification.contract.checks;

/** Checks of requests for an unknown customer and for the test customer. */
final class CustomerChecks {

  private CustomerChecks() {}

  static void addTo(CheckList list) {
    list.add(
        Rule.failure(
            "customer.unknown", "An unknown customer gets 404.", "operation", "response.404"),
        Expectation.unknownCustomer(),
        // the mock has no customers, so it returns 404 only on request
        target ->
            list.deployment().mock()
                ? target.request().withHeader("Prefer", "code=404")
                : target.request());
    var accepted =
        Rule.failure("update.accepted", "A valid update gets a 2xx.", "operation", "response.2XX");
    if (list.hasCustomer()) {
      list.addValid(accepted, request -> request);
    } else {
      list.skip(accepted, "it needs a customer that can be modified");
    }
  }
}
