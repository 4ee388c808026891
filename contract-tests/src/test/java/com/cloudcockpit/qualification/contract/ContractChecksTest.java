package com.cloudcockpit.qualification.contract;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudcockpit.qualification.contract.Api.Call;
import com.cloudcockpit.qualification.contract.Api.Reply;
import com.cloudcockpit.qualification.contract.cases.Outcome;
import com.cloudcockpit.qualification.contract.cases.Rule;
import com.cloudcockpit.qualification.contract.report.Report;
import com.cloudcockpit.qualification.contract.result.Finding;
import com.cloudcockpit.qualification.contract.result.Result;
import com.cloudcockpit.qualification.contract.spec.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what is sent and what a run concludes, depending on the settings and the API. */
@Tag("slow")
@Timeout(60)
class ContractChecksTest {

  private static final String PARTIAL = "\\d+ of \\d+ rules checked: no violation\\.";
  private static final String VALUES =
      "{\"providerInstanceId\":\"instance-1\",\"qualification\":{\"educationSegment\":\"K12\"}}";

  @Test
  void sendsOnlyRandomIdsWithoutValues() {
    var api = new RecordingApi();
    var report = api.checks().build().run();
    assertEquals(0, report.exitCode(), report::summary);
    assertTrue(report.conclusion().matches(PARTIAL), report::conclusion);
    var example = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
    assertTrue(api.calls().size() > 100);
    for (var call : api.calls()) {
      assertFalse(call.path().toLowerCase().contains(RecordingApi.ID), call.path());
      assertFalse(call.path().toLowerCase().contains(example), call.path());
    }
    var valid = api.calls().stream().map(Call::path).filter(path -> path.matches(".*/.{36}/.*"));
    assertTrue(valid.distinct().count() > 80, "each request needs an ID of its own");
  }

  @Test
  void leavesTheValuesOfTheUser() {
    var updated = new HashMap<String, Call>();
    var api =
        new RecordingApi(
            (call, reply) -> {
              if (reply.status() / 100 == 2) {
                updated.put("last", call);
              }
              return reply;
            });
    assertConcludes(api.checksWithValues().build().run(), 0, "The API complies with the contract.");
    assertEquals(Json.read(VALUES), Json.read(body(updated.get("last"))));
  }

  @Test
  void saysThatTheTestDataMayHaveChangedIfItCannotBeRestored() {
    var updates = new HashMap<String, Integer>();
    var api =
        new RecordingApi(
            (call, reply) ->
                body(call).equals(VALUES) && updates.merge("usual", 1, Integer::sum) > 40
                    ? Reply.of(409, "", "")
                    : reply);
    var report = api.checksWithValues().build().run();
    assertTrue(
        report.notes().toString().contains("the test data may have changed"),
        report.notes()::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "body.providerInstanceId.min-length",
        "body.content-type.*, header.X-Correlation-Id.format.urn",
        "header.*",
        "authentication.*",
        "error.*",
        "update.accepted,error.schema",
        "updateCustomerMicrosoftQualification.body.json.*",
      })
  void changesNoResultBySelectingRules(String only) {
    BiFunction<Call, Reply, Reply> faults =
        (call, reply) -> {
          boolean accepted =
              body(call).contains("\"providerInstanceId\":\"\"")
                  || call.header("Content-Type").equals("text/plain")
                  || call.header("X-Correlation-Id").startsWith("urn:")
                  || call.header("Authorization").startsWith("Basic");
          return accepted && reply.status() / 100 == 4 && isUnknown(call)
              ? Reply.of(404, Json.MEDIA_TYPE, "{\"statusCode\":1}")
              : reply;
        };
    var all = new RecordingApi(faults);
    var outcomes = outcomes(all.checks().build().run());
    assertEquals(
        Outcome.FAIL, outcomes.get("body.providerInstanceId.min-length"), outcomes::toString);
    var selected = new RecordingApi(faults);
    var checks = selected.checks().only(List.of(only.split(","))).build();
    var report = checks.run();
    assertEquals(checks.rules().size(), report.results().size());
    outcomes(report).forEach((rule, outcome) -> assertEquals(outcomes.get(rule), outcome, rule));
    assertTrue(selected.calls().size() <= all.calls().size() + 1, "sends a request twice");
    assertTrue(report.conclusion().matches("The API violates.*|" + PARTIAL), report::conclusion);
  }

