package com.cloudcockpit.qualification;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Size;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks a request against the constraints of the contract before it is sent. */
record RequestValidator(@Nullable Validator validator) {

  static RequestValidator of(boolean enabled, @Nullable Validator validator) {
    if (!enabled) {
      return new RequestValidator(null);
    }
    return new RequestValidator(validator == null ? DefaultValidator.get() : validator);
  }

  void validate(Object request) {
    if (validator == null) {
      return;
    }
    var violations = validator.validate(request);
    if (!violations.isEmpty()) {
      throw new ConstraintViolationException(message(violations), violations);
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
