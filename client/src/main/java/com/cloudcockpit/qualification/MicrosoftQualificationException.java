package com.cloudcockpit.qualification;

import com.cloudcockpit.qualification.model.ErrorResponse;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a call fails. The statuses 400, 401, 403, 404 and 5xx have their own subclasses. Any
 * other non-2xx status is an {@link UnexpectedStatusException}, and {@link TransportException}
 * means that there was no usable response.
 *
 * <p>The bearer token is redacted in {@link #getMessage()}, {@link #headers()}, {@link #body()} and
 * {@link #error()}.
 */
public abstract class MicrosoftQualificationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int statusCode;
  private final UUID correlationId;

  @SuppressWarnings("serial") // the map and lists of HttpHeaders are serializable
  private final Map<String, List<String>> headers;

  private final @Nullable String body;
  private final @Nullable Duration retryAfter;
  private final @Nullable ErrorResponse error;
  private final @Nullable String reason;

  MicrosoftQualificationException(Builder builder) {
    super(null, builder.cause);
    statusCode = builder.statusCode;
    correlationId = builder.correlationId;
    headers = builder.headers.map();
    error = builder.error;
    body = builder.reason == null ? builder.body : null;
    retryAfter = builder.retryAfter;
    reason = builder.reason;
  }

  /**
   * Returns a builder that creates the same exceptions as the client, for tests, fakes and
   * decorators.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder(UUID.randomUUID());
  }

  /**
   * {@return one line: the status, the API's description of the error, the invalid properties, and
   * the correlation ID}
   */
  @Override
  public String getMessage() {
    var known = error().orElseGet(ErrorResponse::new);
    var words = body().filter(text -> !text.isBlank());
    var said = words.or(() -> headers().firstValue("WWW-Authenticate")).orElse("");
    var problem = reason == null ? Messages.of(statusCode, known, said) : reason;
    var line = Messages.oneLine(problem, Messages.MAX_LENGTH);
    return line + " (correlation ID " + correlationId + ")";
  }

  /** {@return the HTTP status of the response; empty if there was no complete response} */
  public final OptionalInt statusCode() {
    return statusCode == 0 ? OptionalInt.empty() : OptionalInt.of(statusCode);
  }

  /** {@return the {@code X-Correlation-Id} of the request, which identifies it in the audit log} */
  public final UUID correlationId() {
    return correlationId;
  }

  /**
   * Returns the headers of the response, such as {@code WWW-Authenticate} or a gateway's request
   * ID.
   *
   * @return the headers; empty if there was no response
   */
  public final HttpHeaders headers() {
    return HttpHeaders.of(headers, (name, value) -> true);
  }

  /**
   * Returns the contract's {@code ErrorResponse}, each property of which may be null. Problem
   * details (RFC 9457) are converted to one.
   *
   * @return the error; empty if there was no response or its body does not contain one
   */
  public final Optional<ErrorResponse> error() {
    return Optional.ofNullable(error);
  }

  /**
   * {@return the body of the response as text, truncated to 64 KiB; empty if there was no response}
   */
  public final Optional<String> body() {
    return Optional.ofNullable(body);
  }

  /** {@return the delay from the {@code Retry-After} header of the response, if present} */
  public final Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /**
   * Returns whether the call can safely be retried: the connection could not be established, or the
   * status is 429 or 503, which servers send instead of processing the request. After any other
   * failure, the call may have taken effect, and the contract does not say whether it can be
   * repeated.
   *
   * @return whether a retry is safe
   */
  public boolean isRetryable() {
    return statusCode == 0
        ? Messages.isConnectFailure(getCause())
        : statusCode == 429 || statusCode == 503;
  }

  /** Builds the exception that the client throws for a failed call. Not thread-safe. */
  public static final class Builder {

    static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (name, value) -> true);

    private int statusCode;
    private UUID correlationId;
    private HttpHeaders headers = NO_HEADERS;
    private @Nullable ErrorResponse error;
    private String body = "";
    private @Nullable Duration retryAfter;
    private @Nullable Throwable cause;
    private @Nullable String reason = "There was no response";

    Builder(UUID correlationId) {
      this.correlationId = correlationId;
    }

    /**
     * Sets the HTTP status of the response. Without one, {@link #build()} returns a {@link
     * TransportException}.
     *
     * @param statusCode a status from 100 to 999 that is not 2xx
     * @return this builder
     * @throws IllegalArgumentException if the status is 2xx or not an HTTP status
     */
    public Builder statusCode(int statusCode) {
      if (statusCode < 100 || statusCode > 999 || statusCode / 100 == 2) {
        throw new IllegalArgumentException(
            "%d is not the status of a failed call.".formatted(statusCode));
      }
      this.statusCode = statusCode;
      reason = null;
      return this;
    }

    /**
     * Sets the correlation ID of the request. Defaults to a random UUID.
     *
     * @param correlationId the correlation ID
     * @return this builder
     */
    public Builder correlationId(UUID correlationId) {
      this.correlationId = Objects.requireNonNull(correlationId, "correlationId");
      return this;
    }

    /**
     * Sets the headers of the response. Defaults to none.
     *
     * @param headers the headers
     * @return this builder
     */
    public Builder headers(HttpHeaders headers) {
      this.headers = Objects.requireNonNull(headers, "headers");
      return this;
    }

    /**
     * Sets the error in the body of the response.
     *
     * @param error the error, or null if there is none
     * @return this builder
     */
    public Builder error(@Nullable ErrorResponse error) {
      this.error = error;
      return this;
    }

    /**
     * Sets the body of the response as text. Defaults to an empty string.
     *
     * @param body the body
     * @return this builder
     */
    public Builder body(String body) {
      this.body = Objects.requireNonNull(body, "body");
      return this;
    }

    /**
     * Sets the delay from the {@code Retry-After} header of the response.
     *
     * @param retryAfter the delay, or null if there is no such header
     * @return this builder
     */
    public Builder retryAfter(@Nullable Duration retryAfter) {
      this.retryAfter = retryAfter;
      return this;
    }

    /**
     * Sets the cause. A {@link TransportException} is retryable if its cause is a {@link
     * java.net.ConnectException}.
     *
     * @param cause the cause, or null if there is none
     * @return this builder
     */
    public Builder cause(@Nullable Throwable cause) {
      this.cause = cause;
      return this;
    }

    /** Makes it a {@link TransportException}, even with a 2xx status. */
    Builder transportFailure(int statusCode, String reason) {
      this.statusCode = statusCode;
      this.reason = reason;
      return this;
    }

    /** {@return the exception for the status, or a {@link TransportException} without one} */
    public MicrosoftQualificationException build() {
      return switch (reason != null ? 0 : statusCode / 100 == 5 ? 500 : statusCode) {
        case 0 -> new TransportException(this);
        case 400 -> new BadRequestException(this);
        case 401 -> new UnauthorizedException(this);
        case 403 -> new ForbiddenException(this);
        case 404 -> new NotFoundException(this);
        case 500 -> new ServerErrorException(this);
        default -> new UnexpectedStatusException(this);
      };
    }
  }
}
