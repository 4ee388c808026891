package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.cases.Case.Stage;
import com.cloudcockpit.qualification.contract.cases.Rule.Severity;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;

/**
 * A value for a field.
 *
 * @param name the last part of the name of the rule
 * @param words a description of the value, or of the whole request if it starts in upper case
 * @param value the value, or null to leave the field out
 * @param severity what it means if the API does not treat the value as expected
 * @param types the JSON types for which the value is valid, if the catalog lists it as invalid
 * @param stage the stage in which an API rejects the value, or null if it is valid
 */
record Sample(
    String name, String words, JsonNode value, Severity severity, List<String> types, Stage stage) {

  Sample {
    severity = Objects.requireNonNullElse(severity, Severity.FAILURE);
  }
}
