package com.cloudcockpit.qualification.mock;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A directory with a {@code package.json} and a lock file, for the Node.js on the {@code PATH}. */
record NodePackage(Path directory) {

  NodePackage {
    // a process cannot start in "", which is a valid path
    directory = directory.toAbsolutePath();
  }

  private static final Pattern MINIMUM_NODE = Pattern.compile("\"node\"\\s*:\\s*\">=([\\d.]+)\"");
  private static final Pattern NODE_VERSION = Pattern.compile("v([\\d.]+).*", Pattern.DOTALL);

  /**
   * Installs the packages in the lock file, unless they are already installed.
   *
   * @param output where npm's output goes
   * @throws MockException if Node.js is missing or too old, or npm fails
   */
  void install(ProcessBuilder.Redirect output) throws IOException, InterruptedException {
    requireNode();
    // npm writes this copy of the lock file last, once everything is in place
    var lock = directory.resolve("package-lock.json");
    var installed = directory.resolve("node_modules/.package-lock.json");
    if (Files.exists(installed)
        && Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(lock)) >= 0) {
      return;
    }
    boolean windows = File.separatorChar == '\\';
    var npm =
        command(windows ? "npm.cmd" : "npm", "ci").redirectErrorStream(true).redirectOutput(output);
    int exitCode = start(npm).waitFor();
    if (exitCode != 0) {
      throw new MockException(
          "npm failed to install the packages in %s: check its output and try again."
              .formatted(directory.resolve("package.json")));
    }
  }

  /** {@return a command that runs node in this directory} */
  ProcessBuilder node(List<String> arguments) {
    var command = new ArrayList<>(List.of("node"));
    command.addAll(arguments);
    return command(command.toArray(String[]::new));
  }

  private void requireNode() throws IOException, InterruptedException {
    var minimum = MINIMUM_NODE.matcher(Files.readString(directory.resolve("package.json")));
    if (!minimum.find()) {
      throw new IllegalStateException(
          "package.json does not specify a minimum version of node under engines.");
    }
    var process = start(node(List.of("--version")).redirectErrorStream(true));
    var printed = new String(process.getInputStream().readAllBytes());
    process.waitFor();
    var version = NODE_VERSION.matcher(printed);
    if (!version.matches() || compareVersions(version.group(1), minimum.group(1)) < 0) {
      throw new MockException(
          "Node.js %s is too old: install %s or newer from https://nodejs.org and try again."
              .formatted(printed.strip(), minimum.group(1)));
    }
  }

  /** Starts a Node.js or npm process. */
  static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new MockException(
          "Node.js or npm was not found: install both from https://nodejs.org and try again.", e);
    }
  }

  private ProcessBuilder command(String... command) {
    return new ProcessBuilder(command).directory(directory.toFile());
  }

  private static int compareVersions(String left, String right) {
    return Version.parse(left).compareTo(Version.parse(right));
  }
}
