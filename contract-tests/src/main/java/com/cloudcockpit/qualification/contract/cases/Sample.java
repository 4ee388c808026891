package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.cases.Rule.Severity;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * A value for a parameter or a property.
 *
 * @param keyword the keyword of the schema that it tests, such as {@code min-length}
 * @param name the last part of the name of the rule
 * @param words a description of the value
 * @param severity what it means if the API does not treat the value as expected
 */
record Sample(String keyword, String name, String words, JsonNode value, Severity severity) {

  /** {@return a sample with a Java value as JSON} */
  static Sample of(String keyword, String name, String words, Object value) {
    return new Sample(keyword, name, words, Json.MAPPER.valueToTree(value), Severity.FAILURE);
  }

  /** {@return this sample, for a rule that only causes warnings} */
  Sample lenient() {
    return new Sample(keyword, name, words, value, Severity.WARNING);
  }

  /** {@return this sample as the only item of an array} */
  Sample inArray() {
    var array = Json.MAPPER.createArrayNode().add(value);
    return new Sample("items." + keyword, "items." + name, words + " as an item", array, severity);
  }
}
