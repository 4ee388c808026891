package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.cases.Case.Kind;
import com.cloudcockpit.qualification.contract.cases.Case.Place;
import com.cloudcockpit.qualification.contract.cases.Case.Stage;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.spec.Field;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/** Cases about the parameters, the body and its properties. */
record FieldCases(Template template) {

  /** The statuses with which an API may respond to an ID that it looks up. */
  private static final String UNKNOWN_ID = "403|404";

  /** {@return the cases about a field and its parts} */
  Stream<Case> of(Field field) {
    var usual = template.valid(field);
    return Stream.concat(
        new Samples(field, usual).all().stream().map(sample -> of(field, sample, usual)),
        field.children().stream().flatMap(this::of));
  }

  private Case of(Field field, Sample sample, JsonNode usual) {
    boolean valid = sample.stage() == null;
    var stage = field.isIn("body") || valid ? sample.stage() : Stage.PARAMETER;
    var name = valid && sample.value() != null ? "accepts." + sample.name() : sample.name();
    var created =
        template.create(
            valid ? Kind.VALID : Kind.INVALID,
            sample.severity(),
            "%s.%s".formatted(field.at(), name),
            subject(field, sample.words()),
            new Place(stage, field.at(), field.name()),
            valid ? accepted(field, sample, usual) : rejected(field),
            Bodies.with(template.request(), field, sample.value()));
    return valid ? created.controlledBy(controls(field, sample)) : created;
  }

  private static String subject(Field field, String words) {
    var start = words.substring(0, 1).toUpperCase(Locale.ROOT);
    if (words.startsWith(start)) {
      return words;
    }
    return field.isBody()
        ? "A body that is " + words
        : "%s%s for %s".formatted(start, words.substring(1), field.name());
  }

  private static Expectation rejected(Field field) {
    return field.isIn("path") ? Expectation.BAD_PATH : Expectation.BAD_REQUEST;
  }

  private Expectation accepted(Field field, Sample sample, JsonNode usual) {
    if (isLookedUp(field, sample)) {
      return template.accepted().or(UNKNOWN_ID);
    }
    return template.identifiesKnown(field)
            && !sample.value().asText().equalsIgnoreCase(usual.asText())
        ? Expectation.UNKNOWN
        : template.accepted();
  }

  private List<Request> controls(Field field, Sample sample) {
    if (isLookedUp(field, sample)) {
      var other = TextNode.valueOf(UUID.randomUUID().toString());
      return List.of(Bodies.with(template.request(), field, other));
    }
    boolean isText = sample.value() != null && sample.value().isTextual();
    return field.isIn("body") && isText
        ? template.requestsWithOtherTexts()
        : List.of(template.request());
  }

  /** {@return whether a value identifies something other than what the path does} */
  private static boolean isLookedUp(Field field, Sample sample) {
    return field.isIn("query") && field.isUuid() && sample.value() != null;
  }
}
