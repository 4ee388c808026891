package com.cloudcockpit.qualification.contract;

import java.util.function.Function;

/**
 * One rule of the contract, and how to find out whether a target keeps it.
 *
 * @param name the rule's name, as reports and {@code contract-tests/README.md} have it
 * @param rule the rule in a sentence
 * @param probe finds out
 */
record Check(String name, String rule, Probe probe) {

  /** Finds out whether a target keeps a rule. */
  interface Probe {
    Verdict judge(Target target);
  }

  /** A check that sends one request and looks at the answer. */
  static Check of(
      String name, String rule, Expectation expectation, Function<Target, Request> request) {
    return new Check(
        name,
        rule,
        target -> {
          var exchange = target.send(request.apply(target));
          return expectation
              .problem(exchange.answer())
              .map(problem -> Verdict.fail(problem, expectation.text(), exchange))
              .orElseGet(() -> Verdict.pass(exchange));
        });
  }

  /** A check that can't be made of this target. */
  static Check skipped(String name, String rule, String reason) {
    return new Check(name, rule, target -> Verdict.skip(reason));
  }
}
