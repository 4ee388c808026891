package com.cloudcockpit.qualification.contract.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLServerSocket;

/** A server that returns exactly the given bytes, so that its responses can be malformed. */
final class RawServer implements AutoCloseable {

  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

  /** Responds to a request. */
  interface Handler {

    /** {@return whether to keep the connection} */
    boolean respond(Received request, Socket socket) throws IOException;
  }

  /**
   * A request.
   *
   * @param connection the number of the connection, from 1
   * @param head the request line and the headers
   */
  record Received(int connection, String head) {

    /** {@return the value of a header, or null} */
    String header(String name) {
      var matcher =
          Pattern.compile("(?im)^%s: *(.*?)\r?$".formatted(Pattern.quote(name))).matcher(head);
      return matcher.find() ? matcher.group(1) : null;
    }
  }

  private final ServerSocket listener;
  private final Handler handler;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  RawServer(ServerSocketFactory factory, Handler handler) throws IOException {
    listener = factory.createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    this.handler = handler;
    start(this::accept);
  }

  RawServer(Handler handler) throws IOException {
    this(ServerSocketFactory.getDefault(), handler);
  }

  /** {@return a server that responds to each request with this text, where \n is a CRLF} */
  static RawServer returning(String response) throws IOException {
    return new RawServer((request, socket) -> write(socket, response));
  }

  /** Writes a text, where \n is a CRLF, and returns true. */
  static boolean write(Socket socket, String text) throws IOException {
    return write(socket, text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  static boolean write(Socket socket, byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return true;
  }

  URI uri() {
    var scheme = listener instanceof SSLServerSocket ? "https" : "http";
    return URI.create("%s://127.0.0.1:%d".formatted(scheme, port()));
  }

  int port() {
    return listener.getLocalPort();
  }

  List<Received> received() {
    return received;
  }

  /** {@return the number of the connection of each request} */
  List<Integer> connections() {
    return received.stream().map(Received::connection).toList();
  }

  static void start(Runnable task) {
    var thread = new Thread(task, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        var socket = listener.accept();
        sockets.add(socket);
        int connection = sockets.size();
        start(() -> serve(socket, connection));
      }
    } catch (IOException e) {
      // the server was closed
    }
  }

  private void serve(Socket socket, int connection) {
    try (socket) {
      boolean open = true;
      while (open) {
        var head = head(socket.getInputStream());
        var length = LENGTH.matcher(head);
        socket.getInputStream().readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
        var request = new Received(connection, head);
        received.add(request);
        open = handler.respond(request, socket);
      }
    } catch (IOException e) {
      // the client closed the connection
    }
  }

  private static String head(InputStream input) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = input.read();
      int tlsHandshake = 0x16;
      if (next < 0 || next == tlsHandshake) {
        throw new IOException("The client closed the connection, or expects TLS.");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  /** Passes on all bytes until the end of the input. */
  static void copy(InputStream input, OutputStream output) {
    try (input;
        output) {
      input.transferTo(output);
    } catch (IOException e) {
      // one side closed the connection
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (var socket : sockets) {
      socket.close();
    }
  }
}
