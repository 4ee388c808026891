package com.cloudcockpit.qualification;

import com.cloudcockpit.qualification.model.UpdateCustomerMicrosoftQualificationRequest;
import jakarta.validation.ConstraintViolationException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A client for the contract's operation {@code PATCH
 * /v1/Customers/{customerId}/microsoft-qualification}, which updates a customer's Microsoft
 * qualification.
 *
 * <p>The client that {@link #builder()} builds is immutable and thread-safe. It keeps connections
 * open between calls, so create one per application.
 *
 * <p>Implement this interface to fake the client in tests, or to decorate it with metrics or
 * retries.
 */
public interface MicrosoftQualificationClient extends AutoCloseable {

  /** {@return a new builder, which requires a tenant and a bearer token} */
  static MicrosoftQualificationClientBuilder builder() {
    return new MicrosoftQualificationClientBuilder();
  }

  /**
   * Updates one customer's Microsoft qualification and waits for the response.
   *
   * @param customerId the customer's identifier in CloudCockpit
   * @param request the provider instance and the qualification to set
   * @return the result; every 2xx status is a success
   * @throws BadRequestException if the API responds with 400
   * @throws UnauthorizedException if the API responds with 401
   * @throws ForbiddenException if the API responds with 403
   * @throws NotFoundException if the API responds with 404
   * @throws ServerErrorException if the API responds with 500 to 599
   * @throws UnexpectedStatusException if the API responds with any other non-2xx status
   * @throws TransportException if there was no usable response: the connection failed or broke, the
   *     call timed out, or the thread was interrupted (its interrupt status is restored)
   * @throws ConstraintViolationException if requests are validated and this one violates a
   *     constraint of the contract; nothing was sent
   * @throws IllegalArgumentException if the bearer token is malformed or the request cannot be
   *     serialized to JSON; nothing was sent
   * @throws IllegalStateException if this client is closed
   * @throws NullPointerException if an argument is null
   */
  Result<@Nullable Void> update(
      UUID customerId, UpdateCustomerMicrosoftQualificationRequest request);

  /**
   * Updates one customer's Microsoft qualification without waiting for the response.
   *
   * <p>Canceling the returned future cancels the request and closes its connection.
   *
   * @param customerId the customer's identifier in CloudCockpit
   * @param request the provider instance and the qualification to set
   * @return a future of the result; it fails with the exceptions that {@link #update} throws
   */
  CompletableFuture<Result<@Nullable Void>> updateAsync(
      UUID customerId, UpdateCustomerMicrosoftQualificationRequest request);

  /**
   * Returns a client that overrides this client's settings, such as the correlation ID. Creating it
   * is cheap.
   *
   * @param options overrides of this client's settings, which are copied
   * @return a client that shares this client's connections and is closed with it; closing it has no
   *     effect
   */
  MicrosoftQualificationClient withOptions(CallOptions options);

  /**
   * Closes this client without waiting. Later calls throw {@link IllegalStateException}; calls in
   * progress complete.
   *
   * <p>Threads and connections are released as soon as the calls in progress have completed and the
   * rest of their responses has arrived or timed out. Before Java 21, this is left to the garbage
   * collector, so do not create a client for each call. A custom {@code HttpClient} is not closed.
   */
  @Override
  void close();
}
