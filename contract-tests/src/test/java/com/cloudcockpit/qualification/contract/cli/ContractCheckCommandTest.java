package com.cloudcockpit.qualification.contract.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudcockpit.qualification.contract.Api;
import com.cloudcockpit.qualification.contract.Api.Reply;
import com.cloudcockpit.qualification.contract.ContractChecks;
import com.cloudcockpit.qualification.contract.HttpApi;
import com.cloudcockpit.qualification.contract.RecordingApi;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** Tests the options, the output, the reports and the exit codes, none of which reveal secrets. */
@Tag("slow")
@Timeout(60)
class ContractCheckCommandTest {

  private static final String SECRET = "client-secret-1";
  private static final String EXPIRED =
      "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJxZSJ9.ZXhwaXJlZC1zaWduYXR1cmU";
  private static final String OTHER = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJxcSJ9.b3RoZXItc2lnbmF0dXJl";
  private static final Map<String, String> TOKEN = Map.of("CONTRACT_TOKEN", RecordingApi.TOKEN);
  private static final Map<String, String> TOKENS =
      Map.of(
          "CONTRACT_TOKEN", RecordingApi.TOKEN,
          "CONTRACT_TOKEN_EXPIRED", EXPIRED,
          "CONTRACT_TOKEN_WITHOUT_ROLE", OTHER);
  private static final Map<String, String> CREDENTIALS =
      Map.of("CONTRACT_CLIENT_ID", "id", "CONTRACT_CLIENT_SECRET", SECRET);
  private static final List<String> REPORTS = List.of("report.html", "junit.xml", "summary.md");
  private static final String VALUES =
      "{\"providerInstanceId\":\"instance-1\",\"qualification\":{\"educationSegment\":\"K12\"}}";

  @TempDir Path directory;

  @Test
  void exitsWith0IfTheApiCompliesWithTheContract() throws Exception {
    try (var server = new HttpApi(new RecordingApi())) {
      var ended = execute(TOKEN, withValues(server, "--report", directory.toString()));
      assertEquals(0, ended.exitCode(), ended::all);
      var lines = ended.printed().lines().toList();
      assertTrue(lines.contains("The API complies with the contract."), ended::all);
      assertTrue(lines.size() <= 25, ended::all);
      var report = directory.resolve("report.html");
      assertEquals("The report is in %s.".formatted(report), lines.get(lines.size() - 1));
      var header =
          List.of(
              "PATCH /v1/Customers/{customerId}/microsoft-qualification",
              server.url(),
              RecordingApi.TENANT,
              "providerInstanceId=instance-1");
      header.forEach(text -> assertTrue(ended.printed().contains(text), text));
      for (var name : REPORTS) {
        var file = Files.readString(directory.resolve(name)).replace("\\", "");
        header.forEach(text -> assertTrue(file.contains(text), text));
      }
      assertFalse(ended.printed().contains("PASS"), ended::all);
      var verbose = execute(TOKEN, with(server, "--verbose", "--only", "header.X-Tenant.*"));
      assertTrue(verbose.printed().contains("PASS header.X-Tenant.required: "), verbose::all);
    }
  }

  @Test
  void exitsWith1AndWritesReportsWithoutSecretsIfTheApiViolatesTheContract() throws Exception {
    var api =
        new RecordingApi(
            (call, reply) ->
                reply.status() == 401 || reply.status() == 404
                    ? reply(418, "<&\u0001" + call.headers().get("Authorization"))
                    : reply);
    try (var server = new HttpApi(api)) {
      var report = directory.resolve("new/report").toString();
      var ended = execute(TOKEN, withValues(server, "--report", report));
      assertEquals(1, ended.exitCode(), ended::all);
      assertTrue(ended.printed().contains("\nThe API violates the contract.\n"), ended::all);
      assertTrue(ended.printed().lines().count() <= 60, ended::all);
      assertTrue(
          ended.printed().contains("Requests without a valid token get 418 instead of 401"),
          ended::all);
    }
    var suite = junit(directory.resolve("new/report/junit.xml"));
    assertTrue(Integer.parseInt(suite.getAttribute("failures")) >= 2);
    assertEquals(
        Integer.parseInt(suite.getAttribute("tests")),
        suite.getElementsByTagName("testcase").getLength());
    var page = Files.readString(directory.resolve("new/report/report.html"));
    assertTrue(page.contains("<h1 class=\"exit-1\">The API violates the contract.</h1>"), page);
    assertFalse(page.contains("src=") || page.contains("href="), "must not load resources");
    assertTrue(page.split("<details open>").length <= page.split("<section").length);
    for (var file : REPORTS) {
      assertNoSecrets(Files.readString(directory.resolve("new/report").resolve(file)));
    }
  }

