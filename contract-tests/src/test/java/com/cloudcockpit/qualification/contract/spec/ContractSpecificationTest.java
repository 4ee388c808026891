package com.cloudcockpit.qualification.contract.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.cloudcockpit.qualification.contract.checks.Check;
import com.cloudcockpit.qualification.contract.checks.CheckList;
import com.cloudcockpit.qualification.contract.checks.Coverage;
import com.cloudcockpit.qualification.contract.http.Deployment;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that the checks cover the specification, and adapt to changes in it. */
class ContractSpecificationTest {

  private static final String TEXT = Contract.resource("openapi.yaml");

  @Test
  void coversEachStatementOrGivesAReason() {
    var gaps = Coverage.gaps(Contract.published(), checks(Contract.published()));
    if (!gaps.isEmpty()) {
      fail(
          """
          openapi.yaml makes statements that no check covers: %s. For each statement, either
          - add a check, whose rule lists the statement, to a class in contract-tests/**/checks,
          - or state in **/checks/Coverage.notJudgeable and in the table "What cannot be checked" in
            contract-tests/README.md why none can judge it."""
              .formatted(gaps));
    }
  }

  @Test
  void reportsAKeywordThatNoCheckCovers() {
    var free = "          additionalProperties: true\n";
    var contract = Contract.parse(TEXT.replace(free, free + "          maxProperties: 5\n"));
    assertTrue(
        Coverage.gaps(contract, checks(contract)).contains("body.qualification.max-properties"));
  }

  @Test
  void derivesChecksForANewPropertyAndANewParameter() {
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
    var names = checks(contract).stream().map(check -> check.rule().name()).toList();
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

  @Test
  void rejectsASecondOperation() {
    var text =
        TEXT.replace(
            "    patch:\n", "    get:\n      responses: {'200': {description: ok}}\n    patch:\n");
    var rejection = assertThrows(UnsupportedOperationException.class, () -> Contract.parse(text));
    assertTrue(rejection.getMessage().contains("has 2 operations"), rejection::getMessage);
  }

  @Test
  void requestsOnlyTheExamplesOfTheDocumentationPage() {
    assertEquals(
        List.of("400", "404", "500"),
        List.copyOf(
            Contract.parse(
                    TEXT.replace(
                        "        '500':",
                        """
                                '418':
                                  description: Teapot
                                  content: {application/json: {schema: {type: object}}}
                                '500':"""
                            .indent(8)
                            .stripTrailing()))
                .documentedErrors()
                .keySet()));
  }

  private static List<Check> checks(Contract contract) {
    return CheckList.of(
        contract,
        new Deployment(
            URI.create("http://localhost"), "a", "token", null, true, Duration.ofSeconds(1), 0));
  }
}
