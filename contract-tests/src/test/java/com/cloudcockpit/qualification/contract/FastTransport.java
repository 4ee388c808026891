package com.cloudcockpit.qualification.contract;

import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.http.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Locale;

/** Sends the requests of the checks with a tenth of the time that REST Assured needs. */
final class FastTransport {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private FastTransport() {}

  static Response send(Request request, URI baseUri) {
    var body =
        request.body() == null
            ? BodyPublishers.noBody()
            : BodyPublishers.ofByteArray(request.body());
    var builder =
        HttpRequest.newBuilder(URI.create(baseUri + request.target()))
            .method(request.method(), body);
    request.headers().forEach(builder::setHeader);
    try {
      var response = CLIENT.send(builder.build(), BodyHandlers.ofString());
      var headers = new LinkedHashMap<String, String>();
      response
          .headers()
          .map()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
      return new Response(null, false, response.statusCode(), headers, response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
