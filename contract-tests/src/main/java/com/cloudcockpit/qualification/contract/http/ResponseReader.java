package com.cloudcockpit.qualification.contract.http;

import com.cloudcockpit.qualification.contract.spec.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.http.HttpClientConnection;
import org.apache.http.HttpResponse;
import org.apache.http.protocol.HttpContext;
import org.apache.http.protocol.HttpCoreContext;

/**
 * Reads a response before REST Assured does, which has no limit, logs invalid cookies and keeps the
 * connection of a malformed response.
 */
final class ResponseReader {

  private static final int LIMIT = 4 << 20;
  private static final long LONGEST_SILENCE = 2_000;

  private final int silence;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();

  /** The status that arrived last, also from a proxy, or 0. */
  volatile int status;

  /** The response, or null if a proxy refused the connection. */
  Response response;

  /** Creates a reader of the response to a request with this timeout. */
  ResponseReader(Duration timeout) {
    silence = (int) Math.min(LONGEST_SILENCE, timeout.toMillis() / 4);
  }

  boolean isConnectionReusable() {
    return response == null || response.fault() == null && content.size() <= LIMIT;
  }

  void read(HttpResponse head, HttpContext context) throws IOException {
    int received = head.getStatusLine().getStatusCode();
    var http = HttpCoreContext.adapt(context);
    boolean tunnel = http.getRequest().getRequestLine().getMethod().equals("CONNECT");
    status = tunnel && received / 100 == 2 ? 0 : received;
    if (tunnel) {
      return;
    }
    var defect = defect(head, http.getConnection(HttpClientConnection.class));
    var fault =
        defect.isEmpty() ? null : "the %d response is malformed (%s)".formatted(status, defect);
    response = status == 407 ? null : decoded(head, fault);
    head.setEntity(null);
    head.removeHeaders("Set-Cookie");
  }

  /** Reads the content. Returns what is malformed, or an empty string. */
  private String defect(HttpResponse head, HttpClientConnection connection) {
    content.reset();
    boolean empty = head.getEntity() == null;
    try {
      if (!empty) {
        connection.setSocketTimeout(silence);
        // closing the stream would read the rest of a large response
        read(head.getEntity().getContent());
      }
    } catch (IOException e) {
      return e.getMessage();
    }
    try {
      boolean excess = content.size() <= LIMIT && connection.isResponseAvailable(empty ? 10 : 1);
      return !excess ? "" : empty ? "it has a body" : "more bytes follow its end";
    } catch (IOException e) {
      // the server closed the connection, as it may
      return "";
    }
  }

  private void read(InputStream stream) throws IOException {
    var buffer = new byte[8192];
    int length = 0;
    while (length >= 0 && content.size() <= LIMIT) {
      content.write(buffer, 0, length);
      try {
        length = stream.read(buffer);
      } catch (SocketTimeoutException e) {
        length = 0;
        if (isJson()) {
          throw new IOException("it was cut off after %d bytes".formatted(content.size()), e);
        }
      }
    }
  }

  private boolean isJson() {
    return Json.read(content.toString(StandardCharsets.UTF_8)).isPresent();
  }

  private Response decoded(HttpResponse head, String fault) {
    var headers = new LinkedHashMap<String, String>();
    for (var header : head.getAllHeaders()) {
      headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
    }
    var coding = headers.getOrDefault("content-encoding", "").toLowerCase(Locale.ROOT);
    var bytes = content.toByteArray();
    String problem = null;
    if (bytes.length > 0 && !coding.matches("|identity")) {
      try {
        if (!coding.endsWith("gzip") && !isJson()) {
          problem = "is compressed with %s, which the request did not ask for".formatted(coding);
          bytes = new byte[0];
        }
        if (bytes.length > 0) {
          var stream = new GZIPInputStream(new ByteArrayInputStream(bytes));
          bytes = stream.readNBytes(LIMIT + 1);
        }
      } catch (IOException e) {
        problem =
            "is not compressed with %s, although its Content-Encoding says so".formatted(coding);
      }
    }
    var text = new String(bytes, 0, Math.min(bytes.length, LIMIT), StandardCharsets.UTF_8);
    if (bytes.length > LIMIT) {
      problem = "was cut off at %d MiB".formatted(LIMIT >> 20);
    } else if (problem == null && !Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8))) {
      problem = "is not UTF-8";
    }
    return problem == null
        ? new Response(fault, false, status, headers, text)
        : new Response(fault, false, status, headers, text, problem);
  }
}
