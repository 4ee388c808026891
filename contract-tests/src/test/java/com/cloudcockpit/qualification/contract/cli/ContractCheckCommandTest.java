package com.cloudcockpit.qualification.contract.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.cloudcockpit.qualification.contract.ApiServer;
import com.cloudcockpit.qualification.contract.ApiServer.Reply;
import com.cloudcockpit.qualification.contract.ApiServer.Traits;
import com.cloudcockpit.qualification.contract.ApiServer.Variation;
import com.cloudcockpit.qualification.contract.checks.Check;
import com.cloudcockpit.qualification.contract.checks.CheckList;
import com.cloudcockpit.qualification.contract.checks.Rule;
import com.cloudcockpit.qualification.contract.http.Deployment;
import com.cloudcockpit.qualification.contract.http.Deployment.Customer;
import com.cloudcockpit.qualification.contract.spec.Contract;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the options, the output, the reports and the exit codes, none of which reveal secrets. */
@Timeout(60)
class ContractCheckCommandTest {

  private static final String SECRET = "client-secret-1";
  private static final Map<String, String> WITH_TOKEN = Map.of("CONTRACT_TOKEN", ApiServer.TOKEN);
  private static final Variation PLAIN = new Variation() {};

  @TempDir Path directory;

  @BeforeAll
  static void requireAServerThatCompliesWithTheContract() {
    ApiServer.assumeThatNothingWasRemoved();
  }

  @Test
  void exitsWith0IfTheApiCompliesWithTheContract() throws Exception {
    try (var server = new ApiServer(PLAIN)) {
      var ended = execute(WITH_TOKEN, withCustomer(server));
      assertEquals(0, ended.exitCode(), ended::withoutPassed);
      assertTrue(
          ended
              .lastLine()
              .matches("\\d+ passed, 0 failed, 0 warnings, 0 known, 0 not judged; \\d+ of \\d+ .*"),
          ended::printed);
    }
  }

  @Test
  void sendsNoRequestForARealCustomerUnlessOneIsNamed() throws Exception {
    var customers = new ArrayList<String>();
    try (var server =
        new ApiServer(
            new Variation() {
              @Override
              public Reply change(String fault, HttpExchange exchange, Reply reply) {
                customers.add(exchange.getRequestURI().getPath());
                return reply;
              }
            })) {
      var ended = execute(WITH_TOKEN, "--base-url", url(server), "--tenant", "portal.example.com");
      assertEquals(0, ended.exitCode(), ended::withoutPassed);
      assertTrue(ended.lastLine().contains(" 1 not judged"), ended::withoutPassed);
      assertTrue(
          customers.stream().noneMatch(path -> path.contains(ApiServer.CUSTOMER.toString())));
    }
  }

