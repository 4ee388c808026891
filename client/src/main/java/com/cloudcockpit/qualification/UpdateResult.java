package com.cloudcockpit.qualification;

import java.util.UUID;

/**
 * The result of an accepted update.
 *
 * @param statusCode the HTTP status, from 200 to 299
 * @param correlationId the {@code X-Correlation-Id} of the request, which identifies the request in
 *     the audit log
 */
public record UpdateResult(int statusCode, UUID correlationId) {}
