package com.cloudcockpit.qualification;

import jakarta.validation.NoProviderFoundException;
import jakarta.validation.Validation;
import jakarta.validation.ValidationException;
import jakarta.validation.Validator;
import org.jspecify.annotations.Nullable;

/** The validator of the Jakarta Validation provider on the class path, created once. */
final class DefaultValidator {

  private static @Nullable Validator validator;
  private static boolean initialized;

  private DefaultValidator() {}

  /** {@return the validator, or null if there is no provider} */
  static synchronized @Nullable Validator get() {
    if (!initialized) {
      try {
        validator = Validation.buildDefaultValidatorFactory().getValidator();
      } catch (NoProviderFoundException e) {
        validator = null;
      } catch (ValidationException e) {
        throw new IllegalStateException(
            """
            The Jakarta Validation provider on the class path failed to start (see the cause): \
            add its missing dependencies, set validator(…), or call validation(false).""",
            e);
      }
      initialized = true;
    }
    return validator;
  }
}
