package com.cloudcockpit.qualification.mock;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request to the mock.
 *
 * @param body null for a request without one
 */
record Call(String method, String path, Map<String, String> headers, String body) {

  /** A request that the API accepts. */
  static Call valid() {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Authorization", "Bearer eyJ0eXAiO...");
    headers.put("X-Tenant", "portal.cloudcockpit.com");
    headers.put("Content-Type", "application/json");
    return new Call(
        "PATCH",
        "/v1/Customers/3fa85f64-5717-4562-b3fc-2c963f66afa6/microsoft-qualification",
        headers,
        "{\"providerInstanceId\":\"p\",\"qualification\":{}}");
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

  HttpResponse<String> send() throws Exception {
    return send(Mock.baseUri());
  }

  HttpResponse<String> send(URI baseUri) throws Exception {
    var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    var request = HttpRequest.newBuilder(URI.create(baseUri + path)).method(method, publisher);
    headers.forEach(request::header);
    return Mock.HTTP.send(request.build(), BodyHandlers.ofString());
  }
}