  /** Whatever the command line rejects, the builder rejects with the same sentence. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --tenant a | The base URL is missing or invalid: set it to a URL such as
          --base-url https://a.invalid | Set the tenant to the domain of the portal, such as
          --base-url https://a.invalid --tenant= | Set the tenant to the domain of the portal
          --base-url https://a.invalid --tenant pörtal.example | Set the tenant to the domain
          --base-url ftp://a.invalid --tenant a | The base URL is missing or invalid: set it
          --base-url https://u:p@a.invalid --tenant a | The base URL is missing or invalid: set it
          --base-url https://a.invalid/?x --tenant a | The base URL is missing or invalid: set it
          --base-url https://a.invalid/#v1 --tenant a | The base URL is missing or invalid: set it
          --base-url https://u:p@a.invalid/^ --tenant a | The base URL is missing or invalid: set it
          --base-url http://a.invalid --tenant a | The base URL would send the token over plain
          VALID --timeout 0 | The timeout must be 1 to 3600 s, not 0.
          VALID --rate 0 | The rate is 0.0: set it to a positive number.
          VALID --rate NaN | The rate is NaN: set it to a positive number
          VALID --only typo | There is no rule typo: use --list to list the rules.
          VALID --skip body.required,body.typo | There is no rule body.typo: use --list to list
          VALID --skip * | No rule is left: skip fewer rules.
          VALID --known-deviations none | Cannot read none: pass a file with lines of the form rule
          VALID --report= | The report directory is empty: set it to a path.
          VALID --report pom.xml | Cannot write the report to pom.xml: choose another directory.
          VALID --set customerID=UUID | No operation has a parameter or body property customerID:
          VALID --set X-Tenant=a | Set the tenant with --tenant, not with --set.
          VALID --set customerId=1 | Set customerId to a value that the contract allows: Input
          VALID --set qualification={ | Set qualification to JSON that the contract allows:
          VALID --set qualification=[] | Set qualification to JSON that the contract allows:
          VALID --set customerId=UUID | The values for updateCustomerMicrosoftQualification are \
          incomplete: add --set providerInstanceId=… --set qualification=….
          TOKEN=Bearer_a | CONTRACT_TOKEN is not a bearer token: set it to the token alone, without 'Bearer'.
          TOKEN_EXPIRED=a_b | CONTRACT_TOKEN_EXPIRED is not a bearer token: set it to
          TOKEN_WITHOUT_ROLE=a=b | CONTRACT_TOKEN_WITHOUT_ROLE is not a bearer token: set
          """)
  void rejectsInvalidOptionsAsTheBuilderDoes(String options, String sentence) {
    boolean aboutToken = options.startsWith("TOKEN");
    var arguments =
        (aboutToken ? "VALID" : options)
            .replace("VALID", "--base-url https://a.invalid --tenant a")
            .replace("UUID", RecordingApi.ID)
            .split(" ");
    var environment = new HashMap<>(TOKEN);
    if (aboutToken) {
      var variable = options.split("=", 2);
      environment.put("CONTRACT_" + variable[0], variable[1].replace("_", " "));
    }
    var builder = ContractChecks.builder().token(environment.get("CONTRACT_TOKEN"));
    builder.expiredToken(environment.get("CONTRACT_TOKEN_EXPIRED"));
    builder.tokenWithoutRole(environment.get("CONTRACT_TOKEN_WITHOUT_ROLE"));
    var e =
        assertThrows(
            RuntimeException.class,
            () -> {
              for (int i = 0; i < arguments.length; i++) {
                boolean empty = arguments[i].endsWith("=");
                set(builder, arguments[i], empty ? "" : arguments[++i]);
              }
              builder.build().run();
            });
    assertTrue(e.getMessage().startsWith(sentence), e::getMessage);
    assertInconclusive(e.getMessage(), execute(environment, arguments));
  }

  private static void set(ContractChecks.Builder builder, String name, String value) {
    switch (name.replace("=", "")) {
      case "--base-url" -> builder.baseUri(value);
      case "--tenant" -> builder.tenant(value);
      case "--timeout" -> builder.timeout(Duration.ofSeconds(Long.parseLong(value)));
      case "--rate" -> builder.rate(Double.parseDouble(value));
      case "--only" -> builder.only(List.of(value.split(",")));
      case "--skip" -> builder.skip(List.of(value.split(",")));
      case "--known-deviations" -> builder.knownDeviations(Path.of(value));
      case "--report" -> builder.reports(Path.of(value));
      default -> builder.set(value.split("=")[0], value.split("=", 2)[1]);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {",", "id,", ",s"})
  void namesTheVariablesToSetIfThereIsNoToken(String credentials) {
    var sentence =
        "Set CONTRACT_TOKEN, or CONTRACT_CLIENT_ID and CONTRACT_CLIENT_SECRET, or pass --mock.";
    var pair = credentials.split(",", 2);
    var environment = Map.of("CONTRACT_CLIENT_ID", pair[0], "CONTRACT_CLIENT_SECRET", pair[1]);
    assertInconclusive(sentence, execute(environment, withTokenUrl("https://a.invalid")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--timeout soon", "--rate fast", "--set customerId", "--report --tenant a"})
  void writesNothingButAReportIfAnOptionCannotBeParsed(String options) throws Exception {
    var report = Files.writeString(directory.resolve("report.html"), "old");
    var arguments = ("--report %s %s".formatted(directory, options)).split(" ");
    assertEquals(2, execute(TOKEN, arguments).exitCode());
    assertTrue(Files.readString(report).contains("The run was inconclusive."));
    assertFalse(Files.exists(Path.of("--tenant")), "takes an option for a directory");
  }

  @Test
  void requestsATokenWithClientCredentials() throws Exception {
    var form = new AtomicReference<String>();
    try (var tokens = tokenServer(200, "{\"access_token\":\"" + RecordingApi.TOKEN + "\"}", form);
        var server = new HttpApi(new RecordingApi())) {
      var ended =
          execute(
              CREDENTIALS,
              with(
                  server,
                  "--token-url=" + tokens.url(),
                  "--scope=api://x/.default",
                  "--only=header.X-Tenant.*"));
      assertEquals(0, ended.exitCode(), ended::all);
      assertEquals(
          """
          grant_type=client_credentials&client_id=id&client_secret=%s\
          &scope=api%%3A%%2F%%2Fx%%2F.default"""
              .formatted(SECRET),
          form.get());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          401|{"error":"invalid: SECRET"}|Cannot get an access_token from %s (401 with application/json, "inv
          200|<html>|Cannot get an access_token from %s (200 with a web page): check --token-url,
          200|access_token=SECRET|Cannot get an access_token from %s (200 with application/json): check
          200|{"access_token":"a b"}|CONTRACT_TOKEN is not a bearer token: set it to
          """)
  void reportsAFailedTokenRequest(int status, String body, String sentence) throws Exception {
    var answer = body.replace("SECRET", SECRET);
    try (var tokens = tokenServer(status, answer, new AtomicReference<>())) {
      assertInconclusive(
          sentence.formatted(tokens.url()), execute(CREDENTIALS, withTokenUrl(tokens.url())));
    }
  }

  @Test
  void doesNotFollowARedirectOfTheTokenEndpoint() throws Exception {
    var form = new AtomicReference<String>();
    try (var other = tokenServer(200, "{\"access_token\":\"" + RecordingApi.TOKEN + "\"}", form)) {
      var location = Map.of("Location", other.url() + "/?secret=" + SECRET);
      try (var tokens = new HttpApi(call -> new Reply(303, location, "", ""))) {
        assertInconclusive(
            "Cannot get an access_token from %s (303, a redirect to ".formatted(tokens.url()),
            execute(CREDENTIALS, withTokenUrl(tokens.url())));
        assertNull(form.get(), "followed the redirect");
      }
    }
  }

  @Test
  void sendsCredentialsOverPlainHttpOnlyIfAllowed() {
    assertInconclusive(
        "--token-url would send the token over plain HTTP: use https, or allow it with --allow",
        execute(CREDENTIALS, withTokenUrl("http://a.invalid")));
    assertInconclusive(
        "Cannot get an access_token from http://a.invalid (",
        execute(CREDENTIALS, withTokenUrl("http://a.invalid", "--allow-plain-http")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--timeout=0", "--tenant=", "--set=customerId=1", "--only=typo"})
  void requestsNoTokenIfAnOptionIsInvalid(String option) throws Exception {
    var form = new AtomicReference<String>();
    try (var tokens = tokenServer(200, "{}", form)) {
      var ended =
          execute(
              CREDENTIALS,
              "--base-url=https://a.invalid",
              "--token-url=" + tokens.url(),
              option,
              option.startsWith("--tenant") ? "--rate=1" : "--tenant=a");
      assertEquals(2, ended.exitCode());
      assertNull(form.get(), ended::all);
    }
  }

  @Test
  void reportsThatTheApiCannotBeReached() throws Exception {
    int port;
    try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      port = silent.getLocalPort();
      var ended = execute(TOKEN, "--base-url", url(port), "--tenant", "a", "--timeout", "1");
      assertEquals(2, ended.exitCode());
      assertContains("%s returned no response (no complete response within 1 s): ", port, ended);
    }
    var ended = execute(TOKEN, "--base-url", url(port), "--tenant", "a");
    assertEquals(2, ended.exitCode());
    assertContains(
        "%s returned no response (the connection failed: Connection refused): ", port, ended);
  }

  @Test
  void restoresTheValuesAndKeepsTheResultsIfInterrupted() throws Exception {
    var thread = Thread.currentThread();
    var requests = new AtomicInteger();
    var api =
        new RecordingApi(
            (call, reply) -> {
              if (requests.incrementAndGet() == 40) {
                thread.interrupt();
              }
              return reply;
            });
    try (var server = new HttpApi(api)) {
      var ended = execute(TOKEN, withValues(server, "--report", directory.toString()));
      assertTrue(Thread.interrupted());
      assertEquals(2, ended.exitCode());
      assertTrue(ended.printed().contains("The run was interrupted."), ended::all);
    }
    var last = api.calls().get(api.calls().size() - 1);
    assertEquals(VALUES, new String(last.body(), StandardCharsets.UTF_8));
    assertTrue(api.calls().size() <= 42, () -> api.calls().size() + " requests");
    var suite = junit(directory.resolve("junit.xml"));
    assertEquals("1", suite.getAttribute("errors"));
    assertTrue(Integer.parseInt(suite.getAttribute("tests")) > 100);
  }

  @Test
  void listsTheRulesAsAMarkdownTableWithoutSendingRequests() {
    var ended = execute(Map.of(), "--list", "--only", "header.X-Tenant.*");
    assertEquals(0, ended.exitCode());
    var row = "| `header.X-Tenant.required` | A request without X-Tenant gets 400. | ";
    assertTrue(ended.printed().lines().skip(2).findFirst().orElse("").startsWith(row), ended::all);
    assertTrue(ended.printed().lines().allMatch(line -> line.matches("(\\|[^|]+){4}\\|")));
    assertEquals(4, ended.printed().lines().count(), ended::all);
  }

  @Test
  void toleratesKnownDeviationsAndReportsThoseThatNoLongerOccur() throws Exception {
    var deviations = "\uFEFFcustomer.unknown = ticket 1\nbody.required = ticket 2\n";
    var file = Files.writeString(directory.resolve("known.properties"), deviations);
    var api =
        new RecordingApi(
            (call, reply) ->
                reply.status() == 404 && call.body().length > 2 ? reply(410, "") : reply);
    try (var server = new HttpApi(api)) {
      var only = "customer.unknown,body.required";
      var ended =
          execute(TOKEN, withValues(server, "--only", only, "--known-deviations", "" + file));
      assertEquals(0, ended.exitCode(), ended::all);
      assertTrue(ended.printed().contains("KNOWN "), ended::all);
      assertTrue(
          ended.printed().contains("The known deviation body.required no longer occurs."),
          ended::all);
      assertTrue(
          ended.printed().lines().anyMatch(l -> l.matches("2 of \\d+ rules checked: no viol.*")),
          ended::all);
      assertEquals(1, execute(TOKEN, withValues(server, "--only", only)).exitCode());
    }
    Files.writeString(file, "body.required\n");
    assertInconclusive(
        file + " lacks a reason: write rule = reason.",
        execute(TOKEN, withTokenUrl("https://a.invalid", "--known-deviations", "" + file)));
  }

  private static Reply reply(int status, String body) {
    return new Reply(status, Map.of(), body, "");
  }

  private static String url(int port) {
    return "http://127.0.0.1:" + port;
  }

  private static void assertContains(String sentence, int port, Ended ended) {
    assertTrue(ended.printed().contains(sentence.formatted(url(port))), ended::all);
  }

  private static Element junit(Path file) throws Exception {
    var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    return builder.parse(file.toFile()).getDocumentElement();
  }

  /** The exit code and the output of a run. */
  private record Ended(int exitCode, String printed, String errors) {
    String all() {
      return errors + printed;
    }
  }

