package com.cloudcockpit.qualification;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that sends the same bytes, complete or not, to each request. */
final class RawServer implements AutoCloseable {

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final AtomicInteger connections = new AtomicInteger();
  private final CountDownLatch requested = new CountDownLatch(1);
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
        requested.countDown();
        connection.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
        if (hangUp) {
          connection.shutdownOutput();
        }
      }
    } finally {
      closed.countDown();
    }
  }

  /** Reads to the end of the JSON object, or of the headers of a CONNECT. */
  private static boolean readRequest(InputStream request) throws IOException {
    var read = new StringBuilder();
    int open = 0;
    while (true) {
      int next = request.read();
      if (next < 0) {
        return false;
      }
      read.append((char) next);
      open += next == '{' ? 1 : next == '}' ? -1 : 0;
      if (next == '}' && open == 0
          || read.length() > 4 && read.indexOf("CONNECT") == 0 && read.indexOf("\r\n\r\n") > 0) {
        return true;
      }
    }
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

  void awaitRequest() throws InterruptedException {
    requested.await();
  }

  void awaitClosed() throws InterruptedException {
    closed.await();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
