package com.cloudcockpit.qualification.mock;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Prism from npm, serving {@code openapi/openapi.yaml}. Use {@link #main} from a terminal and
 * {@link #start} in this repository's tests; other projects use {@link MicrosoftQualificationMock}.
 * Prism exits with this JVM, even if the JVM is killed.
 */
public final class PrismMock implements AutoCloseable {

  /** Relative to the directory {@code mock}. */
  private static final Path SPECIFICATION = Path.of("..", "openapi", "openapi.yaml");

  private static final int START_TIMEOUT_SECONDS = 120;

  /** The exit code of a process that ended on Ctrl-C. */
  private static final int INTERRUPTED = 130;

  private static final Pattern LISTENING =
      Pattern.compile("Prism is listening on (http://[\\w.:]+)");

  /** Makes node exit when its standard input ends, as it does when this JVM exits or is killed. */
  private static final String END_WITH_PARENT =
      "--import=data:text/javascript,process.stdin.on('end',()=>process.exit()).resume()";

  private final Process process;
  private final URI baseUri;

  private PrismMock(Process process, URI baseUri) {
    this.process = process;
    this.baseUri = baseUri;
  }

  /**
   * Runs the mock and its console in the foreground, on the ports in the environment variables
   * {@code MOCK_PORT} and {@code CONSOLE_PORT}, which default to 4010 and 4080. Installs them from
   * npm first if necessary.
   *
   * @param args the path of the directory {@code mock} of this repository
   * @throws IOException if that directory cannot be read
   * @throws InterruptedException if this thread is interrupted
   */
  public static void main(String... args) throws IOException, InterruptedException {
    try {
      var node = new NodePackage(Path.of(args[0]));
      node.install();
      int mockPort = requestedPort("MOCK_PORT", 4010);
      int consolePort = requestedPort("CONSOLE_PORT", 4080);
      if (mockPort == consolePort) {
        throw new MockException(
            "MOCK_PORT and CONSOLE_PORT are both %d: set them to different ports."
                .formatted(mockPort));
      }
      requireFree("MOCK_PORT", mockPort);
      requireFree("CONSOLE_PORT", consolePort);
      var console = node.node(List.of(END_WITH_PARENT, "console/server.mjs"));
      console
          .environment()
          .putAll(
              Map.of(
                  "CONSOLE_PORT",
                  Integer.toString(consolePort),
                  "MOCK_PORT",
                  Integer.toString(mockPort)));
      var prism = NodePackage.start(inForeground(prism(node, SPECIFICATION, mockPort)));
      NodePackage.start(inForeground(console)).onExit().thenAccept(PrismMock::reportConsole);
      System.exit(prism.waitFor());
    } catch (MockException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /**
   * Starts the mock on a free port and waits until it listens. Installs Prism from npm first if
   * necessary.
   *
   * @param directory the directory {@code mock} of this repository
   * @param log the file for the output of Prism; it is overwritten
   * @return the running mock; close it to stop it
   * @throws MockException if Node.js is missing or too old, or the mock does not start
   */
  public static PrismMock start(Path directory, Path log) {
    return start(directory, SPECIFICATION, log, Map.of());
  }

  /** Starts a mock of another specification, with additional environment variables. */
  static PrismMock start(
      Path directory, Path specification, Path log, Map<String, String> environment) {
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      Files.deleteIfExists(log);
      var node = new NodePackage(directory);
      node.install();
      var prism = prism(node, specification, 0).redirectErrorStream(true);
      prism.environment().putAll(environment);
      var process = NodePackage.start(prism);
      try {
        return new PrismMock(process, awaitListening(process, log));
      } catch (Throwable e) {
        process.destroyForcibly();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MockException("Interrupted while the mock was starting.", e);
    }
  }

  /** {@return the base URI of the mock, {@code http://127.0.0.1:PORT} without a trailing slash} */
  public URI baseUri() {
    return baseUri;
  }

  /** Stops the mock and waits until its process has exited. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  private static ProcessBuilder prism(NodePackage node, Path specification, int port) {
    return node.node(
        List.of(
            END_WITH_PARENT,
            "--require=./prism/preload.cjs",
            "node_modules/@stoplight/prism-cli/dist/index.js",
            "mock",
            specification.toString(),
            "--port",
            Integer.toString(port)));
  }

  /** Copies Prism's output to the log while it runs, and returns the address that it prints. */
  private static URI awaitListening(Process process, Path log) throws InterruptedException {
    var address = new CompletableFuture<URI>();
    var copier =
        new Thread(
            () -> {
              try (BufferedReader lines = process.inputReader();
                  var copy = Files.newBufferedWriter(log, CREATE, APPEND)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  copy.write(line);
                  copy.newLine();
                  copy.flush();
                  var listening = LISTENING.matcher(line);
                  if (listening.find()) {
                    address.complete(URI.create(listening.group(1)));
                  }
                }
                address.completeExceptionally(new IOException("Prism exited."));
              } catch (IOException e) {
                address.completeExceptionally(e);
              }
            },
            "prism-log");
    copier.setDaemon(true);
    copier.start();
    try {
      return address.get(START_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new MockException("The mock did not start: see %s.".formatted(log), e);
    }
  }

  private static ProcessBuilder inForeground(ProcessBuilder process) {
    return process.redirectOutput(Redirect.INHERIT).redirectError(Redirect.INHERIT);
  }

  /** Ctrl-C stops the console and the mock, so it is nothing to report. */
  private static void reportConsole(Process console) {
    if (console.exitValue() != INTERRUPTED) {
      System.err.println(
          "The console stopped, but the mock is still running: start both again to use it.");
    }
  }

  /** {@return the port in an environment variable, or the default} */
  private static int requestedPort(String variable, int defaultPort) {
    var value = System.getenv().getOrDefault(variable, Integer.toString(defaultPort));
    int port = value.matches("\\d{1,5}") ? Integer.parseInt(value) : 0;
    if (port < 1 || port > 65535) {
      throw new MockException(
          "%s is '%s': set it to a port from 1 to 65535.".formatted(variable, value));
    }
    return port;
  }

  static void requireFree(String variable, int port) throws IOException {
    try {
      new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    } catch (BindException e) {
      throw new MockException(
          "Port %d is in use: stop the program that uses it, or set another port, such as %s=%d."
              .formatted(port, variable, port == 65535 ? port - 1 : port + 1),
          e);
    }
  }
}
