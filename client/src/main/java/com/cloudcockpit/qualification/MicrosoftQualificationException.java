package com.cloudcockpit.qualification;

import com.cloudcockpit.qualification.model.ErrorResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * The update failed. Each status that the contract names has a subclass of its own, {@link
 * TransportException} stands for no answer at all, and {@link UnexpectedStatusException} for every
 * other status.
 *
 * <p>{@link #getMessage()} is one line: the status, what the API says, the properties at fault, the
 * correlation id.
 */
public abstract class MicrosoftQualificationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What the request was sent with. */
  private final UUID correlationId;

  private final transient Answer answer;

  MicrosoftQualificationException(
      String message, UUID correlationId, Answer answer, Throwable cause) {
    super(message, cause);
    this.correlationId = Objects.requireNonNull(correlationId);
    this.answer = answer;
  }

  /** {@return the HTTP status of the answer; empty if there was none} */
  public final OptionalInt statusCode() {
    return answer == null ? OptionalInt.empty() : OptionalInt.of(answer.statusCode());
  }

  /**
   * {@return the {@code X-Correlation-Id} that the request was sent with: the audit log has it
   * under this; not null}
   */
  public final UUID correlationId() {
    return correlationId;
  }

  /**
   * {@return the contract's {@code ErrorResponse}, each property of which may be null; empty if the
   * body is none}
   */
  public final Optional<ErrorResponse> error() {
    return answer == null ? Optional.empty() : Optional.ofNullable(answer.error());
  }

  /** {@return the answer's body as text, at most its first 64 KiB; empty if there was no answer} */
  public final Optional<String> body() {
    return answer == null ? Optional.empty() : Optional.of(answer.body());
  }

  /** {@return how long the answer's {@code Retry-After} asks to wait; empty if it does not ask} */
  public final Optional<Duration> retryAfter() {
    return answer == null ? Optional.empty() : Optional.ofNullable(answer.retryAfter());
  }

  /**
   * Whether the same call may be made again: no connection was made, or the status is 429, 502, 503
   * or 504. The contract promises nothing of the kind for a request that the API itself has dealt
   * with.
   *
   * @return whether to try again makes sense and does no harm
   */
  public boolean isRetryable() {
    return switch (statusCode().orElse(0)) {
      case 429, 502, 503, 504 -> true;
      default -> false;
    };
  }

  /** What the exceptions keep of an answer; not serialized. */
  record Answer(int statusCode, ErrorResponse error, String body, Duration retryAfter) {}
}
