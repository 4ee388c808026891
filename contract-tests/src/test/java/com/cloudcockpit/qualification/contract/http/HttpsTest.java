package com.cloudcockpit.qualification.contract.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PushbackInputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Timeout(60)
@Isolated("modifies system properties and the default TLS settings")
class HttpsTest {

  private static final String OK = "HTTP/1.1 200 OK\nContent-Length: 2\n\n{}";
  private static final Request PATCH =
      Request.of("PATCH", "/customers", "{}").withHeader("Authorization", "Bearer of-the-API");

  @TempDir private static Path directory;
  private static SSLContext tls;

  private final Properties properties = (Properties) System.getProperties().clone();
  private SSLContext defaultTls;

  @BeforeAll
  static void createCertificate() throws Exception {
    tls = TestCertificate.create(directory);
  }

  @BeforeEach
  void trustCertificate() throws Exception {
    defaultTls = SSLContext.getDefault();
    SSLContext.setDefault(tls);
  }

  @AfterEach
  void restoreDefaults() {
    SSLContext.setDefault(defaultTls);
    System.setProperties(properties);
  }

  @Test
  void sendsRequestsThroughAProxy() throws Exception {
    try (var server = tlsServer();
        var proxy = new RawServer(HttpsTest::connect)) {
      useProxy(proxy);
      var transport = new Transport(Duration.ofSeconds(20));
      assertOk(transport.send(PATCH, server.uri()));
      assertEquals(1, server.received().size());
      assertEquals(1, proxy.received().size());
      var connect = proxy.received().get(0);
      assertTrue(connect.head().startsWith("CONNECT 127.0.0.1:%d HTTP".formatted(server.port())));
      assertNull(connect.header("Authorization"), "the token is for the API only");
    }
  }

  @Test
  void logsInToAProxy() throws Exception {
    var login = "Basic " + Base64.getEncoder().encodeToString("user:of-the-proxy".getBytes());
    try (var server = tlsServer();
        var proxy =
            new RawServer(
                (request, socket) ->
                    login.equals(request.header("Proxy-Authorization"))
                        ? connect(request, socket)
                        : RawServer.write(socket, unauthorized()))) {
      useProxy(proxy);
      System.setProperty("https.proxyUser", "user");
      System.setProperty("https.proxyPassword", "of-the-proxy");
      assertOk(new Transport(Duration.ofSeconds(20)).send(PATCH, server.uri()));
      assertNull(server.received().get(0).header("Proxy-Authorization"), "only for the proxy");
    }
  }

  @Test
  void saysThatAProxyRefusesTheConnection() throws Exception {
    try (var proxy = RawServer.returning(unauthorized())) {
      useProxy(proxy);
      var response =
          new Transport(Duration.ofSeconds(20))
              .send(PATCH, proxy.uri().resolve("https://127.0.0.1:1"));
      assertEquals("no response (the proxy refused the connection with 407)", response.summary());
      assertTrue(response.unreachable());
    }
  }

  @Test
  void doesNotSendProxyCredentialsToTheApi() throws Exception {
    var challenge = "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=api\n";
    try (var server = RawServer.returning(challenge + "Content-Length: 0\n\n")) {
      System.setProperty("http.proxyHost", "127.0.0.1");
      System.setProperty("http.proxyPort", Integer.toString(server.port()));
      System.setProperty("http.proxyUser", "user");
      System.setProperty("http.proxyPassword", "of-the-proxy");
      var response = new Transport(Duration.ofSeconds(20)).send(PATCH, server.uri());
      assertEquals(401, response.status());
      assertEquals(1, server.received().size());
      assertEquals("Bearer of-the-API", server.received().get(0).header("Authorization"));
    }
  }

  @Test
  void saysThatACertificateIsNotTrusted() throws Exception {
    SSLContext.setDefault(defaultTls);
    try (var server = tlsServer()) {
      var response = new Transport(Duration.ofSeconds(20)).send(PATCH, server.uri());
      assertEquals("the certificate is not trusted", response.fault());
    }
  }

  @Test
  void saysThatAServerExpectsHttps() throws Exception {
    SSLContext.setDefault(defaultTls);
    try (var server = tlsServer()) {
      var http = server.uri().toString().replace("https", "http");
      var response = new Transport(Duration.ofSeconds(20)).send(PATCH, URI.create(http));
      assertEquals("the server expects https:// on this port", response.fault());
      assertTrue(response.unreachable());
    }
  }

  /** As nginx does, which says so in a page. */
  @Test
  void saysThatAServerExpectsHttpsIfItRespondsToHttpAsWell() throws Exception {
    var page = "HTTP/1.1 400 Bad\nContent-Length: 20\n\nUse HTTPS, not HTTP.";
    try (var https = tlsServer();
        var http = RawServer.returning(page);
        var both = new ServerSocket(0)) {
      RawServer.start(() -> distribute(both, https, http));
      var uri = URI.create("http://127.0.0.1:" + both.getLocalPort());
      var transport = new Transport(Duration.ofSeconds(20));
      assertEquals("the server expects https:// on this port", transport.send(PATCH, uri).fault());
      assertEquals(400, transport.send(PATCH, http.uri()).status(), "the page may be wrong");
    }
  }

  private static void distribute(ServerSocket listener, RawServer tls, RawServer plain) {
    int handshake = 0x16;
    try {
      while (true) {
        var client = listener.accept();
        var input = new PushbackInputStream(client.getInputStream());
        int first = input.read();
        input.unread(first);
        var server = new Socket("127.0.0.1", (first == handshake ? tls : plain).port());
        var fromServer = server.getInputStream();
        var toServer = server.getOutputStream();
        var toClient = client.getOutputStream();
        RawServer.start(() -> RawServer.copy(fromServer, toClient));
        RawServer.start(() -> RawServer.copy(input, toServer));
      }
    } catch (IOException e) {
      // the listener was closed
    }
  }

  private static RawServer tlsServer() throws IOException {
    return new RawServer(
        tls.getServerSocketFactory(), (request, socket) -> RawServer.write(socket, OK));
  }

  private static String unauthorized() {
    return """
        HTTP/1.1 407 Proxy Authentication Required
        Proxy-Authenticate: Basic realm=proxy
        Content-Length: 0

        """;
  }

  private static boolean connect(RawServer.Received request, Socket client) throws IOException {
    var authority = request.head().split(" ")[1].split(":");
    try (var server = new Socket(authority[0], Integer.parseInt(authority[1]))) {
      RawServer.write(client, "HTTP/1.1 200 Connection established\n\n");
      var toClient = client.getOutputStream();
      var fromServer = server.getInputStream();
      RawServer.start(() -> RawServer.copy(fromServer, toClient));
      RawServer.copy(client.getInputStream(), server.getOutputStream());
    }
    return false;
  }

  private static void useProxy(RawServer proxy) {
    System.setProperty("https.proxyHost", "127.0.0.1");
    System.setProperty("https.proxyPort", Integer.toString(proxy.port()));
    System.setProperty("http.nonProxyHosts", "");
  }

  private static void assertOk(Response response) {
    assertEquals("200 with text", response.summary());
    assertEquals("{}", response.body());
  }
}
