package com.cloudcockpit.qualification.contract.cli;

import com.cloudcockpit.qualification.contract.ContractChecks;
import com.cloudcockpit.qualification.contract.Urls;
import com.cloudcockpit.qualification.contract.cases.Rule;
import com.cloudcockpit.qualification.contract.compare.CompareCommand;
import com.cloudcockpit.qualification.contract.http.InconclusiveException;
import com.cloudcockpit.qualification.contract.report.Report;
import com.cloudcockpit.qualification.contract.report.Reports;
import com.cloudcockpit.qualification.contract.spec.Contract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
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
    mixinStandardHelpOptions = true,
    subcommands = CompareCommand.class,
    versionProvider = ContractCheckCommand.Version.class,
    resourceBundle = "com.cloudcockpit.qualification.contract.cli.help",
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class ContractCheckCommand implements Callable<Integer> {

  private static final int INCONCLUSIVE = 2;
  private static final long LONGEST_SHUTDOWN_SECONDS = 60;

  @Option(names = "--base-url", paramLabel = "URL")
  String baseUrl;

  @Option(names = "--tenant", paramLabel = "DOMAIN")
  String tenant;

  @Option(names = "--set", paramLabel = "NAME=VALUE")
  Map<String, String> values = new LinkedHashMap<>();

  @Option(names = "--mock")
  boolean mock;

  @Option(names = "--list")
  boolean list;

  @Option(names = "--only", paramLabel = "RULES", split = ",")
  List<String> only = List.of();

  @Option(names = "--skip", paramLabel = "RULES", split = ",")
  List<String> skip = List.of();

  @Option(names = "--known-deviations", paramLabel = "FILE")
  Path knownDeviations;

  @Option(names = "--report", paramLabel = "DIR")
  Path report;

  @Option(names = "--verbose")
  boolean verbose;

  @Option(names = "--rate", paramLabel = "N")
  Double rate;

  @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "30")
  int timeout;

  @Option(names = "--token-url", paramLabel = "URL")
  String tokenUrl;

  @Option(names = "--scope", paramLabel = "SCOPE")
  String scope;

  @Option(names = "--allow-plain-http")
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
                  try {
                    ended.await(LONGEST_SHUTDOWN_SECONDS, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
    int exitCode = commandLine(System.getenv()).execute(args);
    ended.countDown();
    System.exit(exitCode);
  }

  /** {@return the command line with the given environment variables} */
  static CommandLine commandLine(Map<String, String> environment) {
    return new CommandLine(new ContractCheckCommand(environment))
        .registerConverter(Integer.class, text -> number(text, Integer::valueOf))
        .registerConverter(int.class, text -> number(text, Integer::valueOf))
        .registerConverter(Double.class, text -> number(text, Double::valueOf))
        .setParameterExceptionHandler(
            (e, args) -> {
              reportInvalidOptions(e.getMessage(), args);
              e.getCommandLine().getErr().println(e.getMessage());
              e.getCommandLine().getErr().println("Try '--help' for more information.");
              return INCONCLUSIVE;
            })
        .setExecutionExceptionHandler(
            (e, command, result) -> {
              boolean explained =
                  e instanceof InconclusiveException || e instanceof UnsupportedOperationException;
              command.getErr().println(explained ? e.getMessage() : "Unexpected error: " + e);
              return INCONCLUSIVE;
            });
  }

  private static <N> N number(String text, Function<String, N> parser) {
    try {
      return parser.apply(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'%s' is not a number.".formatted(text));
    }
  }

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    if (list) {
      out.println("| rule | meaning | part of the contract | severity |");
      out.println("| --- | --- | --- | --- |");
      var checks = builder().baseUri("http://localhost").mock(true);
      build(checks.tenant(null)).rules().stream()
          .map(ContractCheckCommand::row)
          .forEach(out::println);
      return 0;
    }
    try {
      var checks = checks();
      boolean terminal = System.console() != null;
      var found =
          checks.run(
              rule -> {
                if (terminal) {
                  out.printf("\r\u001b[K%s", rule);
                  out.flush();
                }
              });
      out.print(terminal ? "\r\u001b[K" : "");
      out.print(Reports.console(found, verbose));
      if (report != null) {
        out.println("The report is in %s.".formatted(report.resolve("report.html")));
      }
      out.flush();
      return found.exitCode();
    } catch (InconclusiveException e) {
      if (report != null) {
        reportInconclusive(report, e.getMessage());
      }
      throw e;
    }
  }

  private static String row(Rule rule) {
    return "| `%s` | %s | %s | %s |"
        .formatted(
            rule.name(),
            rule.sentence(),
            rule.source(),
            rule.severity().name().toLowerCase(Locale.ROOT));
  }

  private ContractChecks checks() {
    var builder = builder().tenant(tenant).timeout(Duration.ofSeconds(timeout));
    try {
      if (baseUrl != null) {
        builder.baseUri(baseUrl);
      }
      if (rate != null) {
        builder.rate(rate);
      }
      builder.mock(mock).reports(report);
      values.forEach(builder::set);
      optional("CONTRACT_TOKEN_WITHOUT_ROLE", builder::tokenWithoutRole);
      optional("CONTRACT_TOKEN_EXPIRED", builder::expiredToken);
      if (!mock && baseUrl != null) {
        builder.token(token(builder));
      }
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
    return build(builder);
  }

  private ContractChecks.Builder builder() {
    var builder = ContractChecks.builder().only(only).skip(skip).knownDeviations(knownDeviations);
    return plainHttpAllowed ? builder.allowPlainHttp() : builder;
  }

  private ContractChecks build(ContractChecks.Builder builder) {
    try {
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  private void optional(String variable, Consumer<String> setter) {
    var value = environment(variable);
    if (!value.isEmpty()) {
      setter.accept(value);
    }
  }

  private String token(ContractChecks.Builder builder) {
    var token = environment("CONTRACT_TOKEN");
    var clientId = environment("CONTRACT_CLIENT_ID");
    var clientSecret = environment("CONTRACT_CLIENT_SECRET");
    if (!token.isEmpty()) {
      return token;
    }
    if (clientId.isEmpty() != clientSecret.isEmpty()) {
      throw usage(
          "CONTRACT_CLIENT_%s is not set: client credentials require an ID and a secret."
              .formatted(clientId.isEmpty() ? "ID" : "SECRET"));
    }
    if (clientId.isEmpty()) {
      throw usage(
          """
          Set the environment variable CONTRACT_TOKEN, or CONTRACT_CLIENT_ID and \
          CONTRACT_CLIENT_SECRET, or test the mock with --mock.""");
    }
    // rejects invalid options before it requests a token
    build(builder.token("unused"));
    var flow = Contract.published().clientCredentials();
    var url = Urls.parse("--token-url", tokenUrl == null ? flow.getTokenUrl() : tokenUrl);
    Urls.requireSafe("--token-url", url, plainHttpAllowed);
    var scopes = scope == null ? String.join(" ", flow.getScopes().keySet()) : scope;
    return new TokenRequest(url, scopes, Duration.ofSeconds(timeout)).send(clientId, clientSecret);
  }

  private String environment(String name) {
    return environment.getOrDefault(name, "").strip();
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  /** Replaces the report of an earlier run even if the options are invalid. */
  private static void reportInvalidOptions(String message, String... args) {
    Pattern.compile("(?m)^--report[=\n]([^-\\s].*)")
        .matcher(String.join("\n", args))
        .results()
        .forEach(option -> reportInconclusive(Path.of(option.group(1)), message));
  }

  private static void reportInconclusive(Path directory, String message) {
    Reports.prepare(directory);
    Reports.write(directory, Report.inconclusive(message));
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
