package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.cases.Case.Kind;
import com.cloudcockpit.qualification.contract.cases.Case.Place;
import com.cloudcockpit.qualification.contract.cases.Case.Stage;
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
    var value = sample.value();
    boolean valid = sample.stage() == null;
    boolean lookedUp = field.isIn("query") && field.isUuid() && value != null;
    var stage = field.isIn("body") || valid ? sample.stage() : Stage.PARAMETER;
    var created =
        template.create(
            valid ? Kind.VALID : Kind.INVALID,
            sample.severity(),
            field.at() + (valid && value != null ? ".accepts." : ".") + sample.name(),
            subject(field, sample.words()),
            new Place(stage, field.at(), field.name()),
            valid ? accepted(field, value, usual, lookedUp) : rejected(field),
            Bodies.with(template.request(), field, value));
    if (valid && lookedUp) {
      var other = TextNode.valueOf(UUID.randomUUID().toString());
      return created.controlledBy(List.of(Bodies.with(template.request(), field, other)));
    }
    boolean isText = valid && field.isIn("body") && value != null && value.isTextual();
    return isText ? created.controlledBy(template.requestsWithOtherTexts()) : created;
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

  private Expectation accepted(Field field, JsonNode value, JsonNode usual, boolean lookedUp) {
    boolean known = template.identifiesKnown(field);
    if (known && !value.asText().equalsIgnoreCase(usual.asText())) {
      return Expectation.UNKNOWN;
    }
    return lookedUp ? template.accepted().or(UNKNOWN_ID) : template.accepted();
  }
}
