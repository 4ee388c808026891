package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.cases.Case.Kind;
import com.cloudcockpit.qualification.contract.cases.Case.Place;
import com.cloudcockpit.qualification.contract.cases.Catalog.Listed;
import com.cloudcockpit.qualification.contract.http.Request;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Cases of the requests that the {@link Catalog} lists. */
final class ListedCases {

  private final Template template;
  private final Placeholders placeholders;
  private final List<Case> cases = new ArrayList<>();

  private ListedCases(Template template) {
    this.template = template;
    placeholders = new Placeholders(template);
  }

  static List<Case> of(Template template) {
    var all = new ListedCases(template);
    var operation = template.operation();
    if (operation.requiresToken()) {
      Catalog.INSTANCE.unauthenticated().forEach(all::addUnauthenticated);
      var lowerCase =
          template.request().withHeader("Authorization", all.placeholders.fill("bearer {token}"));
      all.addValid(
          "authentication.scheme.lower-case",
          Rule.Severity.WARNING,
          "The scheme bearer in lower case",
          lowerCase);
    }
    if (operation.body().isPresent()) {
      Catalog.INSTANCE.invalidBodies().forEach(all::addInvalid);
      Catalog.INSTANCE.validBodies().forEach(all::addValid);
    }
    Catalog.INSTANCE.validHeaders().forEach(all::addValid);
    all.addValid(
        "header.accepts.lower-case",
        Rule.Severity.FAILURE,
        "A request with all header names in lower case",
        template.request().withLowerCaseHeaders());
    return all.cases;
  }

  private void addUnauthenticated(Listed listed) {
    var expectation =
        "403".equals(listed.expected()) ? Expectation.FORBIDDEN : Expectation.UNAUTHORIZED;
    var created =
        template.create(
            template.rule(
                "authentication." + listed.name(),
                listed.severity(),
                expectation.sentence(listed.subject())),
            Kind.UNAUTHENTICATED,
            listed.subject(),
            "",
            null,
            expectation.tolerating(listed.tolerated()),
            null);
    var reason = placeholders.missing(listed);
    var authorization =
        listed.authorization() == null || !reason.isEmpty()
            ? null
            : placeholders.fill(listed.authorization());
    cases.add(
        reason.isEmpty()
            ? created.sending(template.request().withHeader("Authorization", authorization))
            : created.skippedBecause(reason));
  }

  private void addInvalid(Listed listed) {
    var expectation = listed.expected() == null ? Expectation.BAD_REQUEST : Expectation.REFUSAL;
    cases.add(
        template
            .invalid(
                listed.severity(),
                "body." + listed.name(),
                listed.subject(),
                expectation,
                new Place(Stage.SYNTAX, "body"),
                request(listed))
            .about(listed.header()));
  }

  private void addValid(Listed listed) {
    cases.add(
        template
            .valid(listed.severity(), listed.name(), listed.subject(), request(listed))
            .about(listed.header()));
  }

  private void addValid(String name, Rule.Severity severity, String subject, Request request) {
    cases.add(template.valid(severity, name, subject, request));
  }

  private Request request(Listed listed) {
    var request = template.request();
    for (var header : listed.headers().entrySet()) {
      request = request.withHeader(header.getKey(), header.getValue());
    }
    var charset = Charset.forName(Objects.requireNonNullElse(listed.charset(), "UTF-8"));
    return listed.body() == null
        ? request
        : request.withBody(placeholders.fill(listed.body()).getBytes(charset));
  }
}
