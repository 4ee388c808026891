package com.cloudcockpit.qualification.contract.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate of 127.0.0.1. */
final class TestCertificate {

  private static final String PASSWORD = "password";

  private TestCertificate() {}

  /** {@return the TLS of a server that uses a new certificate, and of a client that trusts it} */
  static SSLContext create(Path directory) throws Exception {
    var file = directory.resolve("keys.p12");
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var options = "-genkeypair -alias server -keyalg EC -dname CN=test -ext san=ip:127.0.0.1";
    var command =
        List.of("-keystore", file.toString(), "-storepass", PASSWORD, "-storetype", "PKCS12");
    var process = new ProcessBuilder(keytool).redirectErrorStream(true);
    process.command().addAll(List.of(options.split(" ")));
    process.command().addAll(command);
    var running = process.start();
    var output = new String(running.getInputStream().readAllBytes());
    assertEquals(0, running.waitFor(), output);

    var store = KeyStore.getInstance("PKCS12");
    try (var input = Files.newInputStream(file)) {
      store.load(input, PASSWORD.toCharArray());
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }
}
