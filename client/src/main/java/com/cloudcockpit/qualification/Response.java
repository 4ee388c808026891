package com.cloudcockpit.qualification;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;

/**
 * A response as it came over the wire.
 *
 * @param body the bytes of the body, at most {@link BoundedBodySubscriber#LIMIT}
 */
record Response(int statusCode, HttpHeaders headers, byte[] body) {

  static Response of(HttpResponse<byte[]> response) {
    return new Response(response.statusCode(), response.headers(), response.body());
  }
}
