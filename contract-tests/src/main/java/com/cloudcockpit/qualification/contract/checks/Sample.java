package com.cloudcockpit.qualification.contract.checks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * A value for a parameter or a property.
 *
 * @param name the last part of the name of the check
 * @param words a description of the value
 * @param value the value, or null to leave it out
 * @param keyword the keyword of the schema that it tests, such as {@code min-length}
 * @param lenient whether the check only warns
 */
record Sample(String name, String words, JsonNode value, String keyword, boolean lenient) {

  Sample(String name, String words, JsonNode value, String keyword) {
    this(name, words, value, keyword, false);
  }

  /** {@return the rule that the API accepts this value} */
  Rule validRule(String name, String sentence, String... statements) {
    return lenient
        ? Rule.warning(name, sentence, statements)
        : Rule.failure(name, sentence, statements);
  }

  static String capitalised(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
