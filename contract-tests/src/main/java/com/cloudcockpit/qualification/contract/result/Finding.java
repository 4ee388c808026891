package com.cloudcockpit.qualification.contract.result;

import com.cloudcockpit.qualification.contract.cases.Case.Kind;
import com.cloudcockpit.qualification.contract.http.Response;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Results with the same cause.
 *
 * @param heading what happens and what should happen
 * @param results the results, the most telling one first
 */
public record Finding(String heading, List<Result> results) {

  /** {@return the results with an outcome, grouped by cause} */
  public static List<Finding> of(List<Result> results, Outcome outcome) {
    return results.stream()
        .filter(result -> result.outcome() == outcome)
        .collect(Collectors.groupingBy(Finding::cause, LinkedHashMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(group -> new Finding(heading(group), group))
        .sorted(Comparator.comparing(Finding::order))
        .toList();
  }

  /** {@return the result that illustrates the finding} */
  public Result example() {
    return results.get(0);
  }

  /** {@return what the API itself says, or an empty string} */
  public String words() {
    var exchange = example().exchange();
    return exchange == null ? "" : exchange.response().words();
  }

  public List<String> rules() {
    return results.stream().map(result -> result.rule().name()).toList();
  }

  private int order() {
    var one = example().of();
    return one == null ? Kind.values().length : one.kind().ordinal();
  }

  /** {@return what results with the same cause have in common; never texts of the API} */
  private static Object cause(Result result) {
    var one = result.of();
    if (one == null) {
      return result.rule().name();
    }
    var response = result.exchange().response();
    boolean unexpected = !one.expectation().allows(response.status());
    var problem = unexpected ? response.status() + problem(response) : result.reason();
    return List.of(one.kind(), one.expectation().text(), problem, form(response));
  }

  private static String problem(Response response) {
    return response.fault() == null ? "" : response.fault();
  }

  private static Object form(Response response) {
    var names = new TreeSet<String>();
    response.json().ifPresent(body -> body.fieldNames().forEachRemaining(names::add));
    return List.of(response.mediaType(), names);
  }

  private static String heading(List<Result> group) {
    var result = group.get(0);
    var one = result.of();
    if (one == null) {
      return "%s Instead, %s".formatted(result.rule().sentence(), result.reason());
    }
    var response = result.exchange().response();
    var fields = group.stream().map(each -> each.of().field()).distinct().toList();
    boolean single = group.size() == 1;
    var subject =
        single ? one.subject() : one.kind().plural(fields.size() == 1 ? fields.get(0) : "");
    var verb = single ? "gets" : "get";
    if (response.fault() != null) {
      return "%s %s no response (%s)".formatted(subject, verb, response.fault());
    }
    if (one.expectation().allows(response.status())) {
      return "%s: %s".formatted(subject, result.reason());
    }
    var heading =
        "%s %s %s instead of %s"
            .formatted(subject, verb, response.status(), one.expectation().text());
    return result.reason().contains(", but ") || result.reason().contains(", so ")
        ? "%s: %s".formatted(heading, result.reason())
        : heading;
  }
}