  @Test
  void sendsOnlyTheRequestsOfTheOperationThatARuleAboutResponsesIsAbout() {
    var api = new RecordingApi(customers(), (call, reply) -> reply);
    var report = api.checks().only(List.of("deleteCustomer.error.schema")).build().run();
    assertEquals(1, report.count(Outcome.PASS), report::summary);
    assertTrue(api.calls().stream().allMatch(call -> call.method().equals("DELETE")));
  }

  @Test
  void warnsIfAValidRequestConflictsAsTheContractAllows() {
    var conflict = "\"409\":{\"description\":\"A duplicate.\"},\"500\":";
    BiFunction<Call, Reply, Reply> rejectAll =
        (call, reply) -> reply.status() == 200 ? Reply.of(409, "", "") : reply;
    var values = Map.of("customerId", RecordingApi.ID);
    var report = run(customers().replace("\"500\":", conflict), rejectAll, values);
    assertEquals(0, report.exitCode(), report::summary);
    assertEquals(1, report.count(Outcome.WARN), report::summary);
    assertEquals(1, run(customers(), rejectAll, values).exitCode());
  }

  @Test
  void sendsSeveralValuesOfAnArrayInTheQuery() {
    var countries =
        """
        {"name": "countries", "in": "query",
         "schema": {"type": "array", "items": {"type": "string", "enum": ["PT", "ES"]}}},
        {"name":"resellerId\"""";
    var text = customers().replace("{\"name\":\"resellerId\"", countries);
    var api = new RecordingApi(text, (call, reply) -> reply);
    api.checks().only(List.of("getCustomer.query.countries.*")).build().run();
    var queries = api.calls().stream().map(call -> call.query().get("countries"));
    assertTrue(queries.anyMatch(List.of("PT", "PT")::equals));
  }

