package com.cloudcockpit.qualification.contract.cli;

import static java.util.Arrays.asList;

import com.cloudcockpit.qualification.contract.ContractChecks;
import com.cloudcockpit.qualification.contract.compare.CompareCommand;
import com.cloudcockpit.qualification.contract.http.NoVerdictException;
import com.cloudcockpit.qualification.contract.report.Report;
import com.cloudcockpit.qualification.contract.report.ReportFiles;
import com.cloudcockpit.qualification.contract.spec.Contract;
import com.cloudcockpit.qualification.contract.spec.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command line interface. */
@Command(
    name = "microsoft-qualification-contract-tests",
    description = {
      "Checks whether a deployment of the API complies with the contract.",
      """
      No request modifies a customer unless you name one with --customer-id, \
      --provider-instance-id and --qualification.%n""",
    },
    footerHeading = "%nEnvironment:%n",
    footer = {
      "  CONTRACT_TOKEN           an access token",
      "  CONTRACT_CLIENT_ID       client credentials, used to request a token",
      "  CONTRACT_CLIENT_SECRET   if CONTRACT_TOKEN is not set",
      "",
      "Exit codes:",
      "  0  the API complies with the contract",
      "  1  the API violates the contract",
      "  2  no verdict was possible; a message states the reason",
    },
    mixinStandardHelpOptions = true,
    subcommands = CompareCommand.class,
    versionProvider = ContractCheckCommand.Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class ContractCheckCommand implements Callable<Integer> {

  static final int VIOLATION = 1;
  static final int NO_VERDICT = 2;

  private static final int LONGEST_TIMEOUT = 3600;

  @Option(
      names = "--base-url",
      paramLabel = "URL",
      description = "The base URL of the API, such as https://api.example.com.")
  URI baseUrl;

  @Option(
      names = "--tenant",
      paramLabel = "DOMAIN",
      description = "The value of the X-Tenant header (required unless --mock is set).")
  String tenant;

  @Option(
      names = "--customer-id",
      paramLabel = "UUID",
      description = "The ID of a test customer that can be modified.")
  UUID customerId;

  @Option(
      names = "--provider-instance-id",
      paramLabel = "ID",
      description = "The providerInstanceId of a valid update of the customer.")
  String providerInstanceId;

  @Option(
      names = "--qualification",
      paramLabel = "JSON",
      description = "The qualification of a valid update of the customer, a JSON object.")
  String qualification;

  @Option(
      names = "--mock",
      description =
          "Test the mock, which needs no token and no tenant, and also check its examples.")
  boolean mock;

  @Option(names = "--list", description = "List the rules without sending any requests.")
  boolean list;

  @Option(
      names = "--only",
      paramLabel = "RULES",
      split = ",",
      description = "Check only these rules; * matches any text, as in 'header.*'.")
  List<String> only = List.of();

  @Option(
      names = "--skip",
      paramLabel = "RULES",
      split = ",",
      description = "Do not check these rules.")
  List<String> skip = List.of();

  @Option(
      names = "--known-deviations",
      paramLabel = "FILE",
      description =
          "A file of rules that the API is known to violate, with lines such as rule = reason.")
  Path knownDeviations;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Write report.html, junit.xml and summary.md to this directory.")
  Path report;

  @Option(names = "--rate", paramLabel = "N", description = "Send at most N requests per second.")
  double rate;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "The timeout of each request (default: ${DEFAULT-VALUE}).")
  int timeout;

  @Option(
      names = "--token-url",
      paramLabel = "URL",
      description = "The token endpoint (default: the one in the contract).")
  URI tokenUrl;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = "The scope to request (default: the one in the contract).")
  String scope;

  @Option(
      names = "--allow-plain-http",
      description = "Allow the token to be sent to another host over plain HTTP.")
  boolean plainHttpAllowed;

  @Spec CommandSpec spec;

  private final Map<String, String> environment;

  ContractCheckCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Runs the command and exits the JVM with its exit code.
   *
   * @param args the options; {@code --help} lists them
   */
  public static void main(String... args) {
    System.exit(commandLine(System.getenv()).execute(args));
  }

  /** {@return the command line with the given environment variables} */
  static CommandLine commandLine(Map<String, String> environment) {
    return new CommandLine(new ContractCheckCommand(environment))
        .registerConverter(URI.class, ContractCheckCommand::uri)
        .registerConverter(UUID.class, ContractCheckCommand::uuid)
        .setParameterExceptionHandler(
            (e, args) -> {
              reportInvalidOptions(e.getMessage(), args);
              e.getCommandLine().getErr().println(e.getMessage());
              e.getCommandLine().getErr().println("Try '--help' for more information.");
              return NO_VERDICT;
            })
        .setExecutionExceptionHandler(
            (e, command, result) -> {
              boolean explained =
                  e instanceof NoVerdictException || e instanceof UnsupportedOperationException;
              command.getErr().println(explained ? e.getMessage() : "Unexpected error: " + e);
              return NO_VERDICT;
            });
  }

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    if (list) {
      var mock = ContractChecks.builder().baseUri("http://localhost").mock(true);
      for (var rule : select(mock).rules()) {
        var severity = rule.severity().name().toLowerCase(Locale.ROOT);
        out.println("%-46s %-7s %s".formatted(rule.name(), severity, rule.sentence()));
      }
      return 0;
    }
    ContractChecks checks;
    try {
      checks = checks();
    } catch (NoVerdictException e) {
      if (report != null) {
        reportNoVerdict(report, e.getMessage());
      }
      throw e;
    }
    out.println("Contract %s, target %s".formatted(Contract.published().version(), baseUrl));
    var found = checks.run(out::println);
    found.notes().forEach(out::println);
    out.println(found.verdict());
    if (report != null) {
      out.println("The report is in %s.".formatted(report.resolve("report.html")));
    }
    out.println(found.summary());
    return found.isCompliant() ? 0 : VIOLATION;
  }

  private ContractChecks checks() {
    require(
        baseUrl != null,
        "Set --base-url to the base URL of the API, such as https://api.example.com.");
    requireSafe(baseUrl, "--base-url");
    require(
        timeout >= 1 && timeout <= LONGEST_TIMEOUT,
        "--timeout is %d: set it to a value from 1 to %d seconds."
            .formatted(timeout, LONGEST_TIMEOUT));
    require(
        rate >= 0,
        "--rate is %s: set it to a positive number of requests per second.".formatted(rate));
    require(
        tenant == null ? mock : tenant.matches("[!-~]+"),
        "Set --tenant to the domain of the portal, such as portal.example.com.");
    var builder =
        ContractChecks.builder()
            .baseUri(baseUrl.toString())
            .tenant(tenant)
            .mock(mock)
            .timeout(Duration.ofSeconds(timeout))
            .rate(rate)
            .reports(report);
    addCustomer(builder);
    if (knownDeviations != null) {
      builder.knownDeviations(knownDeviations);
    }
    return select(mock ? builder : builder.token(token()));
  }

  private ContractChecks select(ContractChecks.Builder builder) {
    try {
      return builder.only(only).skip(skip).build();
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  private void addCustomer(ContractChecks.Builder builder) {
    int missing =
        Collections.frequency(asList(customerId, providerInstanceId, qualification), null);
    if (missing == 3) {
      return;
    }
    require(
        missing == 0 && !providerInstanceId.isBlank(),
        "Set all of --customer-id, --provider-instance-id and --qualification, or none of them.");
    require(
        Json.object(qualification).isPresent(),
        "Set --qualification to a JSON object, such as '{\"educationSegment\":\"K12\"}'.");
    builder.customer(customerId, providerInstanceId, qualification);
  }

  private String token() {
    var token = environment("CONTRACT_TOKEN");
    var clientId = environment("CONTRACT_CLIENT_ID");
    var clientSecret = environment("CONTRACT_CLIENT_SECRET");
    if (token.isEmpty() && !clientId.isEmpty() && !clientSecret.isEmpty()) {
      var flow = Contract.published().clientCredentials();
      var url = tokenUrl == null ? URI.create(flow.getTokenUrl()) : tokenUrl;
      var scopes = scope == null ? String.join(" ", flow.getScopes().keySet()) : scope;
      requireSafe(url, "--token-url");
      var request = new TokenRequest(url, scopes, Duration.ofSeconds(timeout));
      token = request.send(clientId, clientSecret);
    }
    require(
        !token.isEmpty(),
        """
        Set the environment variable CONTRACT_TOKEN, or CONTRACT_CLIENT_ID and \
        CONTRACT_CLIENT_SECRET, or test the mock with --mock.""");
    require(
        token.matches("[\\w.~+/-]+=*"),
        """
        CONTRACT_TOKEN is not a bearer token: set it to the token without 'Bearer' and \
        without line breaks.""");
    return token;
  }

  private String environment(String name) {
    return environment.getOrDefault(name, "").strip();
  }

  /** Leaves the text out of the message, since it may contain a password. */
  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new TypeConversionException("set it to a URL of the form https://host/path.");
    }
  }

  private static UUID uuid(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'%s' is not a UUID.".formatted(text));
    }
  }

  /** Requires HTTPS, except for requests to this machine. */
  private void requireSafe(URI uri, String option) {
    boolean https = "https".equalsIgnoreCase(uri.getScheme());
    boolean http = "http".equalsIgnoreCase(uri.getScheme());
    require(
        uri.getHost() != null
            && (https || http)
            && uri.getRawUserInfo() == null
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null,
        "Set %s to a URL of the form https://host/path.".formatted(option));
    boolean loopback = uri.getHost().matches("(?i)localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    require(
        https || loopback || mock || plainHttpAllowed,
        "%s would send the token over plain HTTP: use https, or add --allow-plain-http."
            .formatted(option));
  }

  private void require(boolean valid, String sentence) {
    if (!valid) {
      throw usage(sentence);
    }
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  /** Replaces the report of an earlier run even if the options are invalid. */
  private static void reportInvalidOptions(String message, String... args) {
    Pattern.compile("(?m)^--report[=\n](.+)")
        .matcher(String.join("\n", args))
        .results()
        .forEach(option -> reportNoVerdict(Path.of(option.group(1)), message));
  }

  private static void reportNoVerdict(Path directory, String message) {
    ReportFiles.prepare(directory);
    ReportFiles.write(directory, Report.withoutVerdict(URI.create(""), message));
  }

  /** Reads the version from the manifest of the jar. */
  static final class Version implements CommandLine.IVersionProvider {

    @Override
    public String[] getVersion() {
      var version = ContractCheckCommand.class.getPackage().getImplementationVersion();
      return new String[] {
        "%s, contract %s"
            .formatted(version == null ? "unpackaged" : version, Contract.published().version())
      };
    }
  }
}
