package com.cloudcockpit.qualification.mock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A request to the mock.
 *
 * @param body null for a request without one
 */
record Call(String method, String path, Map<String, String> headers, String body) {

  /** A request that the API accepts: the contract's first example. */
  static Call valid() {
    var path = Mock.path();
    var headers = new LinkedHashMap<String, String>();
    headers.put("Authorization", "Bearer eyJ0eXAiO...");
    headers.put("Content-Type", "application/json");
    for (var reference : Mock.operation().path("parameters")) {
      var parameter = Mock.resolve(reference);
      var name = parameter.path("name").asText();
      var example = parameter.path("example").asText();
      if (parameter.path("in").asText().equals("path")) {
        path = path.replace("{%s}".formatted(name), example);
      } else if (parameter.path("required").asBoolean()) {
        headers.put(name, example);
      }
    }
    var examples = Mock.operation().at("/requestBody/content/application~1json/examples");
    return new Call("PATCH", path, headers, examples.elements().next().path("value").toString());
  }

  /**
   * Changes a property of the body.
   *
   * @param json the new value, or null to remove the property
   */
  Call property(String name, String json) {
    var changed = (ObjectNode) Mock.json(body);
    if (json == null) {
      changed.remove(name);
    } else {
      changed.set(name, Mock.json(json));
    }
    return body(changed.toString());
  }

  Call with(String header, String value) {
    var changed = new LinkedHashMap<>(headers);
    changed.put(header, value);
    return new Call(method, path, changed, body);
  }

  Call without(String header) {
    var changed = new LinkedHashMap<>(headers);
    changed.remove(header);
    return new Call(method, path, changed, body);
  }

  Call method(String changed) {
    return new Call(changed, path, headers, body);
  }

  Call path(String changed) {
    return new Call(method, changed, headers, body);
  }

  Call body(String changed) {
    return new Call(method, path, headers, changed);
  }

  /** Replaces the customer ID in the path. */
  Call customer(UUID id) {
    return path(path.replaceFirst("[0-9a-f-]{36}", id.toString()));
  }

  HttpResponse<String> send() throws Exception {
    return send(Mock.baseUri());
  }

  HttpResponse<String> send(URI baseUri) throws Exception {
    return Mock.HTTP.send(request(baseUri), BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> sendAsync(URI baseUri) {
    return Mock.HTTP.sendAsync(request(baseUri), BodyHandlers.ofString());
  }

  private HttpRequest request(URI baseUri) {
    var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    var request = HttpRequest.newBuilder(URI.create(baseUri + path)).method(method, publisher);
    headers.forEach(request::header);
    return request.build();
  }
}
