package com.cloudcockpit.qualification.contract.compare;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** The subcommand that compares two OpenAPI documents. */
@CommandLine.Command(
    name = "compare",
    resourceBundle = "com.cloudcockpit.qualification.contract.compare.help")
public final class CompareCommand implements Callable<Integer> {

  @CommandLine.Parameters(index = "0", paramLabel = "OLD")
  private String old;

  @CommandLine.Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NEW",
      defaultValue = Specification.CONTRACT)
  private String current;

  @CommandLine.Option(names = "--accept", paramLabel = "LINE")
  private List<String> accepted = List.of();

  @CommandLine.Option(names = "--help", usageHelp = true)
  private boolean help;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() {
    var was = new Specification("OLD", old);
    var is = new Specification("NEW", current);
    var differences = new Comparison(was, is).differences(accepted);
    var out = spec.commandLine().getOut();
    out.printf("%s: version %s%n%s: version %s%n", was.name, was.version, is.name, is.version);
    differences.forEach(
        (effect, lines) ->
            out.printf("%n%s:%n  - %s%n", effect, String.join("%n  - ".formatted(), lines)));
    var worst = differences.isEmpty() ? "Compatible" : differences.firstKey();
    boolean breaks = worst.matches("Breaks.*|Needs review");
    boolean majorRises = major(was) >= 0 && major(is) > major(was);
    boolean isMinor = differences.containsKey("New") && is.version.equals(was.version);
    var breaking = majorRises ? "Major" : worst;
    var compatible = isMinor ? "New" : "Compatible";
    out.printf("%n%s%n", spec.resourceBundle().getString(breaks ? breaking : compatible));
    return breaks && !majorRises ? 1 : 0;
  }

  private static int major(Specification specification) {
    var number = specification.version.replaceFirst("^v?(\\d{1,9})\\..*", "$1");
    return number.matches("\\d{1,9}") ? Integer.parseInt(number) : -1;
  }
}
