package com.cloudcockpit.qualification.contract.run;

import com.cloudcockpit.qualification.contract.http.Exchange;

/**
 * Why the cases of an operation cannot be sent.
 *
 * @param reason a sentence about the API without its subject, or an empty string if they can
 * @param notServed the response that shows that the API does not serve the path, or null
 * @param accepted the exchange of a valid request that was accepted, or null
 */
public record Obstacle(String reason, Exchange notServed, Exchange accepted) {

  static final Obstacle NONE = because("");

  static Obstacle because(String reason, Object... words) {
    return new Obstacle(reason.formatted(words), null, null);
  }

  boolean prevents() {
    return notServed != null || !reason.isEmpty();
  }
}
