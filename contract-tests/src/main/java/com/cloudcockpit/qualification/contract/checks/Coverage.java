package com.cloudcockpit.qualification.contract.checks;

import com.cloudcockpit.qualification.contract.spec.Contract;
import com.cloudcockpit.qualification.contract.spec.Statement;
import com.cloudcockpit.qualification.contract.spec.Statements;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which statements of the contract a run judged. */
public record Coverage(List<Entry> entries) {

  /** Statements that no check can judge, and why. */
  static final Map<String, String> NOT_JUDGEABLE = notJudgeable();

  /**
   * One statement.
   *
   * @param judgedBy the names of the checks that judged it in this run
   * @param reason why none did, or empty
   */
  public record Entry(Statement statement, List<String> judgedBy, String reason) {

    public boolean isJudged() {
      return !judgedBy.isEmpty();
    }

    /** {@return the names of the checks, separated by commas} */
    public String checks() {
      return String.join(", ", judgedBy);
    }
  }

  public static Coverage of(Contract contract, List<Result> results) {
    return new Coverage(
        Statements.of(contract).stream().map(statement -> entry(statement, results)).toList());
  }

  /** {@return the statements that no check is about and no reason excuses} */
  public static List<String> gaps(Contract contract, List<Check> checks) {
    return Statements.of(contract).stream()
        .map(Statement::id)
        .filter(id -> checks.stream().noneMatch(check -> concerns(check.rule(), id)))
        .filter(id -> reasons(id).findAny().isEmpty())
        .toList();
  }

  public int size() {
    return entries.size();
  }

  public long judged() {
    return entries.stream().filter(Entry::isJudged).count();
  }

  private static Entry entry(Statement statement, List<Result> results) {
    var concerned =
        results.stream().filter(result -> concerns(result.rule(), statement.id())).toList();
    var judgedBy =
        concerned.stream()
            .filter(result -> result.verdict().isJudged())
            .map(result -> result.rule().name())
            .toList();
    if (!judgedBy.isEmpty()) {
      return new Entry(statement, judgedBy, "");
    }
    var reason =
        Stream.concat(
                concerned.stream().map(result -> result.verdict().reason()),
                reasons(statement.id()))
            .findFirst()
            .orElse("the checks of it were not selected");
    return new Entry(statement, List.of(), reason);
  }

  /** Whether a rule is about a statement. */
  static boolean concerns(Rule rule, String statement) {
    return new NamePatterns(rule.statements()).matches(statement);
  }

  /** {@return why a statement can't be judged, if so} */
  static Stream<String> reasons(String statement) {
    return NOT_JUDGEABLE.entrySet().stream()
        .filter(entry -> NamePatterns.matches(entry.getKey(), statement))
        .map(Map.Entry::getValue);
  }

  private static Map<String, String> notJudgeable() {
    var reasons = new LinkedHashMap<String, String>();
    reasons.put(
        "response.500*", "an API that keeps the contract can't be made to fail from outside");
    reasons.put("response.403", "it takes a second token, of a user without the roles");
    reasons.put(
        "security.clientCredentials", "it says how to get a token, which another server issues");
    reasons.put("*.example.*", "an example illustrates, and promises nothing");
    reasons.put("path.*.required", "a path without it is the path of something else");
    for (var type : List.of("path.*.type", "query.*.type", "header.*.type")) {
      reasons.put(type, "whatever is sent there is a string");
    }
    return reasons;
  }
}
