package com.cloudcockpit.qualification.contract;

import com.cloudcockpit.qualification.contract.Api.Call;
import com.cloudcockpit.qualification.contract.Api.Reply;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

/** An API on a free port of the loopback interface. */
public final class HttpApi implements AutoCloseable {

  static {
    // otherwise the JDK's server delays the body, which it writes after the headers
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);

  public HttpApi(Api api) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", exchange -> serve(api, exchange));
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(Api api, HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = new HashMap<String, String>();
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
      var target = exchange.getRequestURI().toString();
      var body = exchange.getRequestBody().readAllBytes();
      send(api.answer(Call.of(exchange.getRequestMethod(), target, headers, body)), exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(Reply reply, HttpExchange exchange) throws IOException, InterruptedException {
    var bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    if (reply.transfer().equals("late")) {
      closed.await();
    } else if (bytes.length == 0 && !reply.transfer().equals("closed")) {
      exchange.sendResponseHeaders(reply.status(), -1);
    } else if (!reply.transfer().equals("closed")) {
      if (reply.transfer().equals("gzip")) {
        bytes = gzip(bytes);
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
      }
      int more = reply.transfer().equals("truncated") ? 1 : 0;
      boolean chunked = reply.transfer().equals("chunked");
      exchange.sendResponseHeaders(reply.status(), chunked ? 0 : bytes.length + more);
      exchange.getResponseBody().write(bytes);
      if (more == 0) {
        exchange.getResponseBody().close();
      }
    }
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }
}
