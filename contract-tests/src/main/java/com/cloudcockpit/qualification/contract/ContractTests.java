package com.cloudcockpit.qualification.contract;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
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

/** The program: holds a deployment to the contract. */
@Command(
    name = "microsoft-qualification-contract-tests",
    description = {
      "Holds a deployment of the API to the contract, and says of each rule whether it is kept.",
      "Nothing that can change a customer is sent unless --customer-id, --provider-instance-id and --qualification name"
          + " one that may be changed.%n",
    },
    footerHeading = "%nEnvironment:%n",
    footer = {
      "  CONTRACT_TOKEN           an access token, or instead of it",
      "  CONTRACT_CLIENT_ID       and",
      "  CONTRACT_CLIENT_SECRET   credentials to get one with",
      "",
      "Exit codes:",
      "  0  the contract is kept",
      "  1  it is broken",
      "  2  that can't be said: wrong usage, the target can't be reached, or it refuses the token",
    },
    mixinStandardHelpOptions = true,
    versionProvider = ContractTests.Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class ContractTests implements Callable<Integer> {

  static final int BROKEN = 1;
  static final int NOT_JUDGED = 2;

  private static final int LONGEST_TIMEOUT = 3600;
  private static final String MOCK_TOKEN = "eyJ0eXAiO...";

  @Option(
      names = "--base-url",
      required = true,
      paramLabel = "URL",
      description = "Where the API is: https://host, with or without a path before the contract's.")
  URI baseUrl;

  @Option(
      names = "--tenant",
      paramLabel = "DOMAIN",
      description = "The X-Tenant to send; required but for the mock.")
  String tenant;

  @Option(
      names = "--customer-id",
      paramLabel = "UUID",
      description = "A customer that may be changed.")
  UUID customerId;

  @Option(
      names = "--provider-instance-id",
      paramLabel = "ID",
      description = "The provider instance for that.")
  String providerInstanceId;

  @Option(
      names = "--qualification",
      paramLabel = "JSON",
      description = "The qualification for that, a JSON object.")
  String qualification;

  @Option(
      names = "--mock",
      description =
          "The target is the Prism mock: errors are asked for, and compared with the documentation page's.")
  boolean mock;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Write report.html and junit.xml there.")
  Path report;

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
  URI tokenUrl = URI.create(Contract.clientCredentials().getTokenUrl());

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = "What the token is for (default: the contract's).")
  String scope = String.join(" ", Contract.clientCredentials().getScopes().keySet());

  @Option(
      names = "--allow-plain-http",
      description = "Send the token over plain http to another machine.")
  boolean plainHttpAllowed;

  @Spec CommandSpec spec;

  private final Map<String, String> environment;

  ContractTests(Map<String, String> environment) {
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
    return new CommandLine(new ContractTests(environment))
        .registerConverter(URI.class, ContractTests::uri)
        .setParameterExceptionHandler(
            (e, args) -> {
              e.getCommandLine().getErr().println(e.getMessage());
              e.getCommandLine().getErr().println("Try --help.");
              return NOT_JUDGED;
            })
        .setExecutionExceptionHandler(
            (e, command, result) -> {
              command
                  .getErr()
                  .println(e instanceof NotJudgedException ? e.getMessage() : "Unexpected: " + e);
              return NOT_JUDGED;
            });
  }

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    var reports = report == null ? null : Reports.in(report);
    var settings = settings();
    out.println(
        "Contract "
            + Contract.SPECIFICATION.getInfo().getVersion()
            + ", target "
            + settings.baseUri());
    var run =
        Run.of(
            settings,
            result -> {
              out.println(Reports.text(settings, result));
              out.flush();
            });
    if (reports != null) {
      reports.write(run);
    }
    out.println(run.summary());
    return run.isKept() ? 0 : BROKEN;
  }

  /** What the options and the environment say. */
  Settings settings() {
    requireSafe(baseUrl, "--base-url");
    if (timeout < 1 || timeout > LONGEST_TIMEOUT) {
      throw usage("--timeout is " + timeout + ": give 1 to " + LONGEST_TIMEOUT + " seconds.");
    }
    if (tenant == null ? !mock : !tenant.matches("[!-~]+")) {
      throw usage(
          "Give --tenant, the domain under which the portal is reached, as in portal.example.com.");
    }
    return new Settings(
        URI.create(baseUrl.toString().replaceAll("/+$", "")),
        tenant == null ? Contract.example(Contract.parameter("X-Tenant")) : tenant,
        token(),
        customer(),
        mock,
        Duration.ofSeconds(timeout));
  }

  private Settings.Customer customer() {
    if (customerId == null && providerInstanceId == null && qualification == null) {
      var example = Contract.requestExample();
      return mock
          ? new Settings.Customer(
              UUID.fromString(Contract.example(Contract.parameter("customerId"))),
              example.get("providerInstanceId").asText(),
              example.get("qualification"))
          : null;
    }
    if (customerId == null
        || providerInstanceId == null
        || providerInstanceId.isBlank()
        || qualification == null) {
      throw usage(
          "Give all of --customer-id, --provider-instance-id and --qualification, or none.");
    }
    try {
      var json =
          Contract.JSON
              .reader()
              .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .readTree(qualification);
      if (json.isObject()) {
        return new Settings.Customer(customerId, providerInstanceId, json);
      }
    } catch (JsonProcessingException e) {
      // the sentence below says it
    }
    throw usage(
        "--qualification is no JSON object: give one, as in '{\"educationSegment\":\"K12\"}'.");
  }

  private String token() {
    if (mock) {
      // any will do, and a real one is not for plain http
      return MOCK_TOKEN;
    }
    var token = environment.getOrDefault("CONTRACT_TOKEN", "").strip();
    var clientId = environment.getOrDefault("CONTRACT_CLIENT_ID", "").strip();
    var clientSecret = environment.getOrDefault("CONTRACT_CLIENT_SECRET", "").strip();
    if (token.isEmpty() && !clientId.isEmpty() && !clientSecret.isEmpty()) {
      token = fetchToken(clientId, clientSecret);
    }
    if (token.isEmpty()) {
      throw usage(
          "Set CONTRACT_TOKEN in the environment, or CONTRACT_CLIENT_ID and CONTRACT_CLIENT_SECRET.");
    }
    if (!token.matches("[\\w.~+/-]+=*")) {
      throw usage(
          "CONTRACT_TOKEN is no bearer token: give the token alone, without 'Bearer' and without line breaks.");
    }
    return token;
  }

  private String fetchToken(String clientId, String clientSecret) {
    requireSafe(tokenUrl, "--token-url");
    try {
      var response =
          given()
              .config(Target.config(Duration.ofSeconds(timeout)))
              .formParam("grant_type", "client_credentials")
              .formParam("client_id", clientId)
              .formParam("client_secret", clientSecret)
              .formParam("scope", scope)
              .post(tokenUrl);
      var answer = Contract.JSON.readTree(response.asByteArray());
      var token = answer.path("access_token").asText("");
      if (response.statusCode() == 200 && !token.isEmpty()) {
        return token;
      }
      throw new NotJudgedException(
          tokenUrl
              + " refuses the client credentials with "
              + (response.statusCode()
                      + " "
                      + answer.path("error").asText("").replaceAll("\\W", ""))
                  .strip()
              + ": check CONTRACT_CLIENT_ID, CONTRACT_CLIENT_SECRET and --scope.");
    } catch (NotJudgedException e) {
      throw e;
    } catch (Exception e) {
      throw new NotJudgedException(
          tokenUrl + " gives no token (" + e.getClass().getSimpleName() + "): check --token-url.",
          e);
    }
  }

  /** The message does not repeat the text, in which a password may stand. */
  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new TypeConversionException("no URL may have what is at index " + e.getIndex() + ".");
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
              + " is plain http, which shows the token to the network: use https, or add --allow-plain-http.");
    }
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  /** The project's version, which the build puts into the jar. */
  static final class Version implements CommandLine.IVersionProvider {

    @Override
    public String[] getVersion() {
      var version = ContractTests.class.getPackage().getImplementationVersion();
      return new String[] {
        (version == null ? "unpackaged" : version)
            + ", contract "
            + Contract.SPECIFICATION.getInfo().getVersion()
      };
    }
  }
}
