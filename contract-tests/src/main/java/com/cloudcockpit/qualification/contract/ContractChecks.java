package com.cloudcockpit.qualification.contract;

import static com.google.common.base.Preconditions.checkArgument;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.cloudcockpit.qualification.contract.cases.Case;
import com.cloudcockpit.qualification.contract.cases.Cases;
import com.cloudcockpit.qualification.contract.cases.Deployment;
import com.cloudcockpit.qualification.contract.cases.Rule;
import com.cloudcockpit.qualification.contract.cases.Template;
import com.cloudcockpit.qualification.contract.cases.Values;
import com.cloudcockpit.qualification.contract.http.InconclusiveException;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.http.Response;
import com.cloudcockpit.qualification.contract.http.Target;
import com.cloudcockpit.qualification.contract.http.Transport;
import com.cloudcockpit.qualification.contract.report.Report;
import com.cloudcockpit.qualification.contract.report.Report.Line;
import com.cloudcockpit.qualification.contract.result.KnownDeviations;
import com.cloudcockpit.qualification.contract.result.ResponseRule;
import com.cloudcockpit.qualification.contract.result.Result;
import com.cloudcockpit.qualification.contract.result.Results;
import com.cloudcockpit.qualification.contract.run.Run;
import com.cloudcockpit.qualification.contract.spec.Contract;
import com.google.common.base.Strings;
import com.google.common.collect.ImmutableSortedMap;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import picocli.CommandLine.Option;

/**
 * Checks whether a deployment of the API complies with the contract. In the API's own build:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> compliesWithTheContract() {
 *   return ContractChecks.builder().baseUri("http://localhost:" + port).tenant("portal.example")
 *       .token(token).set("customerId", id).set("providerInstanceId", "instance-1")
 *       .set("qualification", "{\"qualification\":\"Education\"}").build().tests();
 * }
 * }</pre>
 *
 * <p>Instances are immutable. Each call of {@link #run} or {@link #tests} sends all requests again.
 */
public final class ContractChecks {

  private static final String MOCK_TENANT = "portal.example";
  private static final String MOCK_TOKEN = "eyJ0eXAiO...";

  private final Contract contract;
  private final Deployment deployment;
  private final Target target;
  private final List<Template> templates;
  private final List<Case> cases;
  private final List<ResponseRule> responseRules;
  private final List<String> only;
  private final List<String> skip;
  private final KnownDeviations knownDeviations;
  private final Path reports;

  private ContractChecks(Builder builder) {
    contract = builder.contract;
    deployment =
        new Deployment(
            builder.tenant == null ? MOCK_TENANT : builder.tenant,
            // the mock accepts any token, and must not receive a real one
            builder.mock
                ? Map.of(Deployment.TOKEN, MOCK_TOKEN)
                : ImmutableSortedMap.copyOf(builder.tokens),
            Values.of(contract, builder.values),
            builder.mock);
    target =
        new Target(
            Transport.url(
                "The base URL",
                Strings.nullToEmpty(builder.baseUri).replaceAll("/+$", ""),
                builder.mock || builder.plainHttpAllowed),
            deployment.tokens(),
            builder.rate,
            builder.transport == null
                ? new Transport(Duration.ofSeconds(builder.timeout))::send
                : builder.transport);
    templates = Cases.templates(contract, deployment);
    cases = Cases.of(templates);
    responseRules = templates.stream().flatMap(one -> ResponseRule.of(one).stream()).toList();
    only = builder.only.stream().map(String::strip).toList();
    skip = builder.skip.stream().map(String::strip).toList();
    knownDeviations = KnownDeviations.read(builder.knownDeviations);
    reports = builder.reports;
    var unknown =
        Stream.of(knownDeviations.reasons().keySet(), only, skip)
            .flatMap(Collection::stream)
            .filter(pattern -> allRules().noneMatch(rule -> rule.matches(pattern)))
            .collect(Collectors.joining(", "));
    checkArgument(unknown.isEmpty(), "There is no rule %s: use --list to list the rules.", unknown);
    checkArgument(!rules().isEmpty(), "No rule is left: skip fewer rules.");
  }

  /** {@return a new builder} */
  public static Builder builder() {
    return new Builder();
  }

  private Stream<Rule> allRules() {
    return Stream.concat(
        cases.stream().map(Case::rule), responseRules.stream().map(ResponseRule::rule));
  }

  /** {@return the selected rules, in the order in which they are checked} */
  public List<Rule> rules() {
    return allRules().filter(this::isSelected).toList();
  }

  private boolean isSelected(Rule rule) {
    return (only.isEmpty() || only.stream().anyMatch(rule::matches)) && !isSkipped(rule);
  }

