package com.cloudcockpit.qualification.contract;

import com.cloudcockpit.qualification.contract.checks.Check;
import com.cloudcockpit.qualification.contract.checks.CheckList;
import com.cloudcockpit.qualification.contract.checks.Coverage;
import com.cloudcockpit.qualification.contract.checks.KnownDeviations;
import com.cloudcockpit.qualification.contract.checks.Result;
import com.cloudcockpit.qualification.contract.checks.Rule;
import com.cloudcockpit.qualification.contract.checks.Run;
import com.cloudcockpit.qualification.contract.http.Deployment;
import com.cloudcockpit.qualification.contract.http.Deployment.Customer;
import com.cloudcockpit.qualification.contract.http.NoVerdictException;
import com.cloudcockpit.qualification.contract.http.Redaction;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.http.Response;
import com.cloudcockpit.qualification.contract.http.Target;
import com.cloudcockpit.qualification.contract.http.Transport;
import com.cloudcockpit.qualification.contract.report.Report;
import com.cloudcockpit.qualification.contract.report.ReportFiles;
import com.cloudcockpit.qualification.contract.report.Texts;
import com.cloudcockpit.qualification.contract.spec.Contract;
import com.cloudcockpit.qualification.contract.spec.Json;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Checks whether a deployment of the API complies with the contract. In the API's own build:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> compliesWithTheContract() {
 *   return ContractChecks.builder().baseUri("http://localhost:" + port).tenant("portal.example")
 *       .token(token).customer(id, "instance-1", "{\"educationSegment\":\"K12\"}").build().tests();
 * }
 * }</pre>
 *
 * <p>Instances are immutable. Each call of {@link #run} or {@link #tests} sends all requests again.
 */
public final class ContractChecks {

  private static final Contract CONTRACT = Contract.published();
  private static final String MOCK_TOKEN = "eyJ0eXAiO...";

  private final Deployment deployment;
  private final List<Check> checks;
  private final KnownDeviations knownDeviations;
  private final Path reports;
  private final BiFunction<Request, URI, Response> transport;

  private ContractChecks(Builder builder) {
    var customer = builder.customer;
    if (builder.mock && customer == null) {
      var id = UUID.fromString(CONTRACT.example("customerId"));
      customer = new Customer(id, CONTRACT.requestExample());
    }
    deployment =
        new Deployment(
            builder.baseUri,
            builder.tenant == null ? CONTRACT.example("X-Tenant") : builder.tenant,
            // the mock accepts any token, and must not receive a real one
            builder.mock ? MOCK_TOKEN : builder.token,
            customer,
            builder.mock,
            builder.timeout,
            builder.rate);
    checks = select(CheckList.of(CONTRACT, deployment), builder);
    knownDeviations = builder.knownDeviations;
    reports = builder.reports;
    transport =
        builder.transport == null ? new Transport(deployment.timeout())::send : builder.transport;
  }

  /** {@return a new builder} */
  public static Builder builder() {
    return new Builder();
  }

  private static List<Check> select(List<Check> all, Builder builder) {
    var unknown =
        Stream.of(builder.knownDeviations.reasons().keySet(), builder.only, builder.skip)
            .flatMap(Collection::stream)
            .filter(pattern -> all.stream().noneMatch(check -> check.matches(pattern)))
            .collect(Collectors.joining(", "));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "There is no rule %s: use --list to list the rules.".formatted(unknown));
    }
    return all.stream()
        .filter(check -> builder.only.isEmpty() || builder.only.stream().anyMatch(check::matches))
        .filter(check -> builder.skip.stream().noneMatch(check::matches))
        .toList();
  }

  /** {@return the selected rules, in the order in which they are checked} */
  public List<Rule> rules() {
    return checks.stream().map(Check::rule).toList();
  }

  /**
   * Runs the checks.
   *
   * @throws NoVerdictException if no verdict is possible, for example because the target cannot be
   *     reached, rejects the token or is not the API; the reports are still written
   */
  public Report run() {
    return run(line -> {});
  }

  /**
   * Runs the checks.
   *
   * @param progress receives the result of each check as text as soon as it is final
   * @throws NoVerdictException as {@link #run()} does
   */
  public Report run(Consumer<String> progress) {
    if (reports != null) {
      ReportFiles.prepare(reports);
    }
    var start = Instant.now();
    var results = new ArrayList<Result>();
    var texts = new Texts(deployment.baseUri(), new Redaction(deployment.token()));
    var notes = new ArrayList<String>();
    NoVerdictException noVerdict = null;
    try {
      var target = new Target(CONTRACT, deployment, transport);
      Consumer<Result> listener = result -> progress.accept(texts.of(result));
      results.addAll(Run.of(target, checks, knownDeviations, listener));
      notes.addAll(notes(results));
      if (target.repeated() > 0) {
        notes.add(
            "Requests repeated after a closed connection: %d. Each of them then got a response."
                .formatted(target.repeated()));
      }
      requireAVerdict(results);
    } catch (NoVerdictException e) {
      noVerdict = e;
    }
    var report =
        new Report(
            deployment.baseUri(),
            CONTRACT.version(),
            start.truncatedTo(ChronoUnit.SECONDS),
            Duration.between(start, Instant.now()),
            results,
            Coverage.of(CONTRACT, results),
            notes,
            noVerdict == null ? "" : noVerdict.getMessage(),
            texts);
    if (reports != null) {
      ReportFiles.write(reports, report);
    }
    if (noVerdict != null) {
      throw noVerdict;
    }
    return report;
  }

  private List<String> notes(List<Result> results) {
    var notes = new ArrayList<>(knownDeviations.notes(results));
    int all = CheckList.of(CONTRACT, deployment).size();
    if (checks.size() < all) {
      notes.add("Only %d of %d rules were selected.".formatted(checks.size(), all));
    }
    if (results.stream().anyMatch(ContractChecks::isUnknownTestCustomer)) {
      notes.add("The test customer got 404: check the customer ID and the tenant.");
    }
    return notes;
  }

  private static boolean isUnknownTestCustomer(Result result) {
    return result.rule().name().equals("update.accepted")
        && result.verdict().exchange() != null
        && result.verdict().exchange().response().status() == 404;
  }

  private static void requireAVerdict(List<Result> results) {
    if (results.stream().noneMatch(result -> result.verdict().isJudged())) {
      throw new NoVerdictException(
          "None of the selected rules was judged: select more rules, or name a test customer.");
    }
  }

  /**
   * Runs the checks and returns a test for each result. A failed check fails its test. Tests for
   * known deviations and for rules that were not judged are aborted, which JUnit reports as
   * skipped.
   *
   * @return the tests, for a method annotated with {@code @TestFactory}
   * @throws NoVerdictException as {@link #run()} does
   */
  public Stream<DynamicTest> tests() {
    return DynamicTests.of(run());
  }

  /** Builds {@link ContractChecks}. */
  public static final class Builder {

    private URI baseUri;
    private String tenant;
    private String token;
    private Customer customer;
    private boolean mock;
    private Duration timeout = Duration.ofSeconds(30);
    private double rate;
    private List<String> only = List.of();
    private List<String> skip = List.of();
    private KnownDeviations knownDeviations = KnownDeviations.NONE;
    private Path reports;

    /** Sends the requests, or null to use REST Assured. Only the tests of the checks set it. */
    BiFunction<Request, URI, Response> transport;

    private Builder() {}

    /** Sets the base URL of the API, such as {@code https://api.example.com}. Required. */
    public Builder baseUri(String baseUri) {
      this.baseUri = URI.create(baseUri.replaceAll("/+$", ""));
      return this;
    }

    /** Sets the value of the {@code X-Tenant} header. Required, except for the mock. */
    public Builder tenant(String tenant) {
      this.tenant = tenant;
      return this;
    }

    /** Sets the access token, without {@code Bearer}. Required, except for the mock. */
    public Builder token(String token) {
      this.token = token;
      return this;
    }

    /**
     * Sets a test customer, which the checks modify. Without one, no request modifies anything, and
     * fewer rules can be judged.
     *
     * @param id the ID of the customer
     * @param providerInstanceId the provider instance ID of a valid update
     * @param qualification the qualification of a valid update, a JSON object
     * @throws IllegalArgumentException if the qualification is not a JSON object
     */
    public Builder customer(UUID id, String providerInstanceId, String qualification) {
      var object =
          Json.object(qualification)
              .orElseThrow(
                  () -> new IllegalArgumentException("The qualification is not a JSON object."));
      var update = CONTRACT.requestExample().put("providerInstanceId", providerInstanceId);
      update.set("qualification", object);
      customer = new Customer(id, update);
      return this;
    }

    /** Sets whether the target is the mock. */
    public Builder mock(boolean mock) {
      this.mock = mock;
      return this;
    }

    /** Sets the timeout of each request. The default is 30 seconds. */
    public Builder timeout(Duration timeout) {
      this.timeout = timeout;
      return this;
    }

    /** Sets the maximum number of requests per second. There is no limit by default. */
    public Builder rate(double requestsPerSecond) {
      this.rate = requestsPerSecond;
      return this;
    }

    /** Selects the rules that match one of these patterns, where {@code *} matches any text. */
    public Builder only(List<String> patterns) {
      this.only = List.copyOf(patterns);
      return this;
    }

    /** Excludes the rules that match one of these patterns, where {@code *} matches any text. */
    public Builder skip(List<String> patterns) {
      this.skip = List.copyOf(patterns);
      return this;
    }

    /**
     * Sets a properties file with the rules that the API is known to violate, and the reasons.
     *
     * @throws NoVerdictException if the file cannot be read or lacks a reason
     */
    public Builder knownDeviations(Path file) {
      this.knownDeviations = KnownDeviations.read(file);
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
     * @throws IllegalArgumentException if a required setting is missing or a pattern matches no
     *     rule
     * @throws NoVerdictException if REST Assured has a default request or response specification
     */
    public ContractChecks build() {
      if (baseUri == null) {
        throw new IllegalArgumentException("Set baseUri to the base URL of the API.");
      }
      if (!mock && (tenant == null || token == null)) {
        throw new IllegalArgumentException(
            "Set tenant and token; only the mock does not need them.");
      }
      return new ContractChecks(this);
    }
  }
}