  @Test
  void neverSendsSkippedRequestsNotEvenAsEvidence() {
    var rule = "body.providerInstanceId.min-length";
    BiFunction<Call, Reply, Reply> faults =
        (call, reply) ->
            body(call).contains("\"providerInstanceId\":\"\"") ? Reply.of(404, "", "") : reply;
    var api = new RecordingApi(faults);
    assertEquals(Outcome.FAIL, outcomes(api.checks().only(List.of(rule)).build().run()).get(rule));

    var rules = api.checks().build().rules().stream().map(Rule::name);
    var skipping = new RecordingApi(faults);
    var report =
        skipping.checks().skip(rules.filter(name -> !name.equals(rule)).toList()).build().run();
    assertConcludes(report, 2, "The run was inconclusive.");
    var reason = report.results().get(0).reason();
    assertTrue(reason.matches(".*; --skip excludes [\\w.-]+"), reason);
    // the usual request, the one of the rule, and a probe for unknown paths
    assertTrue(skipping.calls().stream().map(call -> body(call)).distinct().count() <= 3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          token | other | http://localhost rejects the token with 401
          tenant | other | http://localhost rejects valid requests for update
          customer | 3d444840-9dc0-41d1-b245-5ffdce74fad2 | http://localhost does not know the customer
          """)
  void isInconclusiveIfASettingIsWrong(String setting, String value, String reason) {
    var checks = new RecordingApi().checksWithValues();
    switch (setting) {
      case "token" -> checks.token(value);
      case "tenant" -> checks.tenant(value);
      default -> checks.set("customerId", value);
    }
    var report = checks.build().run();
    assertInconclusive(reason, report);
    var quoted = setting.equals("token") ? "" : ", \"The request is rejected.\"";
    assertTrue(report.inconclusive().get(0).contains(quoted), report.inconclusive()::toString);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isInconclusiveIfTheCallerLacksTheRole(boolean values) {
    var api =
        new RecordingApi(
            (call, reply) ->
                reply.status() == 401 ? reply : Reply.of(403, Json.MEDIA_TYPE, "{\"x\":1}"));
    var report = (values ? api.checksWithValues() : api.checks()).build().run();
    assertInconclusive("http://localhost rejects valid requests for updateCust", report);
    assertTrue(
        report.inconclusive().get(0).contains("the token's role"), report.inconclusive()::toString);
  }

  @Test
  void sendsNoRealTokenToTheMock() {
    var api = new RecordingApi();
    var checks = api.checks().mock(true).tokenWithoutRole("role-token").expiredToken("old-token");
    assertInconclusive("http://localhost rejects the token with 401: omit --mock", checks);
    var accepting = new RecordingApi((call, reply) -> Reply.of(204, "", ""));
    accepting
        .checks()
        .mock(true)
        .tokenWithoutRole("role-token")
        .expiredToken("old-token")
        .build()
        .run();
    for (var call : Stream.concat(api.calls().stream(), accepting.calls().stream()).toList()) {
      assertFalse(
          call.header("Authorization").matches(".*(role-token|old-token|signature).*"),
          call.header("Authorization"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SAME/", "http://LOCALHOST SAME", "/api/V2/customers/REST", "LOWER"})
  void treatsARedirectToAnotherSpellingOfThePathAsAViolation(String location) {
    var api =
        new RecordingApi(
            (call, reply) -> {
              var there =
                  location
                      .replace("SAME", call.path())
                      .replace("LOWER", call.path().toLowerCase())
                      .replace("/api/V2/customers/REST", call.path().replace("/v1/", "/V2/"))
                      .replace(" ", "");
              return new Reply(307, Map.of("Location", there), "", "");
            });
    var report = api.checks().build().run();
    assertConcludes(report, 1, "The API violates the contract.");
    var headings =
        report.findings().get("FAIL").stream().map(finding -> finding.heading()).toList();
    assertEquals(1, headings.size(), headings::toString);
    assertTrue(headings.get(0).contains("307"), headings::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          unknown customer | 204 | Requests for an unknown ID get 204 instead of 404
          charset | 415 | A content type with a charset, a content type with an upper-case charset \
          and no space and a content type with a quoted charset get 415 instead of a 2xx
          empty qualification | 400 | An empty object for qualification gets 400 instead of a 2xx
          no UUID | 400 | Valid values of providerInstanceId get 400 instead of a 2xx
          repetition | 500 | Valid requests after the first get 500
          other error | 400 | The body has only unknown properties [message] in 8 of 67 error \
          responses (400 to path.customerId.format*)
          non-ASCII | 403 | A value with non-ASCII characters for providerInstanceId and an object \
          with non-ASCII characters for qualification get 403 instead of a 2xx
          error | 200 | Errors are sent with 200 instead of their statusCode
          """)
  void namesTheCauseOfSeveralFailuresInOneFinding(String cause, int status, String heading) {
    var accepted = new HashSet<String>();
    var api =
        new RecordingApi(
            (call, reply) -> {
              boolean wrong =
                  switch (cause) {
                    case "repetition" -> reply.status() == 204 && !accepted.add(body(call));
                    case "other error" ->
                        reply.status() == 400 && !call.path().matches(".*/[0-9a-fA-F-]{36}/.*");
                    case "unknown customer" -> reply.status() == 404;
                    case "charset" -> call.header("Content-Type").contains(";");
                    case "error" -> reply.status() == 400 || reply.status() == 404;
                    case "no UUID" ->
                        reply.status() % 200 == 4
                            && !body(call).matches(".*\"providerInstanceId\":\"[0-9a-f-]{36}\".*");
                    case "non-ASCII" -> body(call).matches("(?s).*[^\\x00-\\x7f].*");
                    default -> body(call).contains("\"qualification\":{}");
                  };
              var body =
                  cause.equals("other error")
                      ? "{\"message\":\"Error\"}"
                      : "{\"statusCode\":%d,\"type\":\"Error\"}".formatted(reply.status());
              return !wrong
                  ? reply
                  : switch (status) {
                    case 200 -> Reply.of(200, Json.MEDIA_TYPE, body);
                    case 400, 500 ->
                        Reply.of(status, Json.MEDIA_TYPE, body.replaceAll("\\d+", "" + status));
                    default -> Reply.of(status, "", "");
                  };
            });
    var findings = api.checksWithValues().build().run().findings().get("FAIL");
    assertEquals(List.of(heading), findings.stream().map(Finding::heading).toList());
  }

  @Test
  void assignsARejectedExampleToThePropertyThatTheApiNames() {
    var api =
        new RecordingApi(
            (call, reply) -> {
              var named =
                  body(call).contains("\"providerInstanceId\":\"42\"")
                      ? "providerInstanceId"
                      : body(call).contains("\"qualification\":{}") ? "Qualification" : "";
              var error = "{\"statusCode\":400,\"errors\":[{\"propertyName\":\"%s\"}]}";
              return named.isEmpty()
                  ? reply
                  : Reply.of(400, Json.MEDIA_TYPE, error.formatted(named));
            });
    var findings = api.checksWithValues().build().run().findings().get("FAIL");
    assertEquals(
        List.of(
            "A value of digits only for providerInstanceId gets 400 instead of a 2xx",
            "An empty object for qualification gets 400 instead of a 2xx"),
        findings.stream().map(Finding::heading).toList());
    assertEquals(2, findings.get(1).results().size(), findings.get(1)::toString);
  }

  @Test
  void printsACompleteCurlCommandForALargeBody() throws Exception {
    var api =
        new RecordingApi(
            (call, reply) -> call.body().length > 60_000 ? Reply.of(413, "", "") : reply);
    var report = api.checksWithValues().build().run();
    var lines = report.console(false).lines().map(String::strip);
    var command = lines.filter(line -> line.startsWith("curl")).findFirst().orElseThrow();
    var script = "curl() { for last; do :; done; printf %%s \"$last\"; }%n%s%n";
    var bash = new ProcessBuilder("bash", "-c", script.formatted(command));
    var body = bash.start().getInputStream().readAllBytes();
    assertTrue(
        api.calls().stream().anyMatch(call -> Arrays.equals(call.body(), body)),
        () -> "%d bytes".formatted(body.length));
    assertTrue(body.length > 60_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200 | <html>Sign in</html> | | returned 200 with a web page
          302 | <html></html> | /login?code=s3cret | returned 302, a redirect to /login
          302 | <html></html> | http://[ | returned 302, a redirect to http://[
          502 | <html></html> | | returned 502 with a web page
          503 | <html></html> | | returned 503 with a web page
          403 | <html></html> | | returned 403 with a web page
          404 | <html></html> | | treats the API's path like an unknown one
          400 | Unknown tenant | | treats the API's path like an unknown one
          """)
  void isInconclusiveIfSomethingIsInFrontOfTheApi(
      int status, String body, String location, String sentence) {
    var headers = new HashMap<>(Map.of("Content-Type", "text/html"));
    if (location != null) {
      headers.put("Location", location);
    }
    var reply = new Reply(status, headers, body, "");
    var report = new RecordingApi((call, original) -> reply).checks().build().run();
    assertInconclusive("http://localhost " + sentence, report);
    assertConcludes(report, 2, "The run was inconclusive.");
  }

  @Test
  void checksErrorsThatAreNestedDeeply() {
    var deep = "[".repeat(20_000) + "]".repeat(20_000);
    var body = "{\"statusCode\": 400, \"description\": \"d\", \"more\": %s}".formatted(deep);
    var api =
        new RecordingApi(
            (call, reply) ->
                reply.status() == 400 ? Reply.of(400, "application/json", body) : reply);
    var report = api.checksWithValues().build().run();
    assertEquals(List.of(), report.inconclusive());
    assertEquals(0, report.count(Outcome.FAIL), report::summary);
  }

  @Test
  void leavesAReportThatSaysSoIfTheRunIsKilled(@TempDir Path directory) throws Exception {
    var api =
        new RecordingApi(
            (call, reply) -> {
              throw new IllegalStateException("killed");
            });
    var checks = api.checks().reports(directory).build();
    assertThrows(IllegalStateException.class, checks::run);
    var summary = Files.readString(directory.resolve("summary.md"));
    assertTrue(summary.contains("The run ended before its report was written."), summary);
  }

  @Test
  void stopsAtAnOutageThatOnlyRequestsWithATokenReach() {
    var calls = new ArrayList<Call>();
    var api =
        new RecordingApi(
            (call, reply) -> {
              calls.add(call);
              return calls.size() > 60 && reply.status() != 401
                  ? Reply.of(503, "text/plain", "down")
                  : reply;
            });
    var report = api.checksWithValues().build().run();
    assertConcludes(report, 2, "The run was inconclusive.");
    assertTrue(report.inconclusive().get(0).contains("503"), report.inconclusive()::toString);
  }

  @Test
  void reportsThatWhatIsNamedForDeletionIsNotFound() {
    var api =
        new RecordingApi(
            customers(),
            (call, reply) -> {
              boolean deletion = call.method().equals("DELETE") && reply.status() / 100 == 2;
              return deletion ? Reply.of(404, "", "") : reply;
            });
    var checks = api.checks().set("deleteCustomer.customerId", RecordingApi.ID);
    var failed = checks.only(List.of("delete.accepted")).build().run().findings().get("FAIL");
    assertEquals("A valid request gets 404 instead of 202", failed.get(0).heading());
  }

  @Test
  void containsNoTokenAsText() {
    var report = new RecordingApi().checks().build().run();
    assertTrue(report.toString().contains("PATCH /v1/Customers/"), report::summary);
    assertFalse(report.toString().contains(RecordingApi.TOKEN), report::summary);
  }

  @Test
  void keepsTheResultsOfARunThatEndsEarly() {
    var calls = new HashMap<String, Integer>();
    var api =
        new RecordingApi(
            (call, reply) ->
                calls.merge("all", 1, Integer::sum) > 60
                    ? Reply.of(503, "text/plain", "down")
                    : reply.status() == 404 ? Reply.of(410, "", "") : reply);
    var report = api.checksWithValues().build().run();
    assertConcludes(report, 2, "The run is incomplete, but the API violates the contract.");
    assertTrue(report.count(Outcome.FAIL) > 0, report::summary);
    assertTrue(report.count(Outcome.PASS) > 5, report::summary);
    assertTrue(
        report.inconclusive().get(0).startsWith("The run stopped after "),
        report.inconclusive()::toString);
    assertTrue(report.notes().get(0).contains("the test data may have changed"));
  }

  @Test
  void sendsNoMoreRequestsPerSecondThanTheRate() {
    var api = new RecordingApi();
    long start = System.nanoTime();
    api.checks().rate(20).only(List.of("header.X-Tenant.*")).build().run();
    long least = (api.calls().size() - 1) * Duration.ofMillis(50).toNanos();
    assertTrue(api.calls().size() > 3 && System.nanoTime() - start >= least);
  }

  @Test
  void deletesLastAndOnlyWhatIsNamed() {
    var plain = new RecordingApi(customers(), (call, reply) -> reply);
    plain.checks().set("customerId", RecordingApi.ID).build().run();
    assertEquals(0, deletions(plain).count());
    assertTrue(plain.calls().stream().anyMatch(call -> call.path().contains(RecordingApi.ID)));

    var named = new RecordingApi(customers(), (call, reply) -> reply);
    var checks =
        named
            .checks()
            .set("customerId", RecordingApi.ID)
            .set("deleteCustomer.customerId", RecordingApi.ID);
    assertConcludes(checks.build().run(), 0, "The API complies with the contract.");
    var last = named.calls().get(named.calls().size() - 1);
    assertEquals(List.of(last), deletions(named).toList());

    var skipped = new RecordingApi(customers(), (call, reply) -> reply);
    skipped
        .checks()
        .set("deleteCustomer.customerId", RecordingApi.ID)
        .skip(List.of("delete.accepted"))
        .build()
        .run();
    assertEquals(0, deletions(skipped).count());
  }

  @Test
  void concludesForEachOperationSeparately() {
    BiFunction<Call, Reply, Reply> forbidDeletion =
        (call, reply) -> call.method().equals("DELETE") ? Reply.of(403, "", "") : reply;
    var values = Map.of("customerId", RecordingApi.ID);
    var report = run(customers(), forbidDeletion, values);
    assertConcludes(report, 2, "The run was inconclusive.");
    assertEquals(1, report.inconclusive().size());
    assertTrue(report.count(Outcome.PASS) > 30, report::summary);
    // a violation outweighs an operation that could not be checked
    var worse =
        run(
            customers(),
            (call, reply) ->
                reply.status() == 401 && call.method().equals("GET")
                    ? Reply.of(400, "", "")
                    : forbidDeletion.apply(call, reply),
            values);
    assertConcludes(worse, 1, "The API violates the contract.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          getCustomer.X-Tenant=a | Set the tenant with --tenant, not with --set.
          customerId= | The value of customerId is empty.
          resellerId=ID | The values for getCustomer are incomplete: add --set customerId=…
          deleteCustomer.resellerId=ID | No operation has a parameter or body property deleteCust
          """)
  void rejectsInvalidValues(String option, String sentence) {
    var checks = new RecordingApi(customers(), (call, reply) -> reply).checks();
    var pair = option.replace("ID", RecordingApi.ID).split("=", 2);
    checks.set(pair[0].replace(RecordingApi.ID, "ID"), pair[1]);
    var e = assertThrows(IllegalArgumentException.class, checks::build);
    assertTrue(e.getMessage().startsWith(sentence), e::getMessage);
  }

  @Test
  void printsCurlCommandsThatDeriveTheSentTokensFromVariables() throws Exception {
    var api = new RecordingApi((call, reply) -> Reply.of(204, "", ""));
    var tokens = new TreeMap<String, String>();
    tokens.put("CONTRACT_TOKEN", RecordingApi.TOKEN);
    tokens.put("CONTRACT_TOKEN_EXPIRED", RecordingApi.TOKEN.replace(".c", ".expired"));
    tokens.put("CONTRACT_TOKEN_WITHOUT_ROLE", RecordingApi.TOKEN.replace("ey", "other"));
    var checks = api.checksWithValues().expiredToken(tokens.get("CONTRACT_TOKEN_EXPIRED"));
    checks.tokenWithoutRole(tokens.get("CONTRACT_TOKEN_WITHOUT_ROLE"));
    var report = checks.only(List.of("authentication.*")).build().run();
    var script = new StringBuilder("curl() { printf '%s\\n' \"$@\" | grep ^Authorization:; }\n");
    for (var result : report.results()) {
      var text = Report.violation(result);
      tokens.values().forEach(token -> assertFalse(text.contains(token.substring(40)), text));
      text.lines()
          .filter(line -> line.startsWith("     sent:") && !text.startsWith("PASS"))
          .forEach(line -> script.append(line.replaceFirst(" *sent:", "")).append("\n"));
    }
    var bash = new ProcessBuilder("bash", "-c", script.toString()).redirectErrorStream(true);
    bash.environment().putAll(tokens);
    var output = new String(bash.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var valid = Set.of("Bearer " + RecordingApi.TOKEN, "bearer " + RecordingApi.TOKEN, "");
    var sent =
        api.calls().stream()
            .map(call -> call.header("Authorization"))
            .filter(header -> !valid.contains(header))
            .map("Authorization: "::concat)
            .collect(toSet());
    assertTrue(sent.size() >= 14, sent::toString);
    assertEquals(sent, output.lines().collect(toSet()));
  }

  @Test
  void sendsTextForStringsAndJsonForEverythingElse() {
    var api = new RecordingApi();
    var name = "providerInstanceId";
    var checks = api.checksWithValues().set(name, "other").only(List.of("update.accepted"));
    checks.set("updateCustomerMicrosoftQualification." + name, "{\"a\":true}").build().run();
    var sent = Json.read(body(api.calls().get(0))).orElseThrow();
    assertEquals("{\"a\":true}", sent.get(name).textValue());
    assertEquals("K12", sent.get("qualification").get("educationSegment").textValue());
  }

  private static String customers() {
    return CompliantApi.resource("customers.yaml").toString();
  }

  private static Report run(
      String specification, BiFunction<Call, Reply, Reply> change, Map<String, String> values) {
    var checks = new RecordingApi(specification, change).checks();
    values.forEach(checks::set);
    return checks.build().run();
  }

  private static Stream<Call> deletions(RecordingApi api) {
    return api.calls().stream()
        .filter(call -> call.method().equals("DELETE"))
        .filter(call -> call.path().contains(RecordingApi.ID));
  }

  private static boolean isUnknown(Call call) {
    return !call.path().contains(RecordingApi.ID);
  }

  private static String body(Call call) {
    return new String(call.body(), StandardCharsets.UTF_8);
  }

  private static Map<String, Outcome> outcomes(Report report) {
    return report.results().stream()
        .collect(toMap(result -> result.rule().name(), Result::outcome));
  }

  private static void assertInconclusive(String reason, ContractChecks.Builder checks) {
    assertInconclusive(reason, checks.build().run());
  }

  private static void assertInconclusive(String reason, Report report) {
    assertEquals(2, report.exitCode(), report::summary);
    assertEquals(1, report.inconclusive().size(), report.inconclusive()::toString);
    var sentence = report.inconclusive().get(0);
    assertTrue(sentence.startsWith(reason), sentence);
    assertFalse(sentence.contains("s3cret"), sentence);
  }

  private static void assertConcludes(Report report, int exitCode, String conclusion) {
    assertEquals(exitCode, report.exitCode(), () -> report.summary() + report.inconclusive());
    assertEquals(conclusion, report.conclusion(), report::summary);
  }
}