  @Test
  void exitsWith1AndWritesReportsIfTheApiViolatesTheContract() throws Exception {
    try (var server =
        new ApiServer(
            new Variation() {
              @Override
              public Reply change(String fault, HttpExchange exchange, Reply reply) {
                if ("the customer is unknown".equals(fault)
                    || "authorization with a modified signature".equals(fault)) {
                  reply.status = 418;
                  reply.contentType = "text/plain";
                  reply.body = "<&\u0001" + exchange.getRequestHeaders().getFirst("Authorization");
                }
                return reply;
              }
            })) {
      var arguments = new ArrayList<>(List.of(withCustomer(server)));
      arguments.addAll(List.of("--report", directory.resolve("new").toString()));
      var ended = execute(WITH_TOKEN, arguments.toArray(String[]::new));
      assertEquals(1, ended.exitCode(), ended::withoutPassed);
      assertTrue(
          ended.printed().lines().anyMatch(line -> line.matches("FAIL +customer\\.unknown .*")),
          ended::withoutPassed);
    }
    var junit = directory.resolve("new/junit.xml");
    var suite =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(junit.toFile())
            .getDocumentElement();
    assertTrue(Integer.parseInt(suite.getAttribute("failures")) >= 2);
    assertEquals(
        Integer.parseInt(suite.getAttribute("tests")),
        suite.getElementsByTagName("testcase").getLength());
    var page = Files.readString(directory.resolve("new/report.html"));
    assertTrue(
        page.contains("The API violates the contract.") && page.contains("customer.unknown"), page);
    assertFalse(
        page.contains("src=") || page.contains("href="), "the page must not load resources");
    for (var file : List.of(Files.readString(junit), page)) {
      for (var part : ApiServer.TOKEN.split("\\.")) {
        assertFalse(file.contains(part.substring(1)), "the report contains a part of the token");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --tenant a | Set --base-url to the base URL of the API
          --base-url https://a.invalid | Set --tenant to the domain of the portal
          --base-url https://a.invalid --tenant= | Set --tenant to the domain of the portal
          --base-url https://a.invalid --tenant pörtal.example | Set --tenant to the domain
          --base-url ftp://a.invalid --tenant a | Set --base-url to a URL of the form https://host
          --base-url https://u:p@a.invalid --tenant a | Set --base-url to a URL of the form https:
          --base-url https://a.invalid/#v1 --tenant a | Set --base-url to a URL of the form https:
          --base-url https://u:p@a.invalid/^ | Invalid value for option '--base-url': set it to
          --base-url http://a.invalid --tenant a | --base-url would send the token over plain HTTP
          VALID --timeout 0 | --timeout is 0: set it to a value from 1 to 3600 seconds.
          VALID --timeout 2147484 | --timeout is 2147484: set it to a value from 1 to 3600
          VALID --customer-id UUID | Set all of --customer-id, --provider-instance-id and
          VALID --customer-id UUID --provider-instance-id i --qualification { | Set --qualification
          VALID --report pom.xml | Cannot write the report to pom.xml: choose another directory.
          """)
  void rejectsInvalidOptions(String options, String sentence) {
    var arguments =
        options
            .replace("VALID", "--base-url https://a.invalid --tenant a")
            .replace("UUID", ApiServer.CUSTOMER.toString());
    assertNotJudged(sentence, execute(WITH_TOKEN, arguments.split(" ")));
  }

  @Test
  void rejectsAMissingOrInvalidToken() {
    var arguments = new String[] {"--base-url", "https://api.invalid", "--tenant", "a"};
    assertNotJudged(
        "Set the environment variable CONTRACT_TOKEN, or CONTRACT_CLIENT_ID and ",
        execute(Map.of("CONTRACT_CLIENT_ID", "id"), arguments));
    assertNotJudged(
        "CONTRACT_TOKEN is not a bearer token: set it to the token without 'Bearer' and ",
        execute(Map.of("CONTRACT_TOKEN", "Bearer " + ApiServer.TOKEN), arguments));
  }

  @Test
  void reportsARefusedConnection() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertNotJudged(
        "Cannot reach http://127.0.0.1:%d (connection refused): ".formatted(port),
        execute(WITH_TOKEN, "--base-url", "http://127.0.0.1:" + port, "--tenant", "a"));
  }

  @Test
  void reportsATimeout() throws Exception {
    try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertNotJudged(
          "Cannot reach http://127.0.0.1:%d (no complete response within 1 s): "
              .formatted(silent.getLocalPort()),
          execute(
              WITH_TOKEN,
              "--base-url",
              "http://127.0.0.1:" + silent.getLocalPort(),
              "--tenant",
              "a",
              "--timeout",
              "1"));
    }
  }

  @Test
  void reportsARejectedToken() throws Exception {
    try (var server = new ApiServer(PLAIN)) {
      assertNotJudged(
          url(server) + " rejects the token with 401: ",
          execute(Map.of("CONTRACT_TOKEN", "other"), withCustomer(server)));
    }
  }

  @Test
  void sendsNoRealTokenToTheMock() throws Exception {
    try (var server = new ApiServer(PLAIN)) {
      assertNotJudged(
          url(server) + " rejects the mock's token with 401: omit --mock",
          execute(WITH_TOKEN, "--base-url", url(server), "--mock"));
    }
  }

  @Test
  void reportsATimeoutOfTheTokenEndpoint() throws Exception {
    try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var tokenUrl = "http://127.0.0.1:" + silent.getLocalPort();
      assertNotJudged(
          "Cannot get a token from %s (no complete response within 1 s): check --token-url."
              .formatted(tokenUrl),
          execute(credentials(), withTokenUrl(tokenUrl, "--timeout", "1")));
    }
  }

  @Test
  void doesNotFollowARedirectFromTheTokenEndpoint() throws Exception {
    var form = new AtomicReference<String>();
    var other = tokenServer(200, "{\"access_token\":\"" + ApiServer.TOKEN + "\"}", form);
    var tokens = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    tokens.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Location", url(other));
          exchange.sendResponseHeaders(303, -1);
          exchange.close();
        });
    tokens.start();
    try {
      assertNotJudged(
          "Cannot get a token from %s (303, a redirect to ".formatted(url(tokens)),
          execute(credentials(), withTokenUrl(url(tokens))));
      assertNull(form.get(), "followed the redirect");
    } finally {
      tokens.stop(0);
      other.stop(0);
    }
  }

  @Test
  void requestsATokenWithClientCredentials() throws Exception {
    var form = new AtomicReference<String>();
    var tokens =
        tokenServer(
            200, "{\"access_token\":\"" + ApiServer.TOKEN + "\",\"expires_in\":3599}", form);
    try (var server = new ApiServer(PLAIN)) {
      var arguments = new ArrayList<>(List.of(withCustomer(server)));
      arguments.addAll(List.of("--token-url", url(tokens), "--scope", "api://x/.default"));
      var ended = execute(credentials(), arguments.toArray(String[]::new));
      assertEquals(0, ended.exitCode(), ended::withoutPassed);
      assertEquals(
          """
          grant_type=client_credentials&client_id=id&client_secret=%s\
          &scope=api%%3A%%2F%%2Fx%%2F.default"""
              .formatted(SECRET),
          form.get());
    } finally {
      tokens.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          401|{"error":"invalid","x":"SECRET"}|%s rejects the client credentials with 401 invalid:
          200|<html>|Cannot get a token from %s (the response has no access_token)
          """)
  void reportsAFailedTokenRequest(int status, String body, String sentence) throws Exception {
    var tokens = tokenServer(status, body.replace("SECRET", SECRET), new AtomicReference<>());
    try {
      assertNotJudged(
          sentence.formatted(url(tokens)), execute(credentials(), withTokenUrl(url(tokens))));
    } finally {
      tokens.stop(0);
    }
  }

  @Test
  void listsTheRulesWithoutSendingRequests() {
    var ended = execute(Map.of(), "--list", "--only", "header.X-Tenant.*");
    assertEquals(0, ended.exitCode());
    assertTrue(ended.printed().startsWith("header.X-Tenant.required"), ended::withoutPassed);
    assertEquals(2, ended.printed().lines().count(), ended::withoutPassed);
  }

  @Test
  void selectsRulesByPattern() throws Exception {
    try (var server = new ApiServer(PLAIN)) {
      var ended = execute(WITH_TOKEN, with(server, "--only", "body.*", "--skip", "*.accepts.*"));
      assertEquals(0, ended.exitCode(), ended::errors);
      assertTrue(ended.printed().contains(" rules were selected."), ended::withoutPassed);
      assertTrue(ended.printed().contains("body.required"), ended::withoutPassed);
      assertFalse(ended.printed().contains("authentication"), ended::withoutPassed);
      assertFalse(ended.printed().contains(".accepts."), ended::withoutPassed);
    }
    assertNotJudged(
        "There is no rule body.typo: use --list to list the rules.",
        execute(
            WITH_TOKEN,
            "--base-url",
            "https://api.invalid",
            "--tenant",
            "a",
            "--skip",
            "body.typo"));
  }

  @Test
  void toleratesKnownDeviationsAndReportsThoseThatNoLongerOccur() throws Exception {
    var file = directory.resolve("known.properties");
    Files.writeString(
        file,
        "customer.unknown = ticket 1\npath.*.accepts.* = ticket 1\nbody.required = ticket 2\n");
    try (var server =
        new ApiServer(
            new Variation() {
              @Override
              public Reply change(String fault, HttpExchange exchange, Reply reply) {
                if ("the customer is unknown".equals(fault)) {
                  reply.status = 410;
                }
                return reply;
              }
            })) {
      var ended = execute(WITH_TOKEN, with(server, "--known-deviations", file.toString()));
      assertEquals(0, ended.exitCode(), ended::withoutPassed);
      assertTrue(ended.printed().contains("(known: ticket 1)"), ended::withoutPassed);
      assertTrue(
          ended.printed().contains("The known deviation body.required no longer occurs"),
          ended::withoutPassed);
    }
  }

  @Test
  void rejectsAKnownDeviationWithoutAReason() throws Exception {
    var file = directory.resolve("known.properties");
    Files.writeString(file, "body.required\n");
    var arguments =
        new String[] {
          "--base-url",
          "https://api.invalid",
          "--tenant",
          "a",
          "--known-deviations",
          file.toString()
        };
    assertNotJudged(file + " has no reason for body.required", execute(WITH_TOKEN, arguments));
  }

  /** An outage, a login page or a wrong URL does not violate the contract. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200|text/html|<html>Sign in</html>||returned 200 with a web page: a login page or a proxy
          302|text/html|<html></html>|/login|returned 302, a redirect to /login: a login page or
          429|text/plain|slow down||returned 429 with text/plain: use --rate
          502|text/html|<html></html>||returned 502 with a web page: try again
          503|text/html|<html></html>||returned 503 with a web page: try again
          403|text/html|<html></html>||rejects a valid request with 403: use a token
          404|text/html|<html></html>||responds to the API's path as it does to an unknown path
          """)
  void reportsAnObstacleInFrontOfTheApi(
      int status, String type, String body, String location, String sentence) throws Exception {
    try (var server =
        new ApiServer(
            new Variation() {
              @Override
              public Reply change(String fault, HttpExchange exchange, Reply reply) {
                var obstacle = new Reply(status, body);
                obstacle.contentType = type;
                obstacle.location = location;
                obstacle.retryAfter = "0";
                return obstacle;
              }
            })) {
      assertNotJudged(
          url(server) + " " + sentence,
          execute(
              WITH_TOKEN,
              "--base-url",
              url(server),
              "--tenant",
              "a",
              "--report",
              directory.toString()));
      assertTrue(Files.readString(directory.resolve("report.html")).contains("No verdict"));
      assertTrue(Files.readString(directory.resolve("junit.xml")).contains("<error "));
    }
  }

  @Test
  void reportsAWrongPathInTheBaseUrl() throws Exception {
    try (var server = new ApiServer(PLAIN)) {
      assertNotJudged(
          url(server) + "/wrong responds to the API's path as it does to an unknown path",
          execute(WITH_TOKEN, "--base-url", url(server) + "/wrong", "--tenant", "a"));
    }
  }

  @Test
  void showsTheBytesOfABodyThatIsNotUtf8() throws Exception {
    try (var server =
        new ApiServer(
            new Variation() {
              @Override
              public String choose(Traits traits) {
                return null;
              }
            })) {
      var ended = execute(WITH_TOKEN, with(server, "--only", "body.json.encoding"));
      assertTrue(
          ended.printed().contains(" --data-binary $'{\"") && ended.printed().contains("\\xe9\"}'"),
          ended::printed);
    }
  }

  @Test
  void namesTheChecksWhoseErrorResponsesViolateARule() throws Exception {
    try (var server =
        new ApiServer(
            new Variation() {
              @Override
              public Reply change(String fault, HttpExchange exchange, Reply reply) {
                reply.contentType = reply.status == 400 ? "text/plain" : reply.contentType;
                return reply;
              }
            })) {
      var ended =
          execute(WITH_TOKEN, with(server, "--only", "header.X-Tenant.*,customer.unknown,error.*"));
      var names = "header.X-Tenant.required, header.X-Tenant.min-length";
      assertTrue(
          ended.printed().contains("(in 2 of 3 error responses: %s)".formatted(names)),
          ended::printed);
    }
  }

  @Test
  void countsTheRequestsRepeatedAfterAClosedConnection() throws Exception {
    var requests = new AtomicInteger();
    try (var server =
        new ApiServer(
            new Variation() {
              @Override
              public Reply change(String fault, HttpExchange exchange, Reply reply) {
                return requests.incrementAndGet() % 4 == 0 ? null : reply;
              }
            })) {
      var ended = execute(WITH_TOKEN, with(server, "--only", "header.X-Tenant.*"));
      assertEquals(0, ended.exitCode(), ended::printed);
      assertTrue(
          ended
              .printed()
              .contains("Requests repeated after a closed connection: 1. Each of them then got"),
          ended::printed);
    }
  }

  @Test
  void replacesTheReportOfAnEarlierRunEvenIfTheOptionsAreInvalid() throws Exception {
    var report = Files.writeString(directory.resolve("report.html"), "old");
    execute(WITH_TOKEN, "--report", directory.toString(), "--timeout", "soon");
    assertTrue(Files.readString(report).contains("No verdict was possible."));
    execute(WITH_TOKEN, "--report", directory.toString(), "--tenant", "a");
    assertTrue(Files.readString(report).contains("Set --base-url to the base URL"));
  }

  @Test
  void reachesNoVerdictIfNothingWasJudged() throws Exception {
    try (var server = new ApiServer(PLAIN)) {
      assertNotJudged(
          "None of the selected rules was judged: select more rules, or name a test customer.",
          execute(
              WITH_TOKEN, "--base-url", url(server), "--tenant", "a", "--only", "update.accepted"));
    }
  }

  @Test
  void masksTheTokenAndItsVariantsInResponses() throws Exception {
    try (var server =
        new ApiServer(
            new Variation() {
              @Override
              public Reply change(String fault, HttpExchange exchange, Reply reply) {
                var sent = exchange.getRequestHeaders().getFirst("Authorization");
                return sent != null && fault != null && fault.startsWith("authorization")
                    ? new Reply(418, sent)
                    : reply;
              }
            })) {
      var report = directory.toString();
      var ended =
          execute(WITH_TOKEN, with(server, "--only", "authentication.*", "--report", report));
      assertEquals(1, ended.exitCode(), ended::errors);
      var page = Files.readString(directory.resolve("report.html"));
      var texts = (ended.printed() + page).toLowerCase(Locale.ROOT);
      for (var part : ApiServer.TOKEN.toLowerCase(Locale.ROOT).split("\\.")) {
        assertFalse(texts.contains(part.substring(1, part.length() - 1)), "a part of the token");
      }
    }
  }

  @Test
  void suggestsCheckingTheCustomerIdOfAnUnknownTestCustomer() throws Exception {
    try (var server = new ApiServer(PLAIN)) {
      var arguments = Arrays.asList(with(server, "--only", "update.accepted"));
      Collections.replaceAll(
          arguments, ApiServer.CUSTOMER.toString(), UUID.randomUUID().toString());
      var ended = execute(WITH_TOKEN, arguments.toArray(String[]::new));
      assertEquals(1, ended.exitCode());
      assertTrue(
          ended.printed().contains("The test customer got 404: check the customer ID"),
          ended::withoutPassed);
    }
  }

  @Test
  void printsCurlCommandsThatSendTheSameHeaders() throws Exception {
    try (var server =
        new ApiServer(
            new Variation() {
              @Override
              public Reply change(String fault, HttpExchange exchange, Reply reply) {
                reply.status = 418;
                return reply;
              }
            })) {
      var only = "header.X-Tenant.min-length,accept.accepts.none,body.content-type.missing";
      var printed = execute(WITH_TOKEN, with(server, "--only", only)).printed();
      assertTrue(printed.contains(" -H 'X-Tenant;'"), printed);
      assertTrue(printed.contains(" -H 'Accept:'"), printed);
    }
  }

  @Test
  void limitsTheRateOfRequests() throws Exception {
    try (var server = new ApiServer(PLAIN)) {
      long start = System.nanoTime();
      execute(WITH_TOKEN, with(server, "--rate", "20", "--only", "header.X-Tenant.*"));
      // the preflight sends two requests, and the checks two
      assertTrue(System.nanoTime() - start >= 150_000_000L);
    }
  }

  private static String[] with(ApiServer server, String... more) {
    return Stream.concat(Stream.of(withCustomer(server)), Stream.of(more)).toArray(String[]::new);
  }

  /** In the table in README.md, {@code *} stands for a name or a location. */
  @Test
  void matchesTheTableOfChecksInTheReadme() throws Exception {
    var rows =
        Pattern.compile("^\\| `([\\w.*-]+)` \\|.*\\| (failure|warning) \\|$", Pattern.MULTILINE)
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(
                row ->
                    new Row(
                        row.group(1).replace(".", "\\.").replace("*", "[\\w.-]+"), row.group(2)))
            .toList();
    var rules = rules(Contract.published());
    var missing = new ArrayList<String>();
    for (var rule : rules) {
      var severity = rule.severity().name().toLowerCase(Locale.ROOT);
      var row =
          rows.stream().filter(candidate -> rule.name().matches(candidate.name())).findFirst();
      if (row.isEmpty() || !row.get().severity().equals(severity)) {
        missing.add("| `%s` | ... | ... | %s |".formatted(rule.name(), severity));
      }
    }
    if (!missing.isEmpty()) {
      fail(
          "contract-tests/README.md, \"What is checked\": add or correct these rows:\n"
              + String.join("\n", missing));
    }
    var possible = Stream.concat(rules.stream(), rules(withEachKeyword()).stream()).toList();
    assertEquals(
        List.of(),
        rows.stream()
            .map(Row::name)
            .filter(row -> possible.stream().noneMatch(rule -> rule.name().matches(row)))
            .toList(),
        "contract-tests/README.md, \"What is checked\": remove the rows of unknown checks");
  }

  private static List<Rule> rules(Contract contract) {
    var deployment =
        new Deployment(
            URI.create("http://localhost"),
            "a",
            "token",
            new Customer(ApiServer.CUSTOMER, contract.requestExamples().values().iterator().next()),
            true,
            Duration.ofSeconds(1),
            0);
    return CheckList.of(contract, deployment).stream().map(Check::rule).toList();
  }

  /** {@return the contract, extended by every keyword that has checks} */
  private static Contract withEachKeyword() {
    var parameters =
        """
              parameters:
                - {name: Number, in: header, required: false, schema: {type: integer}, example: 1}
        """;
    var properties =
        """
              properties:
                text: {type: string, minLength: 2, maxLength: 4, pattern: '[a-z]+'}
                name: {type: string, enum: [a, b]}
                date: {type: string, format: date}
                number: {type: integer, minimum: 1, maximum: 2}
                list: {type: array, minItems: 1, items: {type: string}}
        """;
    return Contract.parse(
        Contract.resource("openapi.yaml")
            .replaceFirst("(?m)^      parameters:\n", parameters)
            .replaceFirst("(?m)^      properties:\n", properties));
  }

  /** A row of the table in README.md: a pattern of names, and the severity. */
  private record Row(String name, String severity) {}

  /** The exit code and the output of a run. */
  private record Ended(int exitCode, String printed, String errors) {
    String withoutPassed() {
      return errors
          + printed
              .lines()
              .filter(line -> !line.startsWith("PASS") && !line.startsWith(" "))
              .limit(5)
              .collect(Collectors.joining("\n"));
    }

    String lastLine() {
      return printed.lines().reduce((first, second) -> second).orElse("");
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
    var all = out.toString() + err;
    assertFalse(
        all.contains(ApiServer.TOKEN) || all.contains(SECRET), "the output contains a secret");
    return new Ended(exitCode, out.toString(), err.toString());
  }

  private static void assertNotJudged(String sentence, Ended ended) {
    assertEquals(2, ended.exitCode());
    assertTrue(ended.errors().startsWith(sentence), ended::errors);
    assertTrue(ended.errors().lines().count() <= 2, ended::errors);
  }

  private static Map<String, String> credentials() {
    return Map.of("CONTRACT_CLIENT_ID", "id", "CONTRACT_CLIENT_SECRET", SECRET);
  }

  private static HttpServer tokenServer(int status, String body, AtomicReference<String> form)
      throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          form.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          var bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String[] withTokenUrl(String tokenUrl, String... more) {
    var arguments =
        List.of("--base-url", "https://api.invalid", "--tenant", "a", "--token-url", tokenUrl);
    return Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new);
  }

  private static String[] withCustomer(ApiServer server) {
    return new String[] {
      "--base-url",
      url(server),
      "--tenant",
      "portal.example.com",
      "--customer-id",
      ApiServer.CUSTOMER.toString(),
      "--provider-instance-id",
      ApiServer.INSTANCE,
      "--qualification",
      "{\"educationSegment\":\"K12\"}",
      "--timeout",
      "5",
    };
  }

  private static String url(ApiServer server) {
    return server.url();
  }

  private static String url(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }
}
