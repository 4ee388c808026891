package com.cloudcockpit.qualification.contract.compare;

import com.cloudcockpit.qualification.contract.http.InconclusiveException;
import java.io.File;
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
    resourceBundle = "com.cloudcockpit.qualification.contract.compare.help",
    exitCodeOnExecutionException = 2,
    usageHelpAutoWidth = true)
public final class CompareCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "OLD")
  private String old;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NEW",
      defaultValue = Specification.CONTRACT)
  private String current;

  @Option(names = "--accept", paramLabel = "LINE")
  private List<String> accepted = List.of();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true)
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
  public Integer call() {
    try {
      var was = new Specification("OLD", old, directory);
      return report(was, new Specification("NEW", current, directory));
    } catch (InconclusiveException e) {
      spec.commandLine().getErr().println("Inconclusive: " + e.getMessage());
      return 2;
    }
  }

  private int report(Specification was, Specification is) {
    var differences = new Comparison(was, is).differences(accepted);
    var out = spec.commandLine().getOut();
    out.printf("%s: version %s%n%s: version %s%n", was.name, was.version, is.name, is.version);
    differences.forEach(
        (effect, lines) ->
            out.printf("%n%s:%n  - %s%n", effect, String.join("%n  - ".formatted(), lines)));
    var worst = differences.isEmpty() ? "Compatible" : differences.firstKey();
    boolean breaks = worst.matches("Breaks.*|Needs review");
    boolean majorRises = major(was) >= 0 && major(is) > major(was);
    var result = "Backward compatible.";
    if (breaks && majorRises) {
      result = "The major version increases, so breaking changes are allowed.";
    } else if (worst.equals("Needs review")) {
      result =
          "Repeat the command with --accept='LINE' for each change that is backward compatible.";
    } else if (breaks) {
      result = "Raise the major version in info.version, or undo the breaking changes.";
    } else if (differences.containsKey("New") && is.version.equals(was.version)) {
      result = "Backward compatible. Raise the minor version in info.version.";
    }
    out.printf("%n%s%n", result);
    return breaks && !majorRises ? 1 : 0;
  }

  private static int major(Specification specification) {
    var number = specification.version.replaceFirst("^v?(\\d{1,9})\\..*", "$1");
    return number.matches("\\d{1,9}") ? Integer.parseInt(number) : -1;
  }
}
