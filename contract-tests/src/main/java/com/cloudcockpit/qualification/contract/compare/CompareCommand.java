package com.cloudcockpit.qualification.contract.compare;

import com.cloudcockpit.qualification.contract.http.InconclusiveException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** The subcommand that compares two OpenAPI documents. */
@CommandLine.Command(
    name = "compare",
    resourceBundle = "com.cloudcockpit.qualification.contract.compare.help")
public final class CompareCommand implements Callable<Integer> {

  static final String CONTRACT = "this contract";

  @CommandLine.Parameters(index = "0", paramLabel = "OLD")
  private String old;

  @CommandLine.Parameters(index = "1", arity = "0..1", paramLabel = "NEW", defaultValue = CONTRACT)
  private String current;

  @CommandLine.Option(names = "--accept", paramLabel = "LINE")
  private List<String> accepted = List.of();

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() {
    try {
      return report(new Specification("OLD", old), new Specification("NEW", current));
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
    var result = differences.isEmpty() ? "Compatible" : differences.firstKey();
    boolean breaks = result.matches("Breaks.*|Needs review");
    boolean majorRises = major(was) >= 0 && major(is) > major(was);
    if (breaks && majorRises) {
      result = "Major";
    } else if (!breaks) {
      boolean isSame = is.version.equals(was.version);
      result = differences.containsKey("New") && isSame ? "New" : "Compatible";
    }
    out.printf("%n%s%n", spec.resourceBundle().getString(result));
    return breaks && !majorRises ? 1 : 0;
  }

  private static int major(Specification specification) {
    var number = specification.version.replaceFirst("^v?(\\d{1,9})\\..*", "$1");
    return number.matches("\\d{1,9}") ? Integer.parseInt(number) : -1;
  }
}
