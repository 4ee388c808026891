package com.cloudcockpit.qualification.contract.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.cloudcockpit.qualification.contract.compare.Comparison.Verdict;
import com.cloudcockpit.qualification.contract.http.InconclusiveException;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.http.Transport;
import com.cloudcockpit.qualification.contract.spec.Contract;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The subcommand that compares two OpenAPI documents. */
@Command(
    name = "compare",
    description =
        """
        Lists the changes between two OpenAPI 3 documents and says which of them break callers \
        or deployments.""",
    footer = {
      "%nExit codes:",
      "  0  nothing breaks, or the major version increases",
      "  1  something breaks or needs review",
      "  2  no verdict was possible; a message states the reason"
    },
    exitCodeOnExecutionException = 2,
    usageHelpAutoWidth = true)
public final class CompareCommand implements Callable<Integer> {

  private static final String CONTRACT = "this contract";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Parameters(index = "0", paramLabel = "OLD", description = "A file, URL or Git revision.")
  private String old;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NEW",
      defaultValue = CONTRACT,
      description = "A file, URL or Git revision (default: the contract in this jar).")
  private String current;

  @Option(
      names = "--accept",
      paramLabel = "LINE",
      description =
          "A change under \"Needs review\" that breaks nobody: its line, or how it begins.")
  private List<String> accepted = List.of();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  @Spec private CommandSpec spec;

  /** The directory in which Git runs, or null for the current directory. */
  File directory;

  /**
   * Runs only this subcommand and exits the JVM with its exit code.
   *
   * @param args the arguments that follow {@code compare}
   */
  public static void main(String... args) {
    System.exit(new CommandLine(new CompareCommand()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      return report(read(old), read(current));
    } catch (InconclusiveException e) {
      spec.commandLine().getErr().println("No verdict: " + e.getMessage());
      return 2;
    }
  }

  private int report(Specification was, Specification is) {
    var out = spec.commandLine().getOut();
    out.printf("Old: %s, version %s%n", was.name(), was.version());
    out.printf("New: %s, version %s%n", is.name(), is.version());
    var differences = new Comparison(was, is, accepted).differences();
    for (var section : differences.entrySet()) {
      out.printf("%n%s:%n", section.getKey().title);
      section.getValue().forEach(line -> out.printf("  - %s%n", line));
    }
    var worst = differences.isEmpty() ? Verdict.COMPATIBLE : differences.firstKey();
    boolean breaks = worst.compareTo(Verdict.NEEDS_REVIEW) <= 0;
    boolean majorRises = major(was) >= 0 && major(is) > major(was);
    var advice = "Nothing breaks.";
    if (breaks && majorRises) {
      advice = "The major version increases, so breaking changes are allowed.";
    } else if (worst == Verdict.NEEDS_REVIEW) {
      advice = "Repeat the command with --accept='LINE' for each change that breaks nobody.";
    } else if (breaks) {
      advice = "Raise the major version in info.version, or undo the breaking changes.";
    } else if (differences.containsKey(Verdict.NEW) && is.version().equals(was.version())) {
      advice = "Nothing breaks. Raise the minor version in info.version.";
    }
    out.printf("%n%s%n", advice);
    return breaks && !majorRises ? 1 : 0;
  }

  private Specification read(String source) throws InterruptedException {
    var name = withoutSecrets(source);
    try {
      var document = new YAMLMapper().readTree(text(source, name));
      if (document.path("openapi").asText().startsWith("3.")) {
        return new Specification(name, document);
      }
    } catch (JsonProcessingException e) {
      var place = e.getLocation();
      throw new InconclusiveException(
          "%s is neither YAML nor JSON: see line %d, column %d."
              .formatted(name, place.getLineNr(), place.getColumnNr()));
    } catch (IOException | IllegalArgumentException e) {
      throw new InconclusiveException(name + " cannot be read.");
    }
    throw new InconclusiveException(name + " is not an OpenAPI 3 document in YAML or JSON.");
  }

  private String text(String source, String name) throws IOException, InterruptedException {
    if (source.equals(CONTRACT)) {
      return Contract.resource("openapi.yaml");
    }
    if (new File(source).isFile()) {
      return Files.readString(new File(source).toPath());
    }
    if (source.matches("(?i)https?://.*")) {
      var response = new Transport(TIMEOUT).send(Request.of("GET", "", null), URI.create(source));
      if (response.status() == 200) {
        return response.body();
      }
      var problem = response.fault() == null ? response.summary() : response.fault();
      throw new InconclusiveException(
          "%s cannot be read: %s.".formatted(name, withoutSecrets(problem)));
    }
    var git = new ProcessBuilder("git", "show", source + ":openapi/openapi.yaml");
    var process = git.directory(directory).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    var text = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() == 0) {
      return text;
    }
    throw new InconclusiveException(
        name + " is not a file, a URL or a Git revision that contains openapi/openapi.yaml.");
  }

  /** {@return a text in which URLs have no user information, query or fragment} */
  private static String withoutSecrets(String text) {
    return text.replaceAll("(?<=://)[^/]*@|(?<=://.{1,999})[?#].*", "");
  }

  private static int major(Specification specification) {
    var number = specification.version().replaceFirst("^v?(\\d{1,9})\\..*", "$1");
    return number.matches("\\d{1,9}") ? Integer.parseInt(number) : -1;
  }
}
