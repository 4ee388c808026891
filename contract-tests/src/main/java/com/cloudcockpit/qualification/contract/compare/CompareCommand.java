package com.cloudcockpit.qualification.contract.compare;

import com.cloudcockpit.qualification.contract.compare.Comparison.Difference;
import com.cloudcockpit.qualification.contract.compare.Comparison.Verdict;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
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
    footer = {
      "%nExit codes:",
      "  0  nothing breaks, or the major version rises",
      "  1  something breaks, or needs review",
      "  2  no verdict was possible; one sentence says why"
    },
    exitCodeOnExecutionException = 2,
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true)
public final class CompareCommand implements Callable<Integer> {

  private static final String CONTRACT = "this contract";
  private static final String RESOURCE = "/com/cloudcockpit/qualification/openapi/openapi.yaml";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Parameters(index = "0", paramLabel = "OLD", description = "A file, URL or Git revision.")
  private String old;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NEW",
      defaultValue = CONTRACT,
      description = "The same (default: the contract that this program comes with).")
  private String current;

  @Option(
      names = "--accept",
      paramLabel = "LINE",
      description = "A line that needs review but breaks nobody, or its beginning. Repeatable.")
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
      var versions = "Old: %s, version %s%nNew: %s, version %s%n";
      var out = spec.commandLine().getOut();
      out.printf(versions, name(old), version(was), name(current), version(is));
      boolean majorRises = major(was) >= 0 && major(is) > major(was);
      return judge(Comparison.between(was, is), majorRises);
    } catch (IOException e) {
      spec.commandLine().getErr().printf("No verdict: %s.%n", e.getMessage());
      return 2;
    }
  }

  private int judge(List<Difference> differences, boolean majorRises) {
    Predicate<Difference> settled =
        d -> accepted.stream().anyMatch(line -> !line.isBlank() && d.text().startsWith(line));
    var unclear = has(Verdict.NEEDS_REVIEW);
    boolean breaks = print("Breaks existing callers", differences, has(Verdict.BREAKS_CALLERS));
    breaks |= print("Breaks existing deployments", differences, has(Verdict.BREAKS_DEPLOYMENTS));
    boolean open = print("Needs review", differences, unclear.and(settled.negate()));
    print("Accepted", differences, unclear.and(settled));
    print("Compatible", differences, d -> d.verdicts().isEmpty());
    var verdict = "Nothing breaks.";
    if (majorRises && (breaks || open)) {
      verdict = "The major version rises, so it may break.";
    } else if (breaks) {
      verdict = "Raise the major version in info.version, or undo what breaks.";
    } else if (open) {
      verdict = "If that breaks nobody, repeat the command with --accept='LINE' for each line.";
    }
    spec.commandLine().getOut().printf("%n%s%n", verdict);
    return (breaks || open) && !majorRises ? 1 : 0;
  }

  private static Predicate<Difference> has(Verdict verdict) {
    return difference -> difference.verdicts().contains(verdict);
  }

  /** Prints the differences of a section, and says whether there are any. */
  private boolean print(String title, List<Difference> all, Predicate<Difference> section) {
    var lines = all.stream().filter(section).map(d -> "  - %s%n".formatted(d.text())).toList();
    if (!lines.isEmpty()) {
      spec.commandLine().getOut().printf("%n%s:%n%s", title, String.join("", lines));
    }
    return !lines.isEmpty();
  }

  private JsonNode document(String source) throws IOException, InterruptedException {
    try {
      var contract = CompareCommand.class.getResourceAsStream(RESOURCE);
      var yaml = new YAMLMapper();
      var document =
          source.equals(CONTRACT) ? yaml.readTree(contract) : yaml.readTree(read(source));
      if (document.path("openapi").asText().startsWith("3.")) {
        Comparison.between(document, document);
        return document;
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(name(source) + " " + e.getMessage());
    } catch (JsonProcessingException | ClassCastException e) {
      // not a document
    }
    throw new IOException(name(source) + " is not an OpenAPI 3 document in YAML or JSON");
  }

  private byte[] read(String source) throws IOException, InterruptedException {
    if (new File(source).isFile()) {
      return Files.readAllBytes(Path.of(source));
    }
    if (source.matches("(?i)https?://.*")) {
      return download(source);
    }
    var git = new ProcessBuilder("git", "show", source + ":openapi/openapi.yaml");
    var process = git.directory(folder).redirectError(Redirect.DISCARD).start();
    var text = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IOException(
          source + " is not a file, a URL or a Git revision with openapi/openapi.yaml");
    }
    return text;
  }

  private static byte[] download(String url) throws IOException, InterruptedException {
    var problem = "can't be reached";
    try {
      var client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
      var request = HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build();
      var response = client.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() == 200) {
        return response.body();
      }
      problem = "answered with status " + response.statusCode();
    } catch (IOException | IllegalArgumentException e) {
      problem += " (" + e.getClass().getSimpleName() + ")"; // its message may show credentials
    }
    throw new IOException(name(url) + " " + problem);
  }

  /** What messages call a document; credentials in a URL stay secret. */
  private static String name(String source) {
    return source.replaceAll("(?<=://)[^/]*@|(?<=://.{1,999})[?#].*", "");
  }

  private static String version(JsonNode document) {
    return document.at("/info/version").asText("unknown");
  }

  private static int major(JsonNode document) {
    var number = version(document).replaceFirst("^v?(\\d{1,9})\\..*", "$1");
    return number.matches("\\d{1,9}") ? Integer.parseInt(number) : -1;
  }
}
