package com.cloudcockpit.qualification.contract.cases;

import static com.cloudcockpit.qualification.contract.cases.Rule.Severity.FAILURE;

import com.cloudcockpit.qualification.contract.cases.Case.Kind;
import com.cloudcockpit.qualification.contract.cases.Case.Place;
import com.cloudcockpit.qualification.contract.http.Request;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.function.BiFunction;

/**
 * A parameter or a property, and the cases that are the same for both.
 *
 * @param at the prefix of the names of the rules and statements about the field
 * @param change returns a request with another value for the field, or without it for null
 */
record Field(
    Template template, String at, String name, BiFunction<Request, JsonNode, Request> change) {

  /** {@return a request or a body without the field} */
  Case presence(boolean required, String parent, Stage stage) {
    var id = at + (required ? ".required" : ".optional");
    var subject = "A %s without %s".formatted(parent, name);
    var request = change.apply(template.request(), null);
    return required
        ? template.invalid(
            FAILURE, id, subject, Expectation.BAD_REQUEST, new Place(stage, at), request)
        : template.valid(FAILURE, id, subject, request);
  }

  /** {@return a value that the API must reject} */
  Case invalid(Sample sample, Expectation expectation, Stage stage) {
    var rule = rule(sample, sample.name(), expectation);
    return template.create(
        rule,
        Kind.INVALID,
        subject(sample),
        name,
        request(sample),
        expectation,
        new Place(stage, at));
  }

  /** {@return a value that the API must accept} */
  Case valid(Sample sample, Expectation expectation) {
    var rule = rule(sample, "accepts." + sample.name(), expectation);
    var subject = subject(sample);
    return template.create(rule, Kind.VALID, subject, name, request(sample), expectation, null);
  }

  private Request request(Sample sample) {
    return change.apply(template.request(), sample.value());
  }

  private String subject(Sample sample) {
    var words = sample.words();
    return "%s%s for %s"
        .formatted(words.substring(0, 1).toUpperCase(Locale.ROOT), words.substring(1), name);
  }

  private Rule rule(Sample sample, String suffix, Expectation expectation) {
    return template.rule(
        "%s.%s".formatted(at, suffix), sample.severity(), expectation.sentence(subject(sample)));
  }
}
