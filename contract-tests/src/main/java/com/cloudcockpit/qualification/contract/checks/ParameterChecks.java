package com.cloudcockpit.qualification.contract.checks;

import com.fasterxml.jackson.databind.node.TextNode;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Checks of the path, query and header parameters. */
final class ParameterChecks {

  private final CheckList list;
  private final Parameter parameter;
  private final Schema<?> schema;
  private final String in;
  private final String name;

  /** The prefix of the names of the checks and statements about the parameter. */
  private final String at;

  private ParameterChecks(CheckList list, Parameter parameter) {
    this.list = list;
    this.parameter = parameter;
    schema = parameter.getSchema();
    in = parameter.getIn();
    name = parameter.getName();
    at = in + "." + name;
  }

  static void addTo(CheckList list) {
    for (var parameter : list.contract().parameters()) {
      var checks = new ParameterChecks(list, parameter);
      checks.addPresence();
      checks.addInvalid();
      checks.addValid();
    }
  }

  private void addPresence() {
    if (isInPath()) {
      return;
    }
    if (parameter.getRequired()) {
      list.addInvalid(
          Rule.failure(
              at + ".required",
              "A request without %s gets 400.".formatted(name),
              at + ".required",
              "response.400"),
          Stage.PARAMETER,
          at,
          request -> request.with(in, name, null));
    } else {
      list.addValid(
          Rule.failure(
              at + ".optional",
              "A request without %s %s.".formatted(name, list.accepted()),
              at + ".optional"),
          request -> request.with(in, name, null));
    }
  }

  private void addInvalid() {
    for (var sample : invalidSamples()) {
      var sentence =
          "%s for %s gets %s."
              .formatted(
                  Sample.capitalised(sample.words()), name, isInPath() ? "400 or 404" : "400");
      var statement = at + "." + sample.keyword();
      var rule =
          sample.lenient()
              ? Rule.warning(at + "." + sample.name(), sentence, statement)
              : Rule.failure(at + "." + sample.name(), sentence, statement, "response.400");
      list.addInvalid(
          rule,
          isInPath()
              ? Expectation.badPath(list.hasCustomer())
              : Expectation.badRequest(list.hasCustomer()),
          Stage.PARAMETER,
          at,
          request -> request.with(in, name, sample.value().asText()));
    }
  }

  private List<Sample> invalidSamples() {
    var samples = new ArrayList<>(InvalidSamples.ofConstraints(schema, valid()));
    if (!"string".equals(schema.getType())) {
      samples.add(new Sample("type", "the value \"text\"", TextNode.valueOf("text"), "type"));
    }
    if (!isInPath() && "uuid".equals(schema.getFormat())) {
      samples.add(
          new Sample("format.empty", "an empty value", TextNode.valueOf(""), "format", true));
    }
    return samples;
  }

  /** Only the mock accepts the ID of another customer. */
  private void addValid() {
    for (var sample : ValidSamples.ofParameter(schema, valid())) {
      boolean sameCustomer = !isInPath() || sample.value().asText().equalsIgnoreCase(valid());
      boolean accepted = list.hasCustomer() && sameCustomer || list.deployment().mock();
      list.add(
          sample.validRule(
              "%s.accepts.%s".formatted(at, sample.name()),
              "%s for %s %s."
                  .formatted(
                      Sample.capitalised(sample.words()),
                      name,
                      accepted ? "is accepted" : "gets 404 for an unknown customer"),
              at + "." + sample.keyword()),
          Expectation.accepted(accepted),
          target -> target.requestForCustomer().with(in, name, sample.value().asText()));
    }
  }

  private String valid() {
    return isInPath() && list.hasCustomer()
        ? list.deployment().customer().id().toString()
        : "uuid".equals(schema.getFormat())
            ? UUID.randomUUID().toString()
            : list.contract().example(name);
  }

  private boolean isInPath() {
    return in.equals("path");
  }
}
