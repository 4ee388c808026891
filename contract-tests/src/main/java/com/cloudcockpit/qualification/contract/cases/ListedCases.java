package com.cloudcockpit.qualification.contract.cases;

import static com.cloudcockpit.qualification.contract.cases.Rule.Severity.FAILURE;

import com.cloudcockpit.qualification.contract.cases.Case.Kind;
import com.cloudcockpit.qualification.contract.cases.Case.Place;
import com.cloudcockpit.qualification.contract.cases.Case.Stage;
import com.cloudcockpit.qualification.contract.cases.Catalog.Listed;
import com.cloudcockpit.qualification.contract.http.Request;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/** Cases of the requests that the {@link Catalog} lists, and of the mock's examples. */
final class ListedCases {

  private final Template template;
  private final Placeholders placeholders;

  private ListedCases(Template template) {
    this.template = template;
    placeholders = new Placeholders(template);
  }

  static List<Case> of(Template template) {
    var all = new ListedCases(template);
    var operation = template.operation();
    var cases = new ArrayList<Case>();
    for (var listed : Catalog.INSTANCE.requests()) {
      if ((operation.requiresToken() || !listed.isAboutToken())
          && (operation.body().isPresent() || !listed.isAboutBody())) {
        cases.add(all.of(listed));
      }
    }
    if (template.deployment().mock()) {
      operation.documentedErrors().forEach((status, body) -> cases.add(all.example(status, body)));
    }
    return cases;
  }

  private Case of(Listed listed) {
    var place = new Place(Stage.SYNTAX, "body", listed.field());
    var expectation =
        listed.expected() == null
            ? template.accepted()
            : Expectation.of(listed.expected()).tolerating(listed.tolerated());
    var reason = reason(listed);
    var created =
        template.create(
            listed.kind(),
            listed.severity(),
            listed.name(),
            listed.subject(),
            place,
            expectation,
            reason.isEmpty() ? request(listed) : null);
    return reason.isEmpty() ? created : created.skippedBecause(reason);
  }

  /** {@return why a request cannot be sent, or an empty string} */
  private String reason(Listed listed) {
    return template.deployment().mock() && listed.name().startsWith("authentication.token.")
        ? "Prism accepts any token"
        : placeholders.missing(listed.headers().toString());
  }

  private Request request(Listed listed) {
    var request = template.request();
    for (var header : listed.headers().entrySet()) {
      var value = header.getValue();
      request =
          request.withHeader(header.getKey(), value == null ? null : placeholders.fill(value));
    }
    if (listed.lowerCase()) {
      request = request.withLowerCaseHeaders();
    }
    return listed.body() == null
        ? request
        : request.withBody(
            placeholders.fill(listed.body()).getBytes(Charset.forName(listed.charset())));
  }

  /** {@return a request for one of the documentation page's examples} */
  private Case example(String status, JsonNode body) {
    var subject = "A request for the documentation page's example of a " + status;
    var preference = "code=%s, example=documented".formatted(status);
    return template.create(
        Kind.VALID,
        FAILURE,
        "documented." + status,
        subject,
        Place.NONE,
        Expectation.example(status, body),
        template.request().withHeader("Prefer", preference));
  }
}
