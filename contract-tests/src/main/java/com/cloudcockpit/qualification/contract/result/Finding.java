package com.cloudcockpit.qualification.contract.result;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.joining;

import com.cloudcockpit.qualification.contract.cases.Case.Kind;
import com.cloudcockpit.qualification.contract.cases.Outcome;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Multimaps;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.lang3.StringUtils;
import org.apache.commons.lang3.Strings;

/**
 * Results with the same cause. The templates of the reports use its methods.
 *
 * @param outcome the worst outcome
 * @param heading what happens and what should happen, or why the rules were not checked
 * @param results the results, the most telling one first
 */
public record Finding(Outcome outcome, String heading, List<Result> results) {

  /** Where the explanation of a problem starts. */
  private static final Pattern EXPLANATION =
      Pattern.compile(", (?=(so|for example) )| (?=\\(known)");

  private static final int FEW_FIELDS = 3;
  private static final int FEW_SUBJECTS = 5;

  /** {@return the results of rules that did not pass, grouped by cause} */
  public static List<Finding> of(List<Result> results) {
    var sorted =
        results.stream()
            .filter(result -> result.outcome() != Outcome.PASS)
            .sorted(comparing(Result::outcome).thenComparing(Finding::rank))
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
    var parts = EXPLANATION.split(example().reason(), 2);
    return parts.length == 1 ? "" : StringUtils.capitalize(parts[1]);
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
    return results.stream().map(result -> result.rule().name()).collect(joining(", "));
  }

  private static int kind(Result result) {
    return result.of() == null ? Kind.values().length : result.of().kind().ordinal();
  }

  /** {@return the kind, with the usual request for an unknown ID before its variants} */
  private static int rank(Result result) {
    boolean unknown = result.of() != null && result.of().isForUnknownId();
    return unknown ? 2 * Kind.values().length - kind(result) : kind(result);
  }

  /** {@return what results with the same cause have in common; never texts of the API} */
  private static Object cause(Result result) {
    boolean known = result.outcome() == Outcome.KNOWN;
    if (result.of() == null) {
      return List.of(known, problem(result));
    }
    var response = result.exchange().response();
    var symptom = symptom(result, "");
    if (response.fault() != null) {
      return List.of(known, symptom.replaceAll("\\d+", "#"));
    }
    var expectation = result.of().expectation();
    var token = result.of().kind() == Kind.UNAUTHENTICATED ? expectation.text() : "";
    var names = response.json().map(body -> ImmutableSet.copyOf(body.fieldNames()));
    var form = List.of(response.mediaType(), names);
    // a valid request for an unknown ID gets 404 only after it was accepted
    return List.of(known, expectation.allows(400), token, symptom, form);
  }

  /**
   * Splits a group about a few fields, each of which is likely to have a cause of its own, unless
   * the API rejects the same values of each.
   */
  private static Stream<List<Result>> byField(List<Result> group) {
    var first = group.get(0);
    if (first.of() == null || first.of().kind() == Kind.UNKNOWN) {
      return Stream.of(group);
    }
    var fields = fields(group);
    var parts = groups(group, result -> field(result, fields)).toList();
    boolean alike = parts.stream().map(Finding::samples).distinct().count() == 1;
    return parts.size() > FEW_FIELDS || alike && first.of().kind() == Kind.VALID
        ? Stream.of(group)
        : parts.stream();
  }

  private static Stream<List<Result>> groups(List<Result> all, Function<Result, Object> key) {
    return Multimaps.asMap(Multimaps.index(all, key::apply)).values().stream();
  }

  /** {@return the field that a request is about, or else one that the API names} */
  private static String field(Result result, Set<String> fields) {
    var one = result.of();
    if (!one.place().field().isEmpty()) {
      return one.place().field();
    }
    var json = result.exchange().response().json();
    var named = json.map(body -> body.findValuesAsText("propertyName").toString()).orElse("");
    return fields.stream()
        .filter(field -> Strings.CI.contains(named, field))
        .findFirst()
        .orElse(one.place().at().isEmpty() ? fields.iterator().next() : "");
  }

  private static Set<String> fields(List<Result> group) {
    return distinct(group, result -> result.of().place().field());
  }

  /** {@return the last parts of the rule names} */
  private static Set<String> samples(List<Result> group) {
    return distinct(group, result -> result.rule().name().replaceFirst(".*\\.", ""));
  }

  /** {@return a property of the results about a field, or of all of them if there are none} */
  private static Set<String> distinct(List<Result> group, Function<Result, String> property) {
    var specific = group.stream().filter(result -> !result.of().place().field().isEmpty()).toList();
    return (specific.isEmpty() ? group : specific).stream().map(property).collect(toImmutableSet());
  }

  private static String heading(List<Result> group) {
    var first = group.get(0);
    if (first.of() == null) {
      return problem(first);
    }
    var fields = fields(group);
    var names = fields.size() > FEW_FIELDS ? "" : String.join(" and ", fields);
    var subjects = distinct(group, result -> result.of().subject());
    var listed =
        subjects.stream()
            .map(text -> text.startsWith("JSON") ? text : StringUtils.uncapitalize(text))
            .collect(joining(", "));
    var subject = StringUtils.capitalize(listed.replaceFirst(", (?!.*, )", " and "));
    boolean unknown = first.of().kind() == Kind.UNKNOWN && group.size() > 1;
    boolean many = unknown || subjects.size() > FEW_SUBJECTS;
    // such as 400 rather than "400 or 404"
    var plain = group.stream().map(Result::expected).filter(text -> !text.contains(" or "));
    return "%s %s %s"
        .formatted(
            many ? first.of().kind().plural(names) : subject,
            many || subjects.size() > 1 ? "get" : "gets",
            symptom(first, plain.findFirst().orElse(first.expected())));
  }

  /** {@return what is wrong, without the explanation, or why the rule was not checked} */
  private static String problem(Result result) {
    return result.outcome() == Outcome.SKIP
        ? result.reason()
        : StringUtils.capitalize(EXPLANATION.split(result.reason(), 2)[0]);
  }

  /** {@return what a request gets, as part of a sentence} */
  private static String symptom(Result result, String expected) {
    var one = result.of();
    var response = result.exchange().response();
    int status = response.status();
    if (response.fault() != null || one.expectation().allows(status)) {
      return result.reason().replaceFirst("^the response is ", "");
    }
    boolean past = one.kind() == Kind.INVALID && status == 404;
    var got = past ? "past validation: 404 for an unknown ID" : status;
    return "%s instead of %s".formatted(got, expected);
  }
}
