package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.cases.Rule.Severity;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/**
 * A value for a field.
 *
 * @param name the last part of the name of the rule
 * @param words a description of the value
 * @param severity what it means if the API does not treat the value as expected
 * @param types the JSON types for which the value is valid, if the catalog lists it as invalid
 */
record Sample(String name, String words, JsonNode value, Severity severity, List<String> types) {

  Sample {
    severity = Objects.requireNonNullElse(severity, Severity.FAILURE);
  }

  /** {@return a sample with a Java value as JSON} */
  static Sample of(String name, String words, Object value) {
    // Jackson writes 2000 as 2E+3 otherwise
    boolean integral =
        value instanceof BigDecimal number && number.stripTrailingZeros().scale() <= 0;
    var plain = integral ? ((BigDecimal) value).toBigInteger() : value;
    return new Sample(name, words, Json.MAPPER.valueToTree(plain), null, null);
  }

  Sample with(JsonNode other) {
    return new Sample(name, words, other, severity, types);
  }
}
