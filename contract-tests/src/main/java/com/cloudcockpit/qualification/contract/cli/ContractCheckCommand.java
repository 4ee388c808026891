package com.cloudcockpit.qualification.contract.cli;

import static com.google.common.base.Preconditions.checkArgument;

import com.cloudcockpit.qualification.contract.ContractChecks;
import com.cloudcockpit.qualification.contract.Urls;
import com.cloudcockpit.qualification.contract.compare.CompareCommand;
import com.cloudcockpit.qualification.contract.http.InconclusiveException;
import com.cloudcockpit.qualification.contract.report.Report;
import com.cloudcockpit.qualification.contract.report.Reports;
import com.cloudcockpit.qualification.contract.spec.Contract;
import com.google.common.base.Strings;
import com.google.common.util.concurrent.Uninterruptibles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line interface. Most of its options are those of the builder of the checks. */
@Command(
    name = "microsoft-qualification-contract-tests",
    mixinStandardHelpOptions = true,
    subcommands = CompareCommand.class,
    versionProvider = ContractCheckCommand.Version.class,
    resourceBundle = "com.cloudcockpit.qualification.contract.cli.help",
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class ContractCheckCommand implements Callable<Integer> {

  private static final int INCONCLUSIVE = 2;
  private static final Duration LONGEST_SHUTDOWN = Duration.ofSeconds(60);

  @Mixin private final ContractChecks.Builder builder = ContractChecks.builder();

  @Option(names = "--list")
  private boolean list;

  @Option(names = "--verbose")
  private boolean verbose;

  @Option(names = "--token-url", paramLabel = "URL")
  private String tokenUrl;

  @Option(names = "--scope", paramLabel = "SCOPE")
  private String scope;

  @Spec private CommandSpec spec;

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
    var main = Thread.currentThread();
    var ended = new CountDownLatch(1);
    // lets an interrupted run restore the test data and write its report
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (ended.getCount() > 0) {
                    main.interrupt();
                  }
                  Uninterruptibles.awaitUninterruptibly(ended, LONGEST_SHUTDOWN);
                }));
    int exitCode = commandLine(System.getenv()).execute(args);
    ended.countDown();
    System.exit(exitCode);
  }

  /** {@return the command line with the given environment variables} */
  static CommandLine commandLine(Map<String, String> environment) {
    return new CommandLine(new ContractCheckCommand(environment))
        .setParameterExceptionHandler(
            (e, args) -> {
              var message =
                  e.getMessage().replaceFirst("is not a (long|double)$", "is not a number");
              e.getCommandLine().getErr().println(message);
              e.getCommandLine().getErr().println("Try '--help' for more information.");
              return inconclusive(message, List.of(args));
            })
        .setExecutionExceptionHandler(
            (e, command, result) -> {
              boolean explained =
                  e instanceof InconclusiveException || e instanceof UnsupportedOperationException;
              var message = explained ? e.getMessage() : "Unexpected error: " + e;
              command.getErr().println(message);
              return inconclusive(message, result.originalArgs());
            });
  }

  /** Replaces the report of an earlier run even if the options are invalid. */
  private static int inconclusive(String message, List<String> args) {
    var option = Pattern.compile("(?m)^--report[=\n]([^-\\s].*)").matcher(String.join("\n", args));
    try {
      if (option.find()) {
        Reports.prepare(Path.of(option.group(1)));
        Reports.write(Path.of(option.group(1)), Report.inconclusive(message));
      }
    } catch (InconclusiveException e) {
      // the directory is not writable, as the message may say
    }
    return INCONCLUSIVE;
  }

  @Override
  public Integer call() {
    ContractChecks checks;
    try {
      checks = list ? builder.baseUri("http://localhost").mock(true).build() : checks();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
    var out = spec.commandLine().getOut();
    if (list) {
      out.println("| rule | meaning | part of the contract | severity |");
      out.println("| --- | --- | --- | --- |");
      for (var rule : checks.rules()) {
        var severity = rule.severity().name().toLowerCase(Locale.ROOT);
        out.printf(
            "| `%s` | %s | %s | %s |%n", rule.name(), rule.sentence(), rule.source(), severity);
      }
      return 0;
    }
    var clear = System.console() == null ? "" : "\r\u001b[K";
    var report =
        checks.run(
            rule -> {
              if (!clear.isEmpty()) {
                out.print(clear + rule);
                out.flush();
              }
            });
    out.print(clear + Reports.console(report, verbose));
    Path directory = value("--report");
    if (directory != null) {
      out.println("The report is in %s.".formatted(directory.resolve("report.html")));
    }
    out.flush();
    return report.exitCode();
  }

  private ContractChecks checks() {
    builder.expiredToken(environment("CONTRACT_TOKEN_EXPIRED"));
    builder.tokenWithoutRole(environment("CONTRACT_TOKEN_WITHOUT_ROLE"));
    var token = environment("CONTRACT_TOKEN");
    boolean mock = value("--mock");
    if (mock || token != null) {
      return builder.token(token).build();
    }
    var clientId = environment("CONTRACT_CLIENT_ID");
    var clientSecret = environment("CONTRACT_CLIENT_SECRET");
    checkArgument(
        clientId != null || clientSecret != null,
        """
        Set the environment variable CONTRACT_TOKEN, or CONTRACT_CLIENT_ID and \
        CONTRACT_CLIENT_SECRET, or test the mock with --mock.""");
    checkArgument(
        clientId != null && clientSecret != null,
        "CONTRACT_CLIENT_%s is not set: client credentials require an ID and a secret.",
        clientId == null ? "ID" : "SECRET");
    // rejects invalid options before it requests a token
    builder.token("unused").build();
    var flow = Contract.published().clientCredentials();
    var url = tokenUrl == null ? flow.getTokenUrl() : tokenUrl;
    var scopes = scope == null ? String.join(" ", flow.getScopes().keySet()) : scope;
    var request =
        new TokenRequest(
            Urls.parse("--token-url", url, value("--allow-plain-http")),
            scopes,
            Duration.ofSeconds(value("--timeout")));
    return builder.token(request.send(clientId, clientSecret)).build();
  }

  private <T> T value(String option) {
    return spec.findOption(option).getValue();
  }

  /** {@return the value of an environment variable, or null} */
  private String environment(String name) {
    return Strings.emptyToNull(environment.getOrDefault(name, "").strip());
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
