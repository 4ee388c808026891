package com.cloudcockpit.qualification.contract.checks;

import com.cloudcockpit.qualification.contract.spec.Contract;
import com.cloudcockpit.qualification.contract.spec.Statement;
import com.cloudcockpit.qualification.contract.spec.Statements;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The statements of the contract, and the checks that judged them. */
public record Coverage(List<Entry> entries) {

  /** The reasons why no check can judge a statement, by pattern of statements. */
  static final Map<String, String> NOT_JUDGEABLE = notJudgeable();

  /**
   * One statement.
   *
   * @param judgedBy the names of the checks that judged it
   * @param reason why no check judged it, or an empty string
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

  /** {@return the statements that no check covers and that lack a reason} */
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
            .orElse("no check of it was selected");
    return new Entry(statement, List.of(), reason);
  }

  /** {@return whether a rule covers a statement} */
  static boolean concerns(Rule rule, String statement) {
    return new NamePatterns(rule.statements()).matches(statement);
  }

  /** {@return why no check can judge a statement} */
  static Stream<String> reasons(String statement) {
    return NOT_JUDGEABLE.entrySet().stream()
        .filter(entry -> NamePatterns.matches(entry.getKey(), statement))
        .map(Map.Entry::getValue);
  }

  private static Map<String, String> notJudgeable() {
    var reasons = new LinkedHashMap<String, String>();
    reasons.put("response.500*", "a client cannot make the API fail");
    reasons.put("response.403", "it needs a second token, for a user without the roles");
    reasons.put("security.clientCredentials", "another server issues the token");
    reasons.put("*.example.*", "an example promises nothing");
    reasons.put("path.*.required", "without it, the path is a different one");
    for (var type : List.of("path.*.type", "query.*.type", "header.*.type")) {
      reasons.put(type, "every value there is a string");
    }
    return reasons;
  }
}
