package com.cloudcockpit.qualification.contract.spec;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudcockpit.qualification.contract.cases.Case;
import com.cloudcockpit.qualification.contract.cases.Cases;
import com.cloudcockpit.qualification.contract.cases.Deployment;
import com.cloudcockpit.qualification.contract.cases.Rule;
import com.cloudcockpit.qualification.contract.cases.Values;
import com.cloudcockpit.qualification.contract.result.ResponseRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that the rules cover the specification, and adapt to changes in it. */
class ContractSpecificationTest {

  private static final String TEXT = Contract.resource("openapi.yaml");

  @Test
  void derivesRulesForANewPropertyAndANewParameter() {
    var contract =
        Contract.parse(
            TEXT.replace(
                    "        qualification:\n          type: object",
                    """
                            sampleProperty: {type: string, maxLength: 10}
                            qualification:
                              type: object"""
                        .indent(8)
                        .stripTrailing())
                .replace(
                    "parameters:\n        -",
                    """
                    parameters:
                            - {name: sampleParameter, in: query, required: true, example: a, \
                    schema: {type: string, enum: [a, b]}}
                            - {name: sampleList, in: query, \
                    schema: {type: array, maxItems: 3, items: {type: integer}}}
                            -"""));
    var rules = rules(contract);
    for (var name :
        List.of(
            "body.sampleProperty.optional",
            "body.sampleProperty.null",
            "body.sampleProperty.type.number",
            "body.sampleProperty.type.wrapped",
            "body.sampleProperty.max-length",
            "body.sampleProperty.accepts.long",
            "query.sampleParameter.required",
            "query.sampleParameter.enum",
            "query.sampleList.max-items",
            "query.sampleList.items.type")) {
      assertTrue(rules.stream().anyMatch(rule -> rule.matches(name)), name);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          parameters:\\n        - | parameters:\\n        - {name: sample, in: cookie, schema: {type: string}}\\n        - | a cookie parameter (sample of PATCH
          patch: | head: | the method HEAD (HEAD /v1
          type: object\\n      description: The qualification | oneOf: [{type: object}]\\n      description: x | oneOf (the request body of PATCH
          additionalProperties: true | maxProperties: 5 | maxProperties (qualification in the request body
          openapi: 3.0.3 | openapi: 3.1.0 | OpenAPI 3.1.0 (the document)
          """)
  void refusesAConstructThatItDoesNotSupport(String old, String changed, String construct) {
    var text = TEXT.replace(old.replace("\\n", "\n"), changed.replace("\\n", "\n"));
    var refusal = assertThrows(UnsupportedOperationException.class, () -> Contract.parse(text));
    assertTrue(
        refusal.getMessage().startsWith("The checks do not support " + construct),
        refusal::getMessage);
  }

  @ParameterizedTest
  @CsvSource({"size, 0, minimum", "order, up, enum"})
  void rejectsAValueThatTheContractDoesNotAllow(String name, String value, String reason) {
    var contract =
        Contract.parse(
            TEXT.replace(
                "parameters:\n        -",
                """
                parameters:
                        - {name: size, in: query, schema: {type: integer, minimum: 1}}
                        - {name: order, in: query, schema: {type: string, enum: [name, city]}}
                        -"""));
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> Values.of(contract, Map.of(name, value)));
    assertTrue(
        e.getMessage().startsWith("Set %s to a value that the contract allows: ".formatted(name)),
        e::getMessage);
    assertTrue(e.getMessage().contains(reason), e::getMessage);
  }

  private static List<Rule> rules(Contract contract) {
    var deployment =
        new Deployment("a", Map.of(Deployment.TOKEN, "token"), Values.of(contract, Map.of()), true);
    var templates = Cases.templates(contract, deployment);
    return Stream.concat(
            Cases.of(templates).stream().map(Case::rule),
            templates.stream()
                .flatMap(template -> ResponseRule.of(template).stream())
                .map(ResponseRule::rule))
        .toList();
  }
}
