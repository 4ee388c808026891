package com.cloudcockpit.qualification.contract.checks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * A value for a parameter or a property.
 *
 * @param name what the sample tries, as the last part of a check's name
 * @param words the same in words
 * @param value the value
 * @param keyword the keyword of the schema that it tries, as in {@code min-length}
 * @param lenient whether taking an invalid value, or refusing a valid one, breaks nothing
 */
record Sample(String name, String words, JsonNode value, String keyword, boolean lenient) {

  Sample(String name, String words, JsonNode value, String keyword) {
    this(name, words, value, keyword, false);
  }

  static String capitalised(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
