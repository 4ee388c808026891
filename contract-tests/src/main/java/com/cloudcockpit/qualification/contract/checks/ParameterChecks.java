package com.cloudcockpit.qualification.contract.checks;

import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Checks of the path, query and header parameters. */
final class ParameterChecks {

  private ParameterChecks() {}

  static void addTo(CheckList list) {
    list.contract().parameters().forEach(parameter -> add(list, parameter));
  }

  private static void add(CheckList list, Parameter parameter) {
    var in = parameter.getIn();
    var name = parameter.getName();
    boolean inPath = in.equals("path");
    var valid = valid(list, parameter);
    var field =
        new Field(
            list,
            "%s.%s".formatted(in, name),
            name,
            (request, value) -> request.with(in, name, value == null ? null : value.asText()));
    if (!inPath) {
      field.addPresence(parameter.getRequired(), "request", Stage.PARAMETER);
    }
    for (var sample : invalidSamples(parameter.getSchema(), valid, inPath)) {
      var expectation = inPath ? Expectation.BAD_PATH : Expectation.BAD_REQUEST;
      field.addInvalid(sample, expectation, Stage.PARAMETER);
    }
    for (var sample : ValidSamples.ofParameter(parameter.getSchema(), valid)) {
      // only the mock accepts the ID of another customer
      boolean sameCustomer = !inPath || sample.value().asText().equalsIgnoreCase(valid);
      var expectation =
          Expectation.accepted(
              list.deployment().hasCustomer() && sameCustomer || list.deployment().mock());
      list.add(field.accepts(sample, expectation), expectation::judge, field.with(sample));
    }
  }

  private static List<Sample> invalidSamples(Schema<?> schema, String valid, boolean inPath) {
    var samples = new ArrayList<>(InvalidSamples.ofConstraints(schema, valid));
    if (!"string".equals(schema.getType())) {
      samples.add(Sample.of("type", "type", "the value \"text\"", "text"));
    }
    if (!inPath && "uuid".equals(schema.getFormat())) {
      samples.add(Sample.of("format", "format.empty", "an empty value", "").lenient());
    }
    return samples;
  }

  private static String valid(CheckList list, Parameter parameter) {
    if (parameter.getIn().equals("path") && list.deployment().hasCustomer()) {
      return list.deployment().customer().id().toString();
    }
    return "uuid".equals(parameter.getSchema().getFormat())
        ? UUID.randomUUID().toString()
        : parameter.getExample().toString();
  }
}
