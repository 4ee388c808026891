package com.cloudcockpit.qualification;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** A server that sends the same bytes, complete or not, to each request. */
final class RawServer implements AutoCloseable {

  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final AtomicInteger connections = new AtomicInteger();
  private final CompletableFuture<String> requested = new CompletableFuture<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final String response;
  private final boolean hangUp;

  /** Keeps connections open. */
  RawServer(String response) throws IOException {
    this(response, false);
  }

  RawServer(String response, boolean hangUp) throws IOException {
    this.response = response;
    this.hangUp = hangUp;
    start(
        () -> {
          while (!socket.isClosed()) {
            var connection = socket.accept();
            connections.incrementAndGet();
            start(() -> serve(connection));
          }
        });
  }

  private void serve(Socket connection) throws IOException {
    try (connection) {
      while (readRequest(connection.getInputStream())) {
        connection.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
        if (hangUp) {
          connection.shutdownOutput();
        }
      }
    } finally {
      closed.countDown();
    }
  }

  private boolean readRequest(InputStream request) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = request.read();
      if (next < 0) {
        return false;
      }
      head.append((char) next);
    }
    var length = LENGTH.matcher(head);
    request.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
    requested.complete(head.toString());
    return true;
  }

  private static void start(Task task) {
    var thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // the client or the test closed the connection
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private interface Task {
    void run() throws IOException;
  }

  String uri() {
    return "http://127.0.0.1:" + port();
  }

  int port() {
    return socket.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  /** {@return the first line and the headers of the first request} */
  String awaitRequest() {
    return requested.join();
  }

  void awaitClosed() throws InterruptedException {
    closed.await();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
