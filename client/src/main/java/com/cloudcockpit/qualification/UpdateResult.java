package com.cloudcockpit.qualification;

import java.util.UUID;

/**
 * The API took the update.
 *
 * @param statusCode the HTTP status, from 200 to 299
 * @param correlationId the {@code X-Correlation-Id} that the request was sent with: the audit log
 *     has it under this
 */
public record UpdateResult(int statusCode, UUID correlationId) {}
