package com.cloudcockpit.qualification.contract.checks;

/** Checks of the customer that the path names: one that exists, and one that does not. */
final class CustomerChecks {

  private CustomerChecks() {}

  static void addTo(CheckList list) {
    list.add(
        Rule.failure(
            "customer.unknown",
            "A customer that does not exist gets 404.",
            "operation",
            "response.404"),
        Expectation.unknownCustomer(),
        // the mock knows no customers and must be asked
        target ->
            list.deployment().mock()
                ? target.request().withHeader("Prefer", "code=404")
                : target.request());
    var accepted =
        Rule.failure(
            "update.accepted",
            "A valid update gets a status from 200 to 299.",
            "operation",
            "response.2XX");
    if (list.hasCustomer()) {
      list.addValid(accepted, request -> request);
    } else {
      list.skip(accepted, "it would change a customer, and none was named for that");
    }
  }
}
