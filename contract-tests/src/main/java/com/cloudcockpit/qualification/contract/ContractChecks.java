package com.cloudcockpit.qualification.contract;

import com.cloudcockpit.qualification.contract.checks.Check;
import com.cloudcockpit.qualification.contract.checks.CheckList;
import com.cloudcockpit.qualification.contract.checks.Coverage;
import com.cloudcockpit.qualification.contract.checks.KnownDeviations;
import com.cloudcockpit.qualification.contract.checks.NamePatterns;
import com.cloudcockpit.qualification.contract.checks.Result;
import com.cloudcockpit.qualification.contract.checks.Rule;
import com.cloudcockpit.qualification.contract.checks.Run;
import com.cloudcockpit.qualification.contract.http.Deployment;
import com.cloudcockpit.qualification.contract.http.Deployment.Customer;
import com.cloudcockpit.qualification.contract.http.NoVerdictException;
import com.cloudcockpit.qualification.contract.http.Redaction;
import com.cloudcockpit.qualification.contract.http.Target;
import com.cloudcockpit.qualification.contract.report.Report;
import com.cloudcockpit.qualification.contract.report.ReportFiles;
import com.cloudcockpit.qualification.contract.report.Texts;
import com.cloudcockpit.qualification.contract.spec.Contract;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The checks that a deployment keeps the contract. In the API's own build:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> keepsTheContract() {
 *   return ContractChecks.builder().baseUri("http://localhost:" + port).tenant("portal.example")
 *       .token(token).customer(id, "instance-1", "{\"educationSegment\":\"K12\"}").build().tests();
 * }
 * }</pre>
 *
 * <p>Instances are immutable. Each call of {@link #run} or {@link #tests} sends all requests anew.
 */
public final class ContractChecks {

  private static final String MOCK_TOKEN = "eyJ0eXAiO...";
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  private final Deployment deployment;
  private final List<Check> checks;
  private final KnownDeviations knownDeviations;
  private final Path reports;

  private ContractChecks(Builder builder) {
    var contract = Contract.published();
    var customer = builder.customer;
    if (builder.mock && customer == null) {
      var id = UUID.fromString(contract.example("customerId"));
      customer = new Customer(id, contract.requestExamples().values().iterator().next());
    }
    deployment =
        new Deployment(
            builder.baseUri,
            builder.tenant == null ? contract.example("X-Tenant") : builder.tenant,
            // any token will do for the mock, and a real one is not for plain http
            builder.mock ? MOCK_TOKEN : builder.token,
            customer,
            builder.mock,
            builder.timeout,
            builder.rate);
    checks = select(CheckList.of(contract, deployment), builder);
    knownDeviations = builder.knownDeviations;
    reports = builder.reports;
  }

  /** {@return a builder without settings} */
  public static Builder builder() {
    return new Builder();
  }

  private static List<Check> select(List<Check> all, Builder builder) {
    var names = all.stream().map(check -> check.rule().name()).toList();
    var patterns = new ArrayList<>(builder.only);
    patterns.addAll(builder.skip);
    var unknown = new ArrayList<>(builder.knownDeviations.unknown(names));
    patterns.stream()
        .filter(pattern -> names.stream().noneMatch(name -> NamePatterns.matches(pattern, name)))
        .forEach(unknown::add);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "No rule has the name %s: --list shows the names.".formatted(String.join(", ", unknown)));
    }
    var only = new NamePatterns(builder.only);
    var skip = new NamePatterns(builder.skip);
    return all.stream()
        .filter(check -> builder.only.isEmpty() || only.matches(check.rule().name()))
        .filter(check -> !skip.matches(check.rule().name()))
        .toList();
  }

  /** {@return the rules that are checked, in the order in which they are} */
  public List<Rule> rules() {
    return checks.stream().map(Check::rule).toList();
  }

  /**
   * Runs the checks.
   *
   * @return what they found
   * @throws NoVerdictException if no verdict is possible, since the target can't be reached,
   *     rejects the token or is not the API; the reports are written nevertheless
   */
  public Report run() {
    return run(line -> {});
  }

  /**
   * Runs the checks.
   *
   * @param progress gets the lines about each check as soon as it is judged
   * @return what they found
   * @throws NoVerdictException as {@link #run()} does
   */
  public Report run(Consumer<String> progress) {
    var files = reports == null ? null : ReportFiles.in(reports);
    var start = Instant.now();
    var results = new ArrayList<Result>();
    var texts = new Texts(deployment.baseUri(), new Redaction(deployment.token()));
    try {
      var target = new Target(Contract.published(), deployment);
      results.addAll(
          Run.of(target, checks, knownDeviations, result -> progress.accept(texts.of(result))));
    } catch (NoVerdictException e) {
      if (files != null) {
        files.write(report(start, results, e.getMessage(), texts));
      }
      throw e;
    }
    var report = report(start, results, "", texts);
    if (files != null) {
      files.write(report);
    }
    return report;
  }

  private Report report(Instant start, List<Result> results, String noVerdict, Texts texts) {
    return new Report(
        deployment.baseUri(),
        Contract.published().version(),
        start,
        Duration.between(start, Instant.now()),
        results,
        Coverage.of(Contract.published(), results),
        knownDeviations.gone(results),
        noVerdict,
        texts);
  }

  /**
   * Runs the checks and returns their results as tests. A failure fails its test; a rule that was
   * not judged, and a known deviation, abort theirs, which JUnit reports as skipped.
   *
   * @return a test for each check, for a method with {@code @TestFactory}
   * @throws NoVerdictException as {@link #run()} does
   */
  public Stream<DynamicTest> tests() {
    return DynamicTests.of(run());
  }

  /** Collects the settings. */
  public static final class Builder {

    private URI baseUri;
    private String tenant;
    private String token;
    private Customer customer;
    private boolean mock;
    private Duration timeout = DEFAULT_TIMEOUT;
    private double rate;
    private List<String> only = List.of();
    private List<String> skip = List.of();
    private KnownDeviations knownDeviations = KnownDeviations.NONE;
    private Path reports;

    private Builder() {}

    /** Where the API is, with or without a path before the contract's. Required. */
    public Builder baseUri(String baseUri) {
      this.baseUri = URI.create(baseUri.replaceAll("/+$", ""));
      return this;
    }

    /** The {@code X-Tenant} to send. Required, except for the mock. */
    public Builder tenant(String tenant) {
      this.tenant = tenant;
      return this;
    }

    /** The access token, without the word Bearer. Required, except for the mock. */
    public Builder token(String token) {
      this.token = token;
      return this;
    }

    /**
     * Names a customer that exists and may be changed. Without one, no request can change anything,
     * and fewer rules can be judged.
     *
     * @param id the customer's identifier
     * @param providerInstanceId the provider instance for a valid update of it
     * @param qualification the qualification for that, a JSON object
     * @throws IllegalArgumentException if the qualification is not a JSON object
     */
    public Builder customer(UUID id, String providerInstanceId, String qualification) {
      var update = Json.MAPPER.createObjectNode().put("providerInstanceId", providerInstanceId);
      update.set(
          "qualification",
          Json.read(qualification)
              .filter(ObjectNode.class::isInstance)
              .orElseThrow(
                  () -> new IllegalArgumentException("The qualification is not a JSON object.")));
      customer = new Customer(id, update);
      return this;
    }

    /** Whether the target is the Prism mock, which can be asked for errors. */
    public Builder mock(boolean mock) {
      this.mock = mock;
      return this;
    }

    /** How long each request may take; 30 seconds by default. */
    public Builder timeout(Duration timeout) {
      this.timeout = timeout;
      return this;
    }

    /** How many requests a second to send at most; any number by default. */
    public Builder rate(double requestsPerSecond) {
      this.rate = requestsPerSecond;
      return this;
    }

    /** Runs only checks whose names match one of these patterns, where {@code *} is any text. */
    public Builder only(List<String> patterns) {
      this.only = List.copyOf(patterns);
      return this;
    }

    /** Leaves out checks whose names match one of these patterns, where {@code *} is any text. */
    public Builder skip(List<String> patterns) {
      this.skip = List.copyOf(patterns);
      return this;
    }

    /**
     * A file of rules that the target is known to break, with reasons.
     *
     * @throws NoVerdictException if the file can't be read, or a reason is missing
     */
    public Builder knownDeviations(Path file) {
      this.knownDeviations = KnownDeviations.read(file);
      return this;
    }

    /** The directory for {@code report.html}, {@code junit.xml} and {@code summary.md}. */
    public Builder reports(Path directory) {
      this.reports = directory;
      return this;
    }

    /**
     * {@return the checks for these settings}
     *
     * @throws IllegalArgumentException if a setting is missing, or a pattern matches no rule
     */
    public ContractChecks build() {
      if (baseUri == null) {
        throw new IllegalArgumentException("Set baseUri, where the API is.");
      }
      if (!mock && (tenant == null || token == null)) {
        throw new IllegalArgumentException("Set tenant and token; only the mock needs neither.");
      }
      return new ContractChecks(this);
    }
  }
}
