package com.cloudcockpit.qualification.contract.cases;

import static com.cloudcockpit.qualification.contract.cases.Rule.Severity.FAILURE;
import static com.cloudcockpit.qualification.contract.cases.Rule.Severity.WARNING;

import com.cloudcockpit.qualification.contract.cases.Rule.Severity;
import com.cloudcockpit.qualification.contract.http.Request;
import java.util.ArrayList;
import java.util.List;

/** Cases of valid requests that are equivalent to the usual one, but written differently. */
final class VariantCases {

  private final Template template;
  private final List<Case> cases = new ArrayList<>();

  private VariantCases(Template template) {
    this.template = template;
  }

  static List<Case> of(Template template) {
    var all = new VariantCases(template);
    if (template.operation().body().isPresent()) {
      all.addBodies();
    }
    all.addHeaders();
    return all.cases;
  }

  private void addBodies() {
    var usual = template.request();
    add("body.accepts.whitespace", "A body with whitespace", Bodies.withWhitespace(usual));
    add("body.accepts.escapes", "A body with escaped characters", Bodies.withEscapes(usual));
    add(
        "body.accepts.reversed",
        "A body with its properties in reverse order",
        Bodies.reversed(usual));
    addContentType(
        FAILURE, "charset", "A content type with a charset", "application/json; charset=utf-8");
    addContentType(
        FAILURE,
        "compact",
        "A content type with an upper-case charset and no space",
        "application/json;charset=UTF-8");
    // few clients send such content types
    addContentType(WARNING, "upper-case", "A content type in upper case", "APPLICATION/JSON");
    addContentType(
        WARNING,
        "quoted",
        "A content type with a quoted charset",
        "application/json; charset=\"utf-8\"");
  }

  private void addHeaders() {
    var list = "application/json, text/plain;q=0.9, */*;q=0.5";
    add(
        "accept.accepts.list",
        "An Accept header with several media types",
        template.request().withHeader("Accept", list));
    add(
        "accept.accepts.any",
        "The Accept header */*",
        template.request().withHeader("Accept", "*/*"));
    add(
        "accept.accepts.none",
        "A request without Accept",
        template.request().withoutHeader("Accept"));
    add(
        "header.accepts.lower-case",
        "A request with all header names in lower case",
        template.request().withLowerCaseHeaders());
  }

  private void addContentType(Severity severity, String name, String subject, String value) {
    var request = template.request().withHeader("Content-Type", value);
    add(severity, "content-type.accepts." + name, subject, "body.content-type", request);
  }

  private void add(String name, String subject, Request request) {
    add(FAILURE, name, subject, "operation", request);
  }

  private void add(
      Severity severity, String name, String subject, String statement, Request request) {
    cases.add(template.valid(severity, name, subject, statement, request));
  }
}
