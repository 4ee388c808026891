package com.cloudcockpit.qualification.contract.checks;

import static com.cloudcockpit.qualification.contract.checks.Rule.Severity.FAILURE;

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
    var id = at + (required ? ".required" : ".optional");
    var expectation = required ? Expectation.BAD_REQUEST : list.accepted();
    var sentence = expectation.sentence("A %s without %s".formatted(parent, name));
    var rule = FAILURE.rule(id, sentence, id);
    UnaryOperator<Request> removal = request -> change.apply(request, null);
    if (required) {
      list.addInvalid(rule, expectation, new Place(stage, at), removal);
    } else {
      list.add(rule, expectation::judge, removal);
    }
  }

  /** Adds a check that the API rejects a value. */
  void addInvalid(Sample sample, Expectation expectation, Stage stage) {
    var rule = rule(sample, sample.name(), expectation);
    list.addInvalid(rule, expectation, new Place(stage, at), with(sample));
  }

  /** {@return the rule that the API accepts a value} */
  Rule accepts(Sample sample, Expectation expectation) {
    return rule(sample, "accepts." + sample.name(), expectation);
  }

  /** {@return the change that sets the field to a value} */
  UnaryOperator<Request> with(Sample sample) {
    return request -> change.apply(request, sample.value());
  }

  private Rule rule(Sample sample, String suffix, Expectation expectation) {
    var words = sample.words();
    var subject = words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    var sentence = expectation.sentence("%s for %s".formatted(subject, name));
    var statement = "%s.%s".formatted(at, sample.keyword());
    return sample.severity().rule("%s.%s".formatted(at, suffix), sentence, statement);
  }
}