  private boolean isSkipped(Rule rule) {
    return skip.stream().anyMatch(rule::matches);
  }

  /** Runs the checks. */
  public Report run() {
    return run(rule -> {});
  }

  /**
   * Runs the checks. If the run is inconclusive, the report says why.
   *
   * @param progress receives the name of each rule when its request was sent
   * @throws InconclusiveException if the reports cannot be written
   */
  public Report run(Consumer<String> progress) {
    if (reports != null) {
      Report.inconclusive("The run ended before its report was written.").write(reports);
    }
    var start = Instant.now();
    var chosen = cases.stream().filter(one -> isSelected(one.rule())).toList();
    var excluded = cases.stream().filter(one -> isSkipped(one.rule())).toList();
    var others =
        cases.stream()
            .filter(one -> !isSelected(one.rule()) && !isSkipped(one.rule()) && !one.isDeletion())
            .toList();
    var responses = responseRules.stream().filter(one -> isSelected(one.rule())).toList();
    var observed = responses.stream().map(ResponseRule::operation).toList();
    var needed = others.stream().filter(one -> observed.contains(one.operation())).toList();
    var run = new Run(target, templates, sent -> progress.accept(sent.rule().name()));
    run.send(
        chosen.isEmpty() ? needed : chosen,
        chosen.isEmpty() ? List.of() : others,
        (sent, one) -> needed.contains(one) || Results.isEvidence(sent, one));
    var ofCases = new Results(run, excluded);
    var results =
        Stream.concat(
                chosen.stream().map(ofCases::of), responses.stream().map(rule -> rule.of(run)))
            .map(knownDeviations::mark)
            .toList();
    var report = report(start, results, run);
    if (reports != null) {
      report.write(reports);
    }
    return report;
  }

  private Report report(Instant start, List<Result> results, Run run) {
    int rules = (int) allRules().count();
    var second = start.truncatedTo(ChronoUnit.SECONDS);
    var seconds = BigDecimal.valueOf(Duration.between(start, Instant.now()).toMillis(), 3);
    var operations =
        contract.operations().stream()
            .map(operation -> "%s %s".formatted(operation.method(), operation.path()))
            .collect(Collectors.joining(", "));
    var header =
        List.of(
            new Line(
                "API",
                "%s, contract %s".formatted(contract.info("title"), contract.info("version"))),
            new Line("Operations", operations),
            new Line("Base URL", target.baseUri().toString()),
            new Line("Tenant", deployment.tenant()),
            new Line("Test values", deployment.values().toString()),
            new Line("Date", second.toString()),
            new Line("Duration", "%s s".formatted(seconds)));
    return new Report(
        header,
        second,
        seconds,
        results,
        rules,
        results.size() < rules || !templates.stream().allMatch(Template::isComplete),
        run.inconclusive(),
        run.endedEarly(),
        Stream.of(knownDeviations.notes(results), run.notes()).flatMap(List::stream).toList());
  }

  /**
   * Runs the checks and returns a test for each result. A failed rule fails its test. Tests for
   * known deviations and for rules that were not checked are aborted, which JUnit reports as
   * skipped. If the run was inconclusive, a further test fails with the reason.
   *
   * @return the tests, for a method annotated with {@code @TestFactory}
   */
  public Stream<DynamicTest> tests() {
    var report = run();
    return Stream.concat(
        report.inconclusive().stream().map(reason -> dynamicTest("run", () -> fail(reason))),
        report.results().stream().map(one -> dynamicTest(one.rule().name(), () -> check(one))));
  }

  private static void check(Result result) {
    switch (result.outcome()) {
      case FAIL -> fail(Report.violation(result));
      case SKIP, KNOWN -> Assumptions.abort(result.reason());
      case WARN -> System.out.println(Report.violation(result));
      case PASS -> {}
    }
  }

  /** Builds {@link ContractChecks}. */
  public static final class Builder {

    @Option(names = "--base-url", paramLabel = "URL")
    private String baseUri;

    @Option(names = "--tenant", paramLabel = "DOMAIN")
    private String tenant;

    /** The tokens by environment variable. */
    private final Map<String, String> tokens = new TreeMap<>();

    @Option(names = "--set", paramLabel = "NAME=VALUE")
    private Map<String, String> values = new LinkedHashMap<>();

    @Option(names = "--mock")
    private boolean mock;

    @Option(names = "--only", paramLabel = "RULES", split = ",")
    private List<String> only = List.of();

    @Option(names = "--skip", paramLabel = "RULES", split = ",")
    private List<String> skip = List.of();

    @Option(names = "--known-deviations", paramLabel = "FILE")
    private Path knownDeviations;

