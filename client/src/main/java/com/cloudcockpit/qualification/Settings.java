package com.cloudcockpit.qualification;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a client, complete and valid.
 *
 * @param correlationId null for a random one for each call
 */
record Settings(
    String baseUri,
    String tenant,
    Supplier<String> bearerToken,
    Map<String, String> headers,
    Duration timeout,
    @Nullable UUID correlationId,
    RequestValidator validator,
    InstantSource clock) {

  Settings with(CallOptions options) {
    var merged = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    merged.putAll(headers);
    merged.putAll(options.headers());
    return new Settings(
        baseUri,
        options.tenant().orElse(tenant),
        bearerToken,
        merged,
        options.timeout().orElse(timeout),
        options.correlationId().orElse(correlationId),
        validator,
        clock);
  }
}
