package com.cloudcockpit.qualification.contract.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudcockpit.qualification.contract.cases.Case;
import com.cloudcockpit.qualification.contract.cases.Cases;
import com.cloudcockpit.qualification.contract.cases.Deployment;
import com.cloudcockpit.qualification.contract.cases.Rule;
import com.cloudcockpit.qualification.contract.cases.Values;
import com.cloudcockpit.qualification.contract.result.ResponseRule;
import java.net.URI;
import java.time.Duration;
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
                    "        - name: X-Correlation-Id",
                    """
                            - {name: sampleParameter, in: query, required: true, example: a, \
                            schema: {type: string, enum: [a, b]}}
                            - name: X-Correlation-Id"""
                        .indent(8)
                        .stripTrailing()));
    var names = rules(contract).stream().map(Rule::name).toList();
    assertTrue(
        names.containsAll(
            List.of(
                "body.sampleProperty.optional",
                "body.sampleProperty.null",
                "body.sampleProperty.type.number",
                "body.sampleProperty.type.wrapped",
                "body.sampleProperty.max-length",
                "body.sampleProperty.accepts.long",
                "query.sampleParameter.required",
                "query.sampleParameter.enum")),
        names::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          in: header\\n          required: true | in: cookie\\n          required: true | a cookie parameter (X-Tenant of PATCH
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

  @Test
  void requestsOnlyTheExamplesOfTheDocumentationPage() {
    var text =
        TEXT.replace(
            "        '500':",
            """
                    '418':
                      description: Teapot
                      content: {application/json: {schema: {type: object}}}
                    '500':"""
                .indent(8)
                .stripTrailing());
    assertEquals(
        List.of("400", "404", "500"),
        List.copyOf(Contract.parse(text).operations().get(0).documentedErrors().keySet()));
  }

  private static List<Rule> rules(Contract contract) {
    var deployment =
        new Deployment(
            URI.create("http://localhost"),
            "a",
            "token",
            null,
            null,
            Values.of(contract, Map.of()),
            true,
            Duration.ofSeconds(1),
            0);
    var templates = Cases.templates(contract, deployment);
    return Stream.concat(
            Cases.of(templates).stream().map(Case::rule),
            templates.stream()
                .flatMap(template -> ResponseRule.of(template).stream())
                .map(ResponseRule::rule))
        .toList();
  }
}
