package com.cloudcockpit.qualification.contract.result;

import com.cloudcockpit.qualification.contract.cases.Case;
import com.cloudcockpit.qualification.contract.cases.Outcome;
import com.cloudcockpit.qualification.contract.cases.Rule;
import com.cloudcockpit.qualification.contract.http.Target.Exchange;
import java.math.BigDecimal;
import java.util.Map;

/**
 * The result of checking a rule. The templates of the reports use its methods.
 *
 * @param of the case that checked it, or null if the reason is not about its request
 * @param reason the problem, or why the rule was not checked; empty for PASS
 * @param exchange the exchange that shows it, or null
 */
public record Result(Rule rule, Case of, Outcome outcome, String reason, Exchange exchange) {

  String expected() {
    return of == null ? rule.sentence() : of.expectation().text();
  }

  Map<String, Boolean> is() {
    return Map.of(outcome.name(), true);
  }

  String concern() {
    return rule.name().replaceFirst("\\.[^.]+$", "");
  }

  String seconds() {
    return BigDecimal.valueOf(exchange == null ? 0 : exchange.millis(), 3).toPlainString();
  }
}
