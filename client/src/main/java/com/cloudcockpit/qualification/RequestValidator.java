package com.cloudcockpit.qualification;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.NoProviderFoundException;
import jakarta.validation.Validation;
import jakarta.validation.ValidationException;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Size;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks the body of a request against the constraints of the contract before it is sent. */
final class RequestValidator {

  private static @Nullable Validator ofClassPath;

  private RequestValidator() {}

  /** {@return the validator of the provider on the class path, or null if there is none} */
  static synchronized @Nullable Validator ofClassPath() {
    try {
      if (ofClassPath == null) {
        ofClassPath = Validation.buildDefaultValidatorFactory().getValidator();
      }
      return ofClassPath;
    } catch (NoProviderFoundException e) {
      return null;
    } catch (ValidationException e) {
      throw new IllegalStateException(
          """
          The Jakarta Validation provider on the class path failed to start (see the cause): \
          add its missing dependencies, set validator(…), or call validation(false).""",
          e);
    }
  }

  static void validate(Validator validator, Object body) {
    var violations = validator.validate(body);
    if (!violations.isEmpty()) {
      var messages = violations.stream().map(RequestValidator::describe).sorted();
      throw new ConstraintViolationException(
          messages.collect(Collectors.joining("; ")), violations);
    }
  }

  /** The provider's message, except where it would mention an upper limit that does not exist. */
  private static String describe(ConstraintViolation<?> violation) {
    var message = violation.getMessage();
    if (violation.getConstraintDescriptor().getAnnotation() instanceof Size size
        && size.max() == Integer.MAX_VALUE) {
      message =
          size.min() == 1 ? "must not be empty" : "must have a size of at least " + size.min();
    }
    return violation.getPropertyPath() + " " + message;
  }
}
