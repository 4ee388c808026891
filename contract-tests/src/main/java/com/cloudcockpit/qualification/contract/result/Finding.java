package com.cloudcockpit.qualification.contract.result;

import static java.util.Comparator.comparing;

import com.cloudcockpit.qualification.contract.cases.Case;
import com.cloudcockpit.qualification.contract.cases.Case.Kind;
import com.google.common.collect.Multimaps;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Results with the same cause. The templates of the reports use its methods.
 *
 * @param outcome the worst outcome
 * @param heading what happens and what should happen, or why the rules were not checked
 * @param results the results, the most telling one first
 */
public record Finding(Outcome outcome, String heading, List<Result> results) {

  /** Separates what is wrong with several responses from the rules whose requests show it. */
  static final String EXAMPLES = ", for example ";

  private static final int FEW_FIELDS = 3;
  private static final int LISTED = 60;

  /** {@return the results of rules that did not pass, grouped by cause} */
  public static List<Finding> of(List<Result> results) {
    var sorted =
        results.stream()
            .filter(result -> result.outcome() != Outcome.PASS)
            .sorted(comparing(Result::outcome).thenComparing(Finding::kind))
            .toList();
    return groups(sorted, Finding::cause)
        .flatMap(Finding::byField)
        .map(group -> new Finding(group.get(0).outcome(), heading(group), group))
        .sorted(comparing(finding -> kind(finding.example())))
        .toList();
  }

  /** {@return the result that illustrates the finding} */
  public Result example() {
    return results.get(0);
  }

  /** {@return the other results} */
  List<Result> further() {
    return results.subList(1, results.size());
  }

  String more() {
    return further().isEmpty() ? "" : "and %d more".formatted(further().size());
  }

  /** {@return why the response is a violation, if the heading does not say it} */
  String explanation() {
    var reason = example().reason();
    if (example().of() == null) {
      int examples = reason.indexOf(EXAMPLES);
      return examples < 0 ? "" : "F" + reason.substring(examples + ", f".length());
    }
    return reason.matches("(?s).*(, (but|so) |: the API |\\(known).*") ? reason : "";
  }

  /** {@return what the API itself says, or an empty string} */
  String words() {
    var exchange = example().exchange();
    return exchange == null ? "" : exchange.response().words();
  }

  int count() {
    return results.size();
  }

  String rules() {
    return results.stream()
        .map(result -> result.rule().name())
        .limit(LISTED)
        .collect(Collectors.joining(", ", "", count() > LISTED ? ", …" : ""));
  }

  private static int kind(Result result) {
    return result.of() == null ? Kind.values().length : result.of().kind().ordinal();
  }

  /** {@return what results with the same cause have in common; never texts of the API} */
  private static Object cause(Result result) {
    var one = result.of();
    boolean known = result.outcome() == Outcome.KNOWN;
    if (result.outcome() == Outcome.SKIP) {
      return result.reason();
    }
    if (one == null) {
      return List.of(known, result.rule().name());
    }
    var response = result.exchange().response();
    if (response.fault() != null) {
      return List.of(known, response.fault().replaceAll("\\d+", "#"));
    }
    if (one.expectation().allows(response.status())) {
      return List.of(known, one.kind(), result.reason());
    }
    if (response.isRedirect() || isErrorWithSuccess(result)) {
      return List.of(known, response.status());
    }
    // a valid request for an unknown ID gets 404 only after it was accepted
    boolean invalid = one.kind() == Kind.INVALID || one.expectation().allows(400);
    boolean valid = !invalid && one.kind() != Kind.UNAUTHENTICATED;
    var kind = invalid ? "invalid" : valid ? "valid" : one.expectation().text();
    var names = new TreeSet<String>();
    response.json().ifPresent(body -> body.fieldNames().forEachRemaining(names::add));
    return List.of(known, kind, response.status(), response.mediaType(), names);
  }

  /** Splits a group about a few fields, each of which is likely to have a cause of its own. */
  private static Stream<List<Result>> byField(List<Result> group) {
    var first = group.get(0);
    if (first.outcome() == Outcome.SKIP || first.of() == null) {
      return Stream.of(group);
    }
    // all of them, among them the usual request, are only wrong in their ID
    if (group.stream().allMatch(result -> result.of().isForUnknownId())
        && group.stream().anyMatch(result -> result.of().kind() == Kind.UNKNOWN)) {
      return Stream.of(group.stream().sorted(comparing(Finding::kind).reversed()).toList());
    }
    int fields = fields(group).size();
    return fields == 1 || fields > FEW_FIELDS || isErrorWithSuccess(first)
        ? Stream.of(group)
        : groups(group, result -> result.of().field());
  }

  private static Stream<List<Result>> groups(List<Result> all, Function<Result, Object> key) {
    return Multimaps.asMap(Multimaps.index(all, key::apply)).values().stream();
  }

  private static boolean isErrorWithSuccess(Result result) {
    return Results.errorWithSuccess(result.of(), result.exchange().response()).isPresent();
  }

  /** {@return the fields of results, except for examples, which have values for all fields} */
  private static List<String> fields(List<Result> group) {
    var others = group.stream().map(Result::of).filter(one -> !one.isExample()).toList();
    var cases = others.isEmpty() ? group.stream().map(Result::of).toList() : others;
    return cases.stream().map(Case::field).distinct().toList();
  }

  private static String heading(List<Result> group) {
    var result = group.get(0);
    var one = result.of();
    if (result.outcome() == Outcome.SKIP) {
      return result.reason();
    }
    if (one == null) {
      var reason = result.reason().split(EXAMPLES)[0];
      return reason.substring(0, 1).toUpperCase(Locale.ROOT) + reason.substring(1);
    }
    var response = result.exchange().response();
    int status = response.status();
    boolean single = group.size() == 1;
    var fields = fields(group);
    var subject =
        single ? one.subject() : one.kind().plural(fields.size() == 1 ? fields.get(0) : "");
    var gets = single ? "gets" : "get";
    if (response.fault() != null) {
      return "%s %s %s".formatted(subject, gets, response.summary());
    }
    if (one.expectation().allows(status)) {
      return "%s: %s".formatted(subject, result.reason());
    }
    if (isErrorWithSuccess(result)) {
      return "Errors have the status %d instead of their statusCode".formatted(status);
    }
    if (one.kind() == Kind.INVALID && status == 404) {
      return "%s %s accepted: 404 for an unknown ID instead of %s"
          .formatted(subject, single ? "is" : "are", expected(group));
    }
    return "%s %s %d instead of %s".formatted(subject, gets, status, expected(group));
  }

  /** {@return the first expectation of a single status, such as 400 rather than "400 or 404"} */
  private static String expected(List<Result> group) {
    var all = group.stream().map(Result::expected).toList();
    return all.stream().filter(text -> !text.contains(" or ")).findFirst().orElse(all.get(0));
  }
}
