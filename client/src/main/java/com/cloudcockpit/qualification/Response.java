package com.cloudcockpit.qualification;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.Objects;

/**
 * A response as it came over the wire.
 *
 * @param body the bytes of the body, at most {@link BoundedBodySubscriber#LIMIT}
 */
record Response(int statusCode, HttpHeaders headers, byte[] body) {

  static Response of(HttpResponse<byte[]> response) {
    // the JDK returns a proxy's 407 without a body
    var body = Objects.requireNonNullElseGet(response.body(), () -> new byte[0]);
    return new Response(response.statusCode(), response.headers(), body);
  }
}
