package com.cloudcockpit.qualification.contract.cli;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNullElse;

import com.cloudcockpit.qualification.contract.ContractChecks;
import com.cloudcockpit.qualification.contract.compare.CompareCommand;
import com.cloudcockpit.qualification.contract.http.InconclusiveException;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.http.Target;
import com.cloudcockpit.qualification.contract.http.Transport;
import com.cloudcockpit.qualification.contract.report.Report;
import com.cloudcockpit.qualification.contract.spec.Contract;
import com.google.common.base.Strings;
import com.google.common.net.UrlEscapers;
import com.google.common.util.concurrent.Uninterruptibles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
    resourceBundle = "com.cloudcockpit.qualification.contract.cli.help",
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class ContractCheckCommand implements Callable<Integer> {

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
    // lets an interrupted run restore the test data and write its report
    Runnable interruption =
        () -> {
          main.interrupt();
          Uninterruptibles.joinUninterruptibly(main, LONGEST_SHUTDOWN);
        };
    Runtime.getRuntime().addShutdownHook(new Thread(interruption));
    // exit would wait for the hook
    Runtime.getRuntime().halt(commandLine(System.getenv()).execute(args));
  }

  /** {@return the command line with the given environment variables} */
  public static CommandLine commandLine(Map<String, String> environment) {
    var command = new CommandLine(new ContractCheckCommand(environment));
    var version = ContractCheckCommand.class.getPackage().getImplementationVersion();
    var contract = Contract.published().info("version");
    command.getCommandSpec().version("%s, contract %s".formatted(version, contract));
    return command
        .setUseSimplifiedAtFiles(true)
        .setParameterExceptionHandler((e, args) -> failed(e.getCommandLine(), e, List.of(args)))
        .setExecutionExceptionHandler((e, one, result) -> failed(one, e, result.originalArgs()));
  }

  /** Replaces the report of an earlier run even if the options are invalid. */
  private static int failed(CommandLine command, Exception e, List<String> args) {
    boolean invalid = e instanceof ParameterException;
    boolean explained = invalid || e instanceof InconclusiveException;
    var message =
        explained
            ? e.getMessage().replaceFirst("is not a (long|double)$", "is not a number")
            : "Unexpected error: " + e;
    var hint = invalid ? "Try '--help' for more information.%n" : "";
    command.getErr().printf("%s%n" + hint, message);
    var option = Pattern.compile("(?m)^--report[=\n]([^-\\s].*)").matcher(String.join("\n", args));
    try {
      if (option.find()) {
        Report.inconclusive(message).write(Path.of(option.group(1)));
      }
    } catch (InconclusiveException unwritable) {
      // the directory is not writable, as the message may say
    }
    return 2;
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
      var row = "| %s | %s | %s | %s |%n";
      out.printf(row, "rule", "meaning", "part of the contract", "severity");
      out.printf(row, "---", "---", "---", "---");
      for (var rule : checks.rules()) {
        out.printf(row, "`" + rule.name() + "`", rule.sentence(), rule.source(), rule.severity());
      }
      return 0;
    }
    var clear = System.console() == null ? "" : "\r\u001b[K";
    var report =
        clear.isEmpty() ? checks.run() : checks.run(rule -> out.printf("%s%s", clear, rule));
    out.printf("%s%s", clear, report.console(verbose));
    Path directory = value("--report");
    if (directory != null) {
      out.printf("The report is in %s.%n", directory.resolve("report.html"));
    }
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
    checkArgument(
        environment("CONTRACT_CLIENT_ID") != null && environment("CONTRACT_CLIENT_SECRET") != null,
        "Set CONTRACT_TOKEN, or CONTRACT_CLIENT_ID and CONTRACT_CLIENT_SECRET, or pass --mock.");
    // rejects invalid options before it requests a token
    builder.token("unused").build();
    return builder.token(requestToken()).build();
  }

  /** {@return a token, requested with the OAuth 2.0 client credentials grant} */
  private String requestToken() {
    var flow = Contract.published().clientCredentials();
    var text = requireNonNullElse(tokenUrl, flow.getTokenUrl());
    var url = Transport.url("--token-url", text, value("--allow-plain-http"));
    var scopes = requireNonNullElse(scope, String.join(" ", flow.getScopes().keySet()));
    var secret = environment("CONTRACT_CLIENT_SECRET");
    var escaper = UrlEscapers.urlFormParameterEscaper();
    var form =
        "grant_type=client_credentials&client_id=%s&client_secret=%s&scope=%s"
            .formatted(
                escaper.escape(environment("CONTRACT_CLIENT_ID")),
                escaper.escape(secret),
                escaper.escape(scopes));
    var request =
        Request.of("POST", "", form)
            .withHeader("Content-Type", "application/x-www-form-urlencoded");
    var transport = new Transport(Duration.ofSeconds(value("--timeout")));
    var secrets = Map.of("CONTRACT_CLIENT_SECRET", secret);
    var target = new Target(url, secrets, Double.POSITIVE_INFINITY, transport::send);
    var response = target.send(request).response();
    var token = response.json().map(json -> json.path("access_token").asText("")).orElse("");
    if (response.status() == 200 && !token.isEmpty()) {
      return token;
    }
    throw new InconclusiveException(
        "Cannot get an access_token from %s (%s%s): check --token-url, --scope and the credentials."
            .formatted(url, response.summary(), response.isSuccess() ? "" : response.quote()));
  }

  private <T> T value(String option) {
    return spec.findOption(option).getValue();
  }

  /** {@return the value of an environment variable, or null} */
  private String environment(String name) {
    return Strings.emptyToNull(environment.getOrDefault(name, "").strip());
  }
}
