package com.cloudcockpit.qualification.contract.checks;

import com.cloudcockpit.qualification.contract.spec.Contract;
import com.cloudcockpit.qualification.contract.spec.Statement;
import com.cloudcockpit.qualification.contract.spec.Statements;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The statements of the contract, and the checks that judged them. */
public record Coverage(List<Entry> entries) {

  /** The reasons why no check can judge certain statements, by pattern of statement IDs. */
  private static final Map<String, String> NOT_JUDGEABLE = notJudgeable();

  /**
   * One statement.
   *
   * @param checks the names of the checks that judged it, separated by commas
   * @param reason why no check judged it, or an empty string
   */
  public record Entry(Statement statement, String checks, String reason) {}

  public static Coverage of(Contract contract, List<Result> results) {
    return new Coverage(
        Statements.of(contract).stream().map(statement -> entry(statement, results)).toList());
  }

  /** {@return the statements that no check covers and that lack a reason} */
  public static List<String> gaps(Contract contract, List<Check> checks) {
    return Statements.of(contract).stream()
        .map(Statement::id)
        .filter(id -> checks.stream().noneMatch(check -> concerns(check.rule(), id)))
        .filter(id -> NamePatterns.find(NOT_JUDGEABLE, id).isEmpty())
        .toList();
  }

  public int size() {
    return entries.size();
  }

  public long judged() {
    return entries.stream().filter(entry -> !entry.checks().isEmpty()).count();
  }

  private static Entry entry(Statement statement, List<Result> results) {
    var concerned =
        results.stream().filter(result -> concerns(result.rule(), statement.id())).toList();
    var checks =
        concerned.stream()
            .filter(result -> result.verdict().isJudged())
            .map(result -> result.rule().name())
            .collect(Collectors.joining(", "));
    var reason =
        concerned.stream()
            .map(result -> result.verdict().reason())
            .findFirst()
            .or(() -> NamePatterns.find(NOT_JUDGEABLE, statement.id()))
            .orElse("no check of this statement was selected");
    return new Entry(statement, checks, checks.isEmpty() ? reason : "");
  }

  /** {@return whether a rule covers a statement} */
  private static boolean concerns(Rule rule, String statement) {
    return rule.statements().stream().anyMatch(pattern -> NamePatterns.matches(pattern, statement));
  }

  private static Map<String, String> notJudgeable() {
    var reasons = new LinkedHashMap<String, String>();
    reasons.put("response.500*", "a client cannot provoke a 500");
    reasons.put("response.403", "this requires a second token, for a user with neither role");
    reasons.put("security.clientCredentials", "a different server issues the token");
    reasons.put("*.example.*", "an example does not restrict anything");
    reasons.put("path.*.required", "without this parameter, the path would be a different one");
    for (var type : List.of("path.*.type", "query.*.type", "header.*.type")) {
      reasons.put(type, "in a path, query or header, every value is a string");
    }
    return reasons;
  }
}
