package com.cloudcockpit.qualification.contract.checks;

import com.cloudcockpit.qualification.contract.checks.Check.Place;
import com.cloudcockpit.qualification.contract.http.Request;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * A parameter or a property, and the checks that are the same for both.
 *
 * @param at the prefix of the names of the checks and statements about the field
 * @param change returns a request with another value for the field, or without it for null
 */
record Field(
    CheckList list, String at, String name, BiFunction<Request, JsonNode, Request> change) {

  /** Adds a check of a request or a body without the field. */
  void addPresence(boolean required, String parent, Stage stage) {
    var subject = "A %s without %s".formatted(parent, name);
    UnaryOperator<Request> removal = request -> change.apply(request, null);
    if (required) {
      list.addInvalid(
          Rule.failure(at + ".required", subject + " gets 400.", at + ".required"),
          Expectation.BAD_REQUEST,
          new Place(stage, at),
          removal);
    } else {
      var sentence = "%s %s.".formatted(subject, list.accepted());
      list.addValid(Rule.failure(at + ".optional", sentence, at + ".optional"), removal);
    }
  }

  /** Adds a check that the API rejects a value. */
  void addInvalid(Sample sample, Expectation expectation, Stage stage) {
    var rule =
        sample
            .severity()
            .rule(
                "%s.%s".formatted(at, sample.name()),
                "%s gets %s.".formatted(subject(sample), expectation.text()),
                "%s.%s".formatted(at, sample.keyword()));
    list.addInvalid(rule, expectation, new Place(stage, at), with(sample));
  }

  /** {@return the rule that the API accepts a value} */
  Rule accepts(Sample sample, String accepted) {
    return sample
        .severity()
        .rule(
            "%s.accepts.%s".formatted(at, sample.name()),
            "%s %s.".formatted(subject(sample), accepted),
            "%s.%s".formatted(at, sample.keyword()));
  }

  /** {@return the change that sets the field to a value} */
  UnaryOperator<Request> with(Sample sample) {
    return request -> change.apply(request, sample.value());
  }

  private String subject(Sample sample) {
    var words =
        sample.words().substring(0, 1).toUpperCase(Locale.ROOT) + sample.words().substring(1);
    return "%s for %s".formatted(words, name);
  }
}
