package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.spec.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Cases about the path, query and header parameters. */
final class ParameterCases {

  /** The statuses with which an API may respond to an ID that it looks up. */
  private static final String UNKNOWN_ID = "403|404";

  private ParameterCases() {}

  static List<Case> of(Template template) {
    return template.operation().parameters().stream()
        .flatMap(parameter -> of(template, parameter))
        .toList();
  }

  private static Stream<Case> of(Template template, Parameter parameter) {
    var cases = new ArrayList<Case>();
    var in = parameter.getIn();
    boolean inPath = in.equals("path");
    var value = template.value(parameter);
    var valid = value == null ? Samples.example(parameter) : value;
    var field =
        new Field(
            template,
            "%s.%s".formatted(in, parameter.getName()),
            parameter.getName(),
            (request, changed) -> Template.with(request, parameter, changed));
    if (!inPath) {
      boolean required = Boolean.TRUE.equals(parameter.getRequired());
      cases.add(field.presence(required, "request", Stage.PARAMETER));
    }
    for (var sample : invalidSamples(parameter, valid)) {
      var expectation = inPath ? Expectation.BAD_PATH : Expectation.BAD_REQUEST;
      cases.add(field.invalid(sample, expectation, Stage.PARAMETER));
    }
    if (!parameter.getName().equals(Operation.TENANT)) {
      for (var sample : ValidSamples.ofParameter(parameter.getSchema(), valid.asText())) {
        cases.add(valid(template, parameter, field, valid, sample));
      }
    }
    return cases.stream();
  }

  private static List<Sample> invalidSamples(Parameter parameter, JsonNode valid) {
    var samples = new ArrayList<Sample>();
    var schema = parameter.getSchema();
    if ("array".equals(schema.getType())) {
      invalidTexts(schema.getItems(), Samples.example(schema.getItems()))
          .forEach(sample -> samples.add(sample.inArray()));
      InvalidSamples.ofConstraints(schema, valid).stream()
          .filter(sample -> !sample.value().isEmpty())
          .forEach(samples::add);
    } else {
      samples.addAll(invalidTexts(schema, valid));
    }
    if (!parameter.getIn().equals("header")) {
      // without a value, a path is a different one, and readers of a query differ
      samples.removeIf(sample -> sample.value().asText("-").isEmpty());
    } else if ("uuid".equals(schema.getFormat())) {
      samples.add(Sample.of("format.empty", "an empty value", "").lenient());
    }
    return samples;
  }

  private static List<Sample> invalidTexts(Schema<?> schema, JsonNode valid) {
    var samples = new ArrayList<>(InvalidSamples.ofText(schema));
    samples.addAll(InvalidSamples.ofConstraints(schema, valid));
    return samples;
  }

  private static Case valid(
      Template template, Parameter parameter, Field field, JsonNode valid, Sample sample) {
    boolean isId =
        parameter.getIn().equals("path")
            && template.operation().resourceId().isPresent()
            && parameter.getSchema().getEnum() == null;
    boolean same = sample.value().asText().equalsIgnoreCase(valid.asText());
    if (isId && template.isKnown() && !same && !template.deployment().mock()) {
      return field.valid(sample, Expectation.UNKNOWN);
    }
    boolean mayBeUnknown =
        parameter.getIn().equals("query") && "uuid".equals(parameter.getSchema().getFormat());
    if (!mayBeUnknown) {
      return field.valid(sample, template.accepted());
    }
    var other = Sample.of("", "", UUID.randomUUID().toString());
    var control = field.change().apply(template.request(), other.value());
    return field.valid(sample, template.accepted().or(UNKNOWN_ID)).withControls(List.of(control));
  }
}
