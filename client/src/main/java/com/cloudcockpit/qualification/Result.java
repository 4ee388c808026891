package com.cloudcockpit.qualification;

import java.net.http.HttpHeaders;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The result of a successful call.
 *
 * @param <T> the type of the content, or {@link Void} if the operation returns none
 * @param statusCode the HTTP status, from 200 to 299
 * @param correlationId the {@code X-Correlation-Id} of the request, which identifies the request in
 *     the audit log
 * @param headers the headers of the response
 * @param content the content of the response; null if the operation returns none
 */
public record Result<T extends @Nullable Object>(
    int statusCode, UUID correlationId, HttpHeaders headers, T content) {

  /** {@return only the status and the correlation ID; the rest may be confidential} */
  @Override
  public String toString() {
    return "Result[statusCode=%d, correlationId=%s]".formatted(statusCode, correlationId);
  }
}
