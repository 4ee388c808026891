package com.cloudcockpit.qualification.contract.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudcockpit.qualification.contract.ContractChecks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

/** The README of the contract tests is up to date. */
class ReadmeTest {

  @Test
  void listsEachOption() throws IOException {
    var options =
        ContractCheckCommand.commandLine(Map.of()).getCommandSpec().options().stream()
            .filter(option -> !option.usageHelp() && !option.versionHelp())
            .map(OptionSpec::longestName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(options, new TreeSet<>(rows("Options", "(?<=`)--[a-z-]+")));
  }

  @Test
  void listsEachEnvironmentVariable() throws IOException {
    var usage = ContractCheckCommand.commandLine(Map.of()).getUsageMessage();
    assertEquals(
        new TreeSet<>(find("(?m)(?<=^  )CONTRACT_\\w+(?= )", usage)),
        new TreeSet<>(rows("Options", "CONTRACT_\\w+")));
  }

  @Test
  void namesOnlyRulesThatExist() throws IOException {
    var rules = ContractChecks.builder().baseUri("http://localhost").mock(true).build().rules();
    assertEquals(
        List.of(),
        rows("What is checked", "(?<=\\| `)[^`]+(?=`: )").stream()
            .filter(name -> rules.stream().noneMatch(rule -> rule.matches(name)))
            .toList());
  }

  @Test
  void requestsATokenWithTheTokenUrlAndTheScopeOfTheContract() throws IOException {
    var readme = Files.readString(Path.of("README.md"));
    var specification = Files.readString(Path.of("..", "openapi", "openapi.yaml"));
    for (var pattern : List.of("(?<=tokenUrl: )\\S+", "api://[^'\\s]+(?=: )")) {
      var found = find(pattern, specification).get(0);
      assertTrue(
          readme.contains(found + " "),
          "Correct contract-tests/README.md, \"Read a finding\": the contract has " + found);
    }
  }

  /** {@return what matches a pattern in the tables of a section} */
  private static List<String> rows(String section, String pattern) throws IOException {
    var readme = Files.readString(Path.of("README.md"));
    var start = readme.indexOf("\n## %s\n".formatted(section));
    var rows = readme.substring(start, readme.indexOf("\n## ", start + 1));
    return find(pattern, String.join("\n", find("(?m)^\\|.*", rows)));
  }

  private static List<String> find(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(MatchResult::group).toList();
  }
}
