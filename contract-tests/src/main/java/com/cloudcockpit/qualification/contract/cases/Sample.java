package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.cases.Rule.Severity;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/**
 * A value for a parameter or a property.
 *
 * @param name the last part of the name of the rule
 * @param words a description of the value
 * @param severity what it means if the API does not treat the value as expected
 */
record Sample(String name, String words, JsonNode value, Severity severity) {

  /** {@return a sample with a Java value as JSON} */
  static Sample of(String name, String words, Object value) {
    // Jackson writes 2000 as 2E+3 otherwise
    boolean integral =
        value instanceof BigDecimal number && number.stripTrailingZeros().scale() <= 0;
    var plain = integral ? ((BigDecimal) value).toBigInteger() : value;
    return new Sample(name, words, Json.MAPPER.valueToTree(plain), Severity.FAILURE);
  }

  /** {@return this sample, for a rule that only causes warnings} */
  Sample lenient() {
    return new Sample(name, words, value, Severity.WARNING);
  }

  /** {@return this sample as the only item of an array} */
  Sample inArray() {
    var array = Json.MAPPER.createArrayNode().add(value);
    return new Sample("items." + name, words + " as an item", array, severity);
  }
}
