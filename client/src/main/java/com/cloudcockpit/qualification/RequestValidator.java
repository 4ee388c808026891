package com.cloudcockpit.qualification;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.NoProviderFoundException;
import jakarta.validation.Validation;
import jakarta.validation.ValidationException;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Size;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks the body of a request against the constraints of the contract before it is sent.
 *
 * @param validator null if requests are not validated
 */
record RequestValidator(@Nullable Validator validator) {

  private static @Nullable RequestValidator ofClassPath;

  static RequestValidator of(boolean enabled, @Nullable Validator validator) {
    return enabled && validator == null
        ? ofClassPath()
        : new RequestValidator(enabled ? validator : null);
  }

  /** {@return the one of the Jakarta Validation provider on the class path, created once} */
  private static synchronized RequestValidator ofClassPath() {
    if (ofClassPath == null) {
      ofClassPath = new RequestValidator(findValidator());
    }
    return ofClassPath;
  }

  void validate(Object body) {
    if (validator == null) {
      return;
    }
    var violations = validator.validate(body);
    if (!violations.isEmpty()) {
      throw new ConstraintViolationException(message(violations), violations);
    }
  }

  private static @Nullable Validator findValidator() {
    try {
      return Validation.buildDefaultValidatorFactory().getValidator();
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

  private static String message(Set<ConstraintViolation<Object>> violations) {
    return violations.stream()
        .map(violation -> "%s %s".formatted(violation.getPropertyPath(), describe(violation)))
        .sorted()
        .collect(Collectors.joining("; "));
  }

  /** The provider's message, except where it would mention an upper limit that does not exist. */
  private static String describe(ConstraintViolation<?> violation) {
    if (violation.getConstraintDescriptor().getAnnotation() instanceof Size size
        && size.max() == Integer.MAX_VALUE) {
      return size.min() == 1 ? "must not be empty" : "must have a size of at least " + size.min();
    }
    return violation.getMessage();
  }
}
