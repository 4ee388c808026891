package com.cloudcockpit.qualification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.cloudcockpit.qualification.mock.PrismMock;
import com.cloudcockpit.qualification.model.UpdateCustomerMicrosoftQualificationRequest;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiles the Java blocks of the READMEs and runs them against the mock. */
class ReadmeTest {

  private static final Path OWN = Path.of("README.md");
  private static final Path RECIPES = Path.of("RECIPES.md");
  private static final Path ROOT = Path.of("..", "README.md");
  private static final Path SPRING_BOOT =
      Path.of("src/it/spring-boot/src/main/java/com/example/Application.java");
  private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final String MOCK_ADDRESS = "http://127.0.0.1:4010";
  private static final String SNIPPET =
      """
      %s
      import com.cloudcockpit.qualification.*;
      import com.cloudcockpit.qualification.model.*;
      import java.util.UUID;

      public class Snippet {
        public static void run(MicrosoftQualificationClient client, UUID customerId,
            UpdateCustomerMicrosoftQualificationRequest request,
            com.microsoft.aad.msal4j.IHttpClient tokenServer)
            throws Exception {
          var clientId = UUID.randomUUID().toString();
          var clientSecret = "secret";
          var meterRegistry = new io.micrometer.core.instrument.simple.SimpleMeterRegistry();
          new Object() {
            void run() throws Exception {
      %s
            }
          }.run();
        }
      }
      """;

  private static PrismMock mock;
  private static HttpServer tokenServer;

  @TempDir Path temporary;

  @BeforeAll
  static void startServers() throws Exception {
    mock = PrismMock.start(Path.of("..", "mock"), Path.of("target", "prism-for-readme.log"));
    tokenServer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    tokenServer.createContext("/", ReadmeTest::issueToken);
    tokenServer.start();
  }

  @AfterAll
  static void stopServers() {
    mock.close();
    tokenServer.stop(0);
  }

  @ParameterizedTest
  @MethodSource("ownBlocks")
  void compilesAndRunsEveryJavaBlock(String block) throws Exception {
    var source = temporary.resolve("Snippet.java");
    var imports = block.lines().filter(line -> line.startsWith("import ")).toList();
    var runnable =
        block
            .replaceAll("(?m)^import .*;$", "")
            .replace(MOCK_ADDRESS, mock.baseUri().toString())
            .replace(".authority(", ".httpClient(tokenServer).authority(");
    Files.writeString(source, SNIPPET.formatted(String.join("\n", imports), runnable));
    compile(source);
    try (var loader = new URLClassLoader(new URL[] {temporary.toUri().toURL()});
        var client = TestServer.client(mock.baseUri().toString()).build()) {
      loader
          .loadClass("Snippet")
          .getMethod(
              "run",
              MicrosoftQualificationClient.class,
              UUID.class,
              UpdateCustomerMicrosoftQualificationRequest.class,
              IHttpClient.class)
          .invoke(
              null,
              client,
              TestServer.CUSTOMER_ID,
              TestServer.request(),
              (IHttpClient) ReadmeTest::sendToTokenServer);
    } catch (InvocationTargetException e) {
      fail(
          """
          client/README.md or RECIPES.md has a block that throws %s. Correct it, and the same code \
          in README.md, module-info.java, src/it and src/benchmark:
          %s"""
              .formatted(e.getCause(), block.lines().limit(5).collect(Collectors.joining("\n"))));
    }
  }

  @Test
  void showsTheBeanOfTheSpringBootConsumer() throws Exception {
    var block = blocks(OWN).filter(text -> text.contains("@Bean")).findFirst().orElseThrow();
    var bean = block.replaceAll("(?m)^import .*;$", "");
    assertTrue(withoutBlanks(Files.readString(SPRING_BOOT)).contains(withoutBlanks(bean)));
  }

  @Test
  void showsTheTokenUrlAndTheScopeOfTheContract() throws Exception {
    var flow = TestServer.CONTRACT.findValue("flows").path("clientCredentials");
    var authority = flow.path("tokenUrl").asText().replace("oauth2/v2.0/token", "");
    var scope = flow.path("scopes").fieldNames().next();
    var readme = Files.readString(OWN);
    assertTrue(readme.contains("\"%s\"".formatted(authority)), authority);
    assertTrue(readme.contains("\"%s\"".formatted(scope)), scope);
  }

  @Test
  void showsTheSameExampleAndDependencyInTheRootReadme() throws Exception {
    assertEquals(blocks(OWN).findFirst(), blocks(ROOT).findFirst());
    assertEquals(dependency(OWN), dependency(ROOT));
  }

  private void compile(Path source) throws IOException {
    var messages = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    var options = List.of("-cp", System.getProperty("java.class.path"), "-d", temporary.toString());
    var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
    var sources = files.getJavaFileObjects(source);
    boolean compiled = compiler.getTask(messages, files, null, options, null, sources).call();
    assertTrue(compiled, () -> "Correct a block in client/README.md or RECIPES.md: " + messages);
  }

  private static void issueToken(HttpExchange exchange) throws IOException {
    var form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var valid = form.contains("grant_type=client_credentials") && form.contains("scope=api");
    var token =
        "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"%s\"}"
            .formatted(TestServer.TOKEN)
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(valid ? 200 : 400, token.length);
    exchange.getResponseBody().write(token);
    exchange.close();
  }

  /** Sends a request for Microsoft Entra ID to the token server of this test instead. */
  private static IHttpResponse sendToTokenServer(com.microsoft.aad.msal4j.HttpRequest request)
      throws Exception {
    var uri = "http://127.0.0.1:%d/".formatted(tokenServer.getAddress().getPort());
    var body = Objects.requireNonNullElse(request.body(), "");
    var response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(uri))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    var result = new com.microsoft.aad.msal4j.HttpResponse();
    result.addHeaders(response.headers().map());
    return result.statusCode(response.statusCode()).body(response.body());
  }

  private static String withoutBlanks(String text) {
    return text.replaceAll("\\s", "");
  }

  static Stream<String> ownBlocks() throws Exception {
    return Stream.concat(blocks(OWN), blocks(RECIPES)).filter(block -> !block.contains("@Bean"));
  }

  private static Stream<String> blocks(Path readme) throws Exception {
    return JAVA_BLOCK.matcher(Files.readString(readme)).results().map(block -> block.group(1));
  }

  private static String dependency(Path readme) throws Exception {
    var text = Files.readString(readme);
    return text.substring(text.indexOf("<dependency>"), text.indexOf("</dependency>"));
  }
}
