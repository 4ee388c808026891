package com.cloudcockpit.qualification.mock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The directory {@code mock} of this repository, for the Node.js on the {@code PATH}. */
record NodePackage(Path directory) {

  NodePackage {
    // a process cannot start in "", which is a valid path
    directory = directory.toAbsolutePath();
  }

  /**
   * Installs the packages in the lock file, unless they are already installed. Threads and
   * processes wait for each other, because npm fails if it runs twice in a directory.
   *
   * @throws MockException if Node.js is missing or too old, or npm fails
   */
  void install() throws IOException, InterruptedException {
    // a lock on a file protects from other processes only
    synchronized (NodePackage.class) {
      var target = Files.createDirectories(directory.resolve("target"));
      try (var channel = FileChannel.open(target.resolve("npm.lock"), CREATE, WRITE)) {
        channel.lock();
        var process = start(node(List.of("install.cjs", ".")).redirectErrorStream(true));
        var problem = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        if (process.waitFor() != 0) {
          throw new MockException(problem);
        }
      }
    }
  }

  /** {@return a command that runs node in this directory} */
  ProcessBuilder node(List<String> arguments) {
    var command = new ArrayList<>(List.of("node"));
    command.addAll(arguments);
    return new ProcessBuilder(command).directory(directory.toFile());
  }

  /** Starts a Node.js process. */
  static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new MockException(
          "Node.js or npm was not found: install both from https://nodejs.org and try again.", e);
    }
  }
}