    @Option(names = "--report", paramLabel = "DIR")
    private Path reports;

    @Option(names = "--rate", paramLabel = "N")
    private double rate = Double.POSITIVE_INFINITY;

    @Option(names = "--timeout", paramLabel = "SECONDS")
    private long timeout = 30;

    @Option(names = "--allow-plain-http")
    private boolean plainHttpAllowed;

    /** Sends the requests, or null to use REST Assured. Set only by tests. */
    BiFunction<Request, URI, Response> transport;

    /** The contract to check. Set only by tests. */
    Contract contract = Contract.published();

    private Builder() {}

    /** Sets the base URL of the API, such as {@code https://api.example.com}. Required. */
    public Builder baseUri(String baseUri) {
      this.baseUri = baseUri;
      return this;
    }

    /** Sets the value of the {@code X-Tenant} header. Required, except for the mock. */
    public Builder tenant(String tenant) {
      this.tenant = tenant;
      return this;
    }

    /** Sets the access token, without {@code Bearer}. Required, except for the mock. */
    public Builder token(String token) {
      tokens.compute(Deployment.TOKEN, (name, before) -> token);
      return this;
    }

    /** Sets the token of a caller without the required role, which must get 403. Optional. */
    public Builder tokenWithoutRole(String token) {
      tokens.compute("CONTRACT_TOKEN_WITHOUT_ROLE", (name, before) -> token);
      return this;
    }

    /** Sets an expired token, which must get 401. Optional. */
    public Builder expiredToken(String token) {
      tokens.compute("CONTRACT_TOKEN_EXPIRED", (name, before) -> token);
      return this;
    }

    /**
     * Sets the value of a parameter or a top-level body property in valid requests. If the path
     * parameters and required body properties of an operation are set, its requests <b>modify what
     * they identify</b>. Otherwise, requests use random IDs, so nothing is modified, and fewer
     * rules are checked.
     *
     * @param name the name in the contract, or {@code OPERATION.NAME} to set it for one operation;
     *     an operation that deletes requires the latter
     * @param value the text of a string, or JSON for everything else
     */
    public Builder set(String name, String value) {
      values.put(name, value);
      return this;
    }

    /** Sets whether the target is the mock. */
    public Builder mock(boolean mock) {
      this.mock = mock;
      return this;
    }

    /** Allows plain HTTP to hosts other than localhost. */
    public Builder allowPlainHttp() {
      plainHttpAllowed = true;
      return this;
    }

    /** Sets the timeout of each request, from 1 to 3600 seconds. The default is 30 seconds. */
    public Builder timeout(Duration timeout) {
      this.timeout = timeout.toSeconds();
      return this;
    }

    /** Sets the maximum number of requests per second. There is no limit by default. */
    public Builder rate(double requestsPerSecond) {
      this.rate = requestsPerSecond;
      return this;
    }

    /** Selects the rules that match one of these patterns, where {@code *} matches any text. */
    public Builder only(List<String> patterns) {
      this.only = patterns;
      return this;
    }

    /** Excludes the rules that match one of these patterns, where {@code *} matches any text. */
    public Builder skip(List<String> patterns) {
      this.skip = patterns;
      return this;
    }

    /** Sets a properties file with the rules that the API is known to violate, and the reasons. */
    public Builder knownDeviations(Path file) {
      this.knownDeviations = file;
      return this;
    }

    /** Sets the directory for {@code report.html}, {@code junit.xml} and {@code summary.md}. */
    public Builder reports(Path directory) {
      this.reports = directory;
      return this;
    }

    /**
     * {@return the checks}
     *
     * @throws IllegalArgumentException if a required setting is missing or a setting is invalid
     * @throws InconclusiveException if REST Assured has a default request or response specification
     */
    public ContractChecks build() {
      checkArgument(
          tenant == null ? mock : tenant.matches("[!-~]+"),
          "Set the tenant to the domain of the portal, such as portal.example.com.");
      checkArgument(
          timeout >= 1 && timeout <= 3600, "The timeout must be 1 to 3600 s, not %s.", timeout);
      checkArgument(rate > 0, "The rate is %s: set it to a positive number.", rate);
      checkArgument(mock || tokens.containsKey(Deployment.TOKEN), "Set the access token.");
      tokens.forEach(
          (name, token) ->
              checkArgument(
                  token.matches("[A-Za-z0-9._~+/-]+=*"),
                  "%s is not a bearer token: set it to the token alone, without 'Bearer'.",
                  name));
      checkArgument(
          reports == null || !reports.toString().isBlank(),
          "The report directory is empty: set it to a path.");
      return new ContractChecks(this);
    }
  }
}
