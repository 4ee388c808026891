package com.cloudcockpit.qualification.contract.result;

import com.cloudcockpit.qualification.contract.cases.NamePatterns;
import com.cloudcockpit.qualification.contract.cases.Rule;
import com.cloudcockpit.qualification.contract.spec.Operation;
import com.cloudcockpit.qualification.contract.spec.Statements;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The statements of the contract that no rule checks, and why. */
public final class Coverage {

  private static final Map<String, String> UNTESTABLE =
      Map.of(
          "response.500*", "a client cannot provoke a 500",
          "security.clientCredentials", "a different server issues the token");

  /** Statements that restrict nothing: examples, and the type of a value that is always a text. */
  private static final List<String> WITHOUT_EFFECT =
      List.of("*.example.*", "path.*.required", "path.*.type", "header.*.type");

  private Coverage() {}

  /** {@return the reasons why no rule can check certain statements, by statement} */
  public static Map<String, String> untestable(Operation operation) {
    var reasons = new LinkedHashMap<String, String>();
    for (var statement : Statements.of(operation)) {
      NamePatterns.find(UNTESTABLE, statement).ifPresent(reason -> reasons.put(statement, reason));
    }
    return reasons;
  }

  /** {@return the statements that no rule covers and that lack a reason} */
  public static List<String> gaps(Operation operation, List<Rule> rules) {
    return Statements.of(operation).stream()
        .filter(id -> rules.stream().noneMatch(rule -> covers(rule, id)))
        .filter(id -> NamePatterns.find(UNTESTABLE, id).isEmpty())
        .filter(id -> WITHOUT_EFFECT.stream().noneMatch(one -> NamePatterns.matches(one, id)))
        .toList();
  }

  private static boolean covers(Rule rule, String statement) {
    return rule.statements().stream().anyMatch(pattern -> NamePatterns.matches(pattern, statement));
  }
}
