package com.cloudcockpit.qualification.contract.compare;

import com.cloudcockpit.qualification.contract.compare.Comparison.Difference;
import com.cloudcockpit.qualification.contract.compare.Comparison.Verdict;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The subcommand that tells what changed between two OpenAPI documents, and whom that breaks. */
@Command(
    name = "compare",
    description = "Tells what changed between two OpenAPI 3 documents, and whom that breaks.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing breaks, or the major version rises",
      "1:something breaks, or needs a person's judgement",
      "2:no verdict was possible; one sentence says why"
    },
    exitCodeOnExecutionException = 2,
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true)
public final class CompareCommand implements Callable<Integer> {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Parameters(
      index = "0",
      paramLabel = "OLD",
      description = "A file, an http(s) URL or a Git revision.")
  private String old;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NEW",
      description = "The same (default: the contract that this program comes with).")
  private String current;

  @Option(
      names = "--accept",
      paramLabel = "LINE",
      description =
          "A line that needs judgement, or how it begins, that breaks nobody. Repeatable.")
  private List<String> accepted = List.of();

  @Spec private CommandSpec spec;

  /** Where Git runs; null for the current folder. */
  File folder;

  /**
   * Runs the subcommand alone and ends the JVM with its exit code.
   *
   * @param args what follows {@code compare}
   */
  public static void main(String... args) {
    System.exit(new CommandLine(new CompareCommand()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      var was = document(old);
      var is = document(current);
      spec.commandLine().getOut().printf("Old: %s%nNew: %s%n", title(old, was), title(current, is));
      boolean majorRises = major(was) >= 0 && major(is) > major(was);
      return judge(Comparison.between(was, is), majorRises);
    } catch (IllegalArgumentException | IOException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 2;
    }
  }

  private int judge(List<Difference> differences, boolean majorRises) {
    Predicate<Difference> callers = has(Verdict.BREAKS_CALLERS);
    Predicate<Difference> deployments = has(Verdict.BREAKS_DEPLOYMENTS);
    Predicate<Difference> settled =
        d -> accepted.stream().anyMatch(a -> !a.isBlank() && d.text().startsWith(a));
    Predicate<Difference> open = has(Verdict.NEEDS_JUDGEMENT).and(settled.negate());
    print("Breaks callers written for the old version", differences, callers);
    print("Breaks deployments of the old version", differences, deployments);
    print("Needs a person's judgement", differences, open);
    print("Accepted", differences, has(Verdict.NEEDS_JUDGEMENT).and(settled));
    print("Breaks nobody", differences, d -> d.verdicts().isEmpty());
    boolean breaks = differences.stream().anyMatch(callers.or(deployments));
    boolean fails = breaks || differences.stream().anyMatch(open);
    var verdict =
        !fails
            ? "Nothing breaks."
            : majorRises
                ? "The major version rises, so it may break."
                : breaks
                    ? "Raise the major version in info.version, or undo what breaks."
                    : "If that breaks nobody, repeat the command with --accept='LINE' for each line.";
    spec.commandLine().getOut().printf("%n%s%n", verdict);
    return fails && !majorRises ? 1 : 0;
  }

  private static Predicate<Difference> has(Verdict verdict) {
    return difference -> difference.verdicts().contains(verdict);
  }

  private void print(String title, List<Difference> differences, Predicate<Difference> which) {
    var lines = differences.stream().filter(which).map("  - %s%n"::formatted).toList();
    if (!lines.isEmpty()) {
      spec.commandLine().getOut().printf("%n%s:%n%s", title, String.join("", lines));
    }
  }

  private JsonNode document(String source) throws IOException, InterruptedException {
    var text = new String(source == null ? contract() : read(source), StandardCharsets.UTF_8);
    var problem = "it is not an OpenAPI 3 document in YAML or JSON";
    try {
      var document = new YAMLMapper().readTree(text);
      if (document.path("openapi").asText().startsWith("3.")) {
        Specification.normalised(document);
        return document;
      }
    } catch (IllegalArgumentException e) {
      problem = e.getMessage();
    } catch (IOException | ClassCastException e) {
      // not a document
    }
    throw new IllegalArgumentException("Can't compare %s: %s.".formatted(name(source), problem));
  }

  private static byte[] contract() throws IOException {
    try (var stream =
        CompareCommand.class.getResourceAsStream(
            "/com/cloudcockpit/qualification/openapi/openapi.yaml")) {
      return stream.readAllBytes();
    }
  }

  private byte[] read(String source) throws IOException, InterruptedException {
    var problem = "it is not a file, a URL or a Git revision with openapi/openapi.yaml";
    try {
      if (new File(source).isFile()) {
        return Files.readAllBytes(new File(source).toPath());
      }
      if (source.matches("(?i)https?://.*")) {
        var client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
        var request = HttpRequest.newBuilder(URI.create(source)).timeout(TIMEOUT).build();
        var response = client.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() == 200) {
          return response.body();
        }
        problem = "the response has status " + response.statusCode();
      } else {
        var git = new ProcessBuilder("git", "show", source + ":openapi/openapi.yaml");
        var process = git.directory(folder).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        var text = process.getInputStream().readAllBytes();
        if (process.waitFor() == 0) {
          return text;
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      problem =
          source.contains("://")
              ? "the URL can't be read (" + e.getClass().getSimpleName() + ")"
              : problem;
    }
    throw new IllegalArgumentException("Can't compare %s: %s.".formatted(name(source), problem));
  }

  private static String title(String source, JsonNode document) {
    return name(source) + ", version " + document.at("/info/version").asText("unknown");
  }

  /** What messages call a document; credentials in a URL stay secret. */
  private static String name(String source) {
    return source == null
        ? "this contract"
        : source.replaceAll("(?<=://)[^/]*@|(?<=://.{1,999})[?#].*", "");
  }

  private static int major(JsonNode document) {
    var number = document.at("/info/version").asText().replaceFirst("^v?(\\d{1,9})\\..*", "$1");
    return number.matches("\\d{1,9}") ? Integer.parseInt(number) : -1;
  }
}
