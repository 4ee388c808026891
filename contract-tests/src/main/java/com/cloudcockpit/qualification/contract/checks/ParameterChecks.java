package com.cloudcockpit.qualification.contract.checks;

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
  private final Field field;
  private final boolean inPath;

  private ParameterChecks(CheckList list, Parameter parameter) {
    this.list = list;
    this.parameter = parameter;
    schema = parameter.getSchema();
    var in = parameter.getIn();
    var name = parameter.getName();
    field =
        new Field(
            list,
            "%s.%s".formatted(in, name),
            name,
            (request, value) -> request.with(in, name, value == null ? null : value.asText()));
    inPath = in.equals("path");
  }

  static void addTo(CheckList list) {
    for (var parameter : list.contract().parameters()) {
      var checks = new ParameterChecks(list, parameter);
      checks.addInvalid();
      checks.addValid();
    }
  }

  private void addInvalid() {
    if (!inPath) {
      field.addPresence(parameter.getRequired(), "request", Stage.PARAMETER);
    }
    var expectation = inPath ? Expectation.BAD_PATH : Expectation.BAD_REQUEST;
    for (var sample : invalidSamples()) {
      field.addInvalid(sample, expectation, Stage.PARAMETER);
    }
  }

  private List<Sample> invalidSamples() {
    var samples = new ArrayList<>(InvalidSamples.ofConstraints(schema, valid()));
    if (!"string".equals(schema.getType())) {
      samples.add(Sample.of("type", "type", "the value \"text\"", "text"));
    }
    if (!inPath && "uuid".equals(schema.getFormat())) {
      samples.add(Sample.of("format", "format.empty", "an empty value", "").lenient());
    }
    return samples;
  }

  /** Only the mock accepts the ID of another customer. */
  private void addValid() {
    for (var sample : ValidSamples.ofParameter(schema, valid())) {
      boolean sameCustomer = !inPath || sample.value().asText().equalsIgnoreCase(valid());
      var expectation =
          Expectation.accepted(list.hasCustomer() && sameCustomer || list.deployment().mock());
      list.add(field.accepts(sample, expectation), expectation, field.with(sample));
    }
  }

  private String valid() {
    if (inPath && list.hasCustomer()) {
      return list.deployment().customer().id().toString();
    }
    return "uuid".equals(schema.getFormat())
        ? UUID.randomUUID().toString()
        : list.contract().example(parameter.getName());
  }
}