  private static Ended execute(Map<String, String> environment, String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        ContractCheckCommand.commandLine(environment)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    assertNoSecrets(out.toString() + err);
    return new Ended(exitCode, out.toString(), err.toString());
  }

  private static void assertNoSecrets(String text) {
    assertFalse(text.contains(SECRET), "the client secret");
    for (var token : TOKENS.values()) {
      for (var part : Arrays.asList(token.split("\\.")).subList(1, 3)) {
        assertFalse(text.contains(part), "a part of the token " + token);
        assertFalse(text.contains(part.substring(1, part.length() - 1)), "most of a part");
      }
    }
  }

  private static void assertInconclusive(String sentence, Ended ended) {
    assertEquals(2, ended.exitCode());
    assertTrue(ended.errors().startsWith(sentence), ended::errors);
    assertTrue(ended.errors().lines().count() <= 2, ended::errors);
  }

  private static HttpApi tokenServer(int status, String body, AtomicReference<String> form)
      throws Exception {
    Api api =
        call -> {
          form.set(new String(call.body(), StandardCharsets.UTF_8));
          return new Reply(status, Map.of("Content-Type", "application/json"), body, "");
        };
    return new HttpApi(api);
  }

  private static String[] withTokenUrl(String url, String... more) {
    var arguments =
        Stream.of("--base-url", "https://api.invalid", "--tenant", "a", "--token-url", url);
    return Stream.concat(arguments, Stream.of(more)).toArray(String[]::new);
  }

  private static String[] with(HttpApi server, String... more) {
    var arguments = Stream.of("--base-url", server.url(), "--tenant", RecordingApi.TENANT);
    return Stream.concat(arguments, Stream.of(more)).toArray(String[]::new);
  }

  private static String[] withValues(HttpApi server, String... more) {
    var values =
        Stream.of(
            "--set=customerId=" + RecordingApi.ID,
            "--set=providerInstanceId=instance-1",
            "--set=qualification={\"educationSegment\":\"K12\"}");
    return with(server, Stream.concat(values, Stream.of(more)).toArray(String[]::new));
  }
}
