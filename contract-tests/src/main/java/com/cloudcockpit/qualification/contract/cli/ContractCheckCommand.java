package com.cloudcockpit.qualification.contract.cli;

import com.cloudcockpit.qualification.contract.ContractChecks;
import com.cloudcockpit.qualification.contract.compare.CompareCommand;
import com.cloudcockpit.qualification.contract.http.NoVerdictException;
import com.cloudcockpit.qualification.contract.report.ReportFiles;
import com.cloudcockpit.qualification.contract.spec.Contract;
import com.cloudcockpit.qualification.contract.spec.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command line: checks a deployment, and is the parent of further commands. */
@Command(
    name = "microsoft-qualification-contract-tests",
    description = {
      "Checks that a deployment of the API keeps the contract.",
      "No request can change a customer unless --customer-id, --provider-instance-id and"
          + " --qualification name one that may be changed.%n",
    },
    footerHeading = "%nEnvironment:%n",
    footer = {
      "  CONTRACT_TOKEN           an access token, or instead of it",
      "  CONTRACT_CLIENT_ID       and",
      "  CONTRACT_CLIENT_SECRET   credentials to get one with",
      "",
      "Exit codes:",
      "  0  the contract is kept",
      "  1  the contract is broken",
      "  2  no verdict was possible; one sentence says why",
    },
    mixinStandardHelpOptions = true,
    subcommands = CompareCommand.class,
    versionProvider = ContractCheckCommand.Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class ContractCheckCommand implements Callable<Integer> {

  static final int BROKEN = 1;
  static final int NO_VERDICT = 2;

  private static final int LONGEST_TIMEOUT = 3600;

  @Option(
      names = "--base-url",
      paramLabel = "URL",
      description = "Where the API is: https://host, with or without a path before the contract's.")
  URI baseUrl;

  @Option(
      names = "--tenant",
      paramLabel = "DOMAIN",
      description = "The X-Tenant to send; required, except for the mock.")
  String tenant;

  @Option(
      names = "--customer-id",
      paramLabel = "UUID",
      description = "A customer that may be changed.")
  UUID customerId;

  @Option(
      names = "--provider-instance-id",
      paramLabel = "ID",
      description = "The provider instance for a valid update of it.")
  String providerInstanceId;

  @Option(
      names = "--qualification",
      paramLabel = "JSON",
      description = "The qualification for a valid update of it, a JSON object.")
  String qualification;

  @Option(
      names = "--mock",
      description =
          "The target is the mock: it is asked for errors, which must be the documentation page's.")
  boolean mock;

  @Option(names = "--list", description = "List the rules, and send nothing.")
  boolean list;

  @Option(
      names = "--only",
      paramLabel = "RULES",
      split = ",",
      description = "Check only these rules; * stands for any text, as in 'header.*'.")
  List<String> only = List.of();

  @Option(
      names = "--skip",
      paramLabel = "RULES",
      split = ",",
      description = "Leave these rules out.")
  List<String> skip = List.of();

  @Option(
      names = "--known-deviations",
      paramLabel = "FILE",
      description = "Rules that the target is known to break, in lines like rule = reason.")
  Path knownDeviations;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Write report.html, junit.xml and summary.md there.")
  Path report;

  @Option(names = "--rate", paramLabel = "N", description = "Send at most N requests a second.")
  double rate;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "How long each request may take (default: ${DEFAULT-VALUE}).")
  int timeout;

  @Option(
      names = "--token-url",
      paramLabel = "URL",
      description = "Where credentials get a token (default: the contract's).")
  URI tokenUrl;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = "What the token is for (default: the contract's).")
  String scope;

  @Option(
      names = "--allow-plain-http",
      description = "Send the token over plain http to another machine.")
  boolean plainHttpAllowed;

  @Spec CommandSpec spec;

  private final Map<String, String> environment;

  ContractCheckCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Runs the program and ends the JVM with its exit code.
   *
   * @param args the options; {@code --help} lists them
   */
  public static void main(String... args) {
    System.exit(commandLine(System.getenv()).execute(args));
  }

  /** The program with an environment; tests give their own. */
  static CommandLine commandLine(Map<String, String> environment) {
    return new CommandLine(new ContractCheckCommand(environment))
        .registerConverter(URI.class, ContractCheckCommand::uri)
        .setParameterExceptionHandler(
            (e, args) -> {
              deleteOldReport(args);
              e.getCommandLine().getErr().println(e.getMessage());
              e.getCommandLine().getErr().println("Try --help.");
              return NO_VERDICT;
            })
        .setExecutionExceptionHandler(
            (e, command, result) -> {
              command
                  .getErr()
                  .println(
                      e instanceof NoVerdictException || e instanceof UnsupportedOperationException
                          ? e.getMessage()
                          : "Unexpected: " + e);
              return NO_VERDICT;
            });
  }

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    if (list) {
      forListing()
          .rules()
          .forEach(
              rule ->
                  out.println(
                      "%-46s %-7s %s"
                          .formatted(
                              rule.name(),
                              rule.severity().name().toLowerCase(Locale.ROOT),
                              rule.sentence())));
      return 0;
    }
    var checks = checks();
    out.println("Contract %s, target %s".formatted(Contract.published().version(), baseUrl));
    var found =
        checks.run(
            line -> {
              out.println(line);
              out.flush();
            });
    found
        .goneDeviations()
        .forEach(
            rule ->
                out.println("The known deviation %s no longer occurs: remove it.".formatted(rule)));
    out.println(found.verdict());
    out.println(found.summary());
    return found.isKept() ? 0 : BROKEN;
  }

  private ContractChecks forListing() {
    return select(ContractChecks.builder().baseUri("http://localhost").mock(true));
  }

  private ContractChecks checks() {
    if (report != null) {
      ReportFiles.in(report);
    }
    if (baseUrl == null) {
      throw usage("Give --base-url, where the API is, as in https://api.example.com.");
    }
    requireSafe(baseUrl, "--base-url");
    if (timeout < 1 || timeout > LONGEST_TIMEOUT) {
      throw usage("--timeout is %d: give 1 to %d seconds.".formatted(timeout, LONGEST_TIMEOUT));
    }
    if (rate < 0) {
      throw usage("--rate is %s: give a number of requests a second.".formatted(rate));
    }
    if (tenant == null ? !mock : !tenant.matches("[!-~]+")) {
      throw usage(
          "Give --tenant, the domain under which the portal is reached, as in portal.example.com.");
    }
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
    if (customerId == null && providerInstanceId == null && qualification == null) {
      return;
    }
    if (customerId == null
        || providerInstanceId == null
        || providerInstanceId.isBlank()
        || qualification == null) {
      throw usage(
          "Give all of --customer-id, --provider-instance-id and --qualification, or none.");
    }
    if (Json.read(qualification).filter(json -> json.isObject()).isEmpty()) {
      throw usage(
          "--qualification is not a JSON object: give one, as in '{\"educationSegment\":\"K12\"}'.");
    }
    builder.customer(customerId, providerInstanceId, qualification);
  }

  private String token() {
    var token = environment("CONTRACT_TOKEN");
    var clientId = environment("CONTRACT_CLIENT_ID");
    var clientSecret = environment("CONTRACT_CLIENT_SECRET");
    if (token.isEmpty() && !clientId.isEmpty() && !clientSecret.isEmpty()) {
      var flow = Contract.published().clientCredentials();
      var url = tokenUrl == null ? URI.create(flow.getTokenUrl()) : tokenUrl;
      requireSafe(url, "--token-url");
      token =
          new TokenRequest(
                  url,
                  scope == null ? String.join(" ", flow.getScopes().keySet()) : scope,
                  Duration.ofSeconds(timeout))
              .send(clientId, clientSecret);
    }
    if (token.isEmpty()) {
      throw usage(
          "Set CONTRACT_TOKEN in the environment, or CONTRACT_CLIENT_ID and"
              + " CONTRACT_CLIENT_SECRET; the mock needs --mock instead.");
    }
    if (!token.matches("[\\w.~+/-]+=*")) {
      throw usage(
          "CONTRACT_TOKEN is not a bearer token: give the token alone, without 'Bearer' and"
              + " without line breaks.");
    }
    return token;
  }

  private String environment(String name) {
    return environment.getOrDefault(name, "").strip();
  }

  /** The message does not repeat the text, which may contain a password. */
  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new TypeConversionException(
          "a URL can't have the character at index %d.".formatted(e.getIndex()));
    }
  }

  /** Secrets go over https, or stay on this machine. */
  private void requireSafe(URI uri, String option) {
    boolean https = "https".equalsIgnoreCase(uri.getScheme());
    boolean http = "http".equalsIgnoreCase(uri.getScheme());
    if (uri.getHost() == null
        || !(https || http)
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw usage(option + " needs the form https://host.");
    }
    boolean loopback = uri.getHost().matches("(?i)localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    if (http && !loopback && !mock && !plainHttpAllowed) {
      throw usage(
          option
              + " is plain http, which shows the token to the network: use https, or add"
              + " --allow-plain-http.");
    }
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  /** A run with a wrong option must not leave the report of an earlier one either. */
  private static void deleteOldReport(String... args) {
    for (int i = 0; i < args.length; i++) {
      if (args[i].startsWith("--report=")) {
        ReportFiles.in(Path.of(args[i].substring("--report=".length())));
      } else if (args[i].equals("--report") && i + 1 < args.length) {
        ReportFiles.in(Path.of(args[i + 1]));
      }
    }
  }

  /** The project's version, which the build puts into the jar. */
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
