package com.cloudcockpit.qualification;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Sends the same response to every request without allocating memory, so that the results reflect
 * only the clients.
 */
final class LoopbackServer implements AutoCloseable {

  private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final byte[] answer;

  LoopbackServer(String answer) throws IOException {
    this.answer = answer.getBytes(StandardCharsets.US_ASCII);
    start(
        () -> {
          while (true) {
            var connection = socket.accept();
            start(() -> serve(connection));
          }
        });
  }

  String uri() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void serve(Socket connection) throws IOException {
    connection.setTcpNoDelay(true);
    var in = connection.getInputStream();
    var out = connection.getOutputStream();
    var request = new byte[8192];
    int length = 0;
    for (int n = in.read(request); n > 0; n = in.read(request, length, request.length - length)) {
      length += n;
      if (isComplete(request, length)) {
        length = 0;
        out.write(answer);
      }
    }
  }

  private static boolean isComplete(byte[] request, int length) {
    int body = 0;
    for (int i = 0; i + 3 < length; i++) {
      if (matches(request, i, LENGTH)) {
        int digit = i + LENGTH.length + 1;
        for (body = 0; request[digit] >= '0'; digit++) {
          body = body * 10 + request[digit] - '0';
        }
      }
      if (request[i] == '\r' && request[i + 2] == '\r') {
        return length >= i + 4 + body;
      }
    }
    return false;
  }

  private static boolean matches(byte[] request, int offset, byte[] name) {
    for (int i = 0; i < name.length; i++) {
      if ((request[offset + i] | 0x20) != (name[i] | 0x20)) {
        return false;
      }
    }
    return true;
  }

  private static void start(Task task) {
    var thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // closed
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private interface Task {
    void run() throws IOException;
  }
}
