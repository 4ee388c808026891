package com.cloudcockpit.qualification.contract;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.cloudcockpit.qualification.contract.Mutants.Mutant;
import com.cloudcockpit.qualification.contract.cases.Outcome;
import com.cloudcockpit.qualification.contract.cases.Rule;
import com.cloudcockpit.qualification.contract.spec.Contract;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the checks themselves, on servers that comply with the contract and on others. */
@Tag("slow")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class MutantTest {

  private static final ObjectNode CONTRACT =
      CompliantApi.resolved(CompliantApi.parse(Contract.resource("openapi.yaml")));
  private static final ObjectNode CUSTOMERS =
      CompliantApi.resolved(CompliantApi.resource("customers.yaml"));
  private static final String UPDATE = "updateCustomerMicrosoftQualification";
  private static final Map<String, Contract> CONTRACTS = new ConcurrentHashMap<>();

  /** Patterns of mutants that no check detects, and why. */
  private static final Map<String, String> SURVIVORS =
      Map.of(
          ".*header X-Tenant (has another name|is in the query)",
          "a missing and an unknown tenant may get the same error, so the run is inconclusive");

  /** Checks that never fail alone, and why. */
  private static final Map<String, String> NEVER_ALONE =
      Map.of(
          "update.accepted", "a server that rejects a usual update also rejects its variants",
          "customer.unknown", "the other IDs that the checks send are unknown, too",
          "body.qualification.accepts.empty", "other valid bodies also contain an empty object");

  private static final Map<Boolean, AtomicInteger> COUNTED = counters();
  private static final Map<Boolean, AtomicInteger> SURVIVED = counters();
  private static final AtomicInteger FAULTS = new AtomicInteger();
  private static final Set<String> FAILED_ALONE = ConcurrentHashMap.newKeySet();

  /** The exit code, and the rules that a server violates. */
  private record Result(int exitCode, Set<String> violated) {}

  /** {@return the checks of an operation} */
  private static ContractChecks.Builder checks(
      ObjectNode contract, String operation, boolean withValues) {
    var checks =
        ContractChecks.builder()
            .baseUri("http://localhost")
            .tenant(CompliantApi.TENANT)
            .token(CompliantApi.TOKEN)
            .tokenWithoutRole(CompliantApi.TOKEN_WITHOUT_ROLE)
            .expiredToken("expired")
            .only(List.of(operation + ".*"));
    checks.contract = CONTRACTS.computeIfAbsent(contract.toString(), Contract::parse);
    if (withValues) {
      checks.set(operation + ".customerId", CompliantApi.ID);
    }
    if (withValues && operation.equals(UPDATE)) {
      checks.set("providerInstanceId", "instance-1");
      checks.set("qualification", "{\"educationSegment\":\"K12\"}");
    }
    return checks;
  }

  private static Result run(ContractChecks.Builder checks, Api api) {
    checks.transport = (request, uri) -> api.send(request);
    return run(checks);
  }

  private static Result run(ContractChecks.Builder checks) {
    var report = checks.build().run();
    var violated =
        report.results().stream()
            .filter(result -> List.of(Outcome.FAIL, Outcome.WARN).contains(result.outcome()))
            .map(result -> result.rule().name())
            .collect(toCollection(TreeSet::new));
    if (violated.size() == 1) {
      FAILED_ALONE.addAll(violated);
    }
    return new Result(report.exitCode(), violated);
  }

  private static Result run(Variation server, boolean withValues) throws IOException {
    var api = server.api(CONTRACT);
    var checks = checks(CONTRACT, UPDATE, withValues);
    var transfer = server.get("transfer");
    if (transfer.isEmpty()) {
      return run(checks, api);
    }
    try (var http = new HttpApi(api)) {
      var timeout = Duration.ofSeconds(transfer.equals("late") ? 1 : 30);
      return run(checks.baseUri(http.url()).timeout(timeout));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void passesForEachServerThatComplies(Variation server) throws IOException {
    for (var withValues : List.of(true, false)) {
      var result = run(server, withValues);
      assertEquals(0, result.exitCode, () -> "violated: " + result.violated);
    }
  }

  static Stream<Variation> passesForEachServerThatComplies() {
    return Variation.of("compliant");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void detectsEachFault(Variation server) throws IOException {
    var violated = run(server, true).violated;
    FAULTS.incrementAndGet();
    assertTrue(violated.contains(server.get("check")), () -> "violated: " + violated);
  }

  static Stream<Variation> detectsEachFault() {
    return Variation.of("faulty");
  }

  @ParameterizedTest(name = "{0}, with values: {1}")
  @MethodSource
  void detectsMutants(String operation, boolean withValues, ObjectNode contract) {
    var exitCodes = new ConcurrentHashMap<Mutant, Integer>();
    Mutants.of(contract).parallelStream()
        .filter(mutant -> mutant.operation().equals(operation))
        .filter(mutant -> withValues || !mutant.uncounted().equals(Mutants.COMPLIES))
        .forEach(
            mutant -> {
              var api = new CompliantApi(mutant.specification(), CompliantApi.ORDER);
              var exitCode = run(checks(contract, operation, withValues), api).exitCode;
              exitCodes.put(mutant, exitCode);
              boolean complies = mutant.uncounted().equals(Mutants.COMPLIES);
              assertFalse(complies && exitCode != 0, "false alarm for " + mutant);
            });
    // without values, there is no success response
    var counted =
        exitCodes.keySet().stream()
            .filter(mutant -> mutant.uncounted().isEmpty())
            .filter(mutant -> withValues || !mutant.name().startsWith("2"))
            .toList();
    var survivors = counted.stream().filter(mutant -> exitCodes.get(mutant) != 1).toList();
    System.out.printf(
        "Mutants of %s %s values: detected %d of %d, inconclusive %d%n",
        operation,
        withValues ? "with" : "without",
        counted.size() - survivors.size(),
        counted.size(),
        survivors.stream().filter(mutant -> exitCodes.get(mutant) == 2).count());
    COUNTED.get(withValues).addAndGet(counted.size());
    SURVIVED.get(withValues).addAndGet(survivors.size());
    var unexplained = survivors.stream().filter(mutant -> !hasReason(mutant)).toList();
    assertEquals(List.of(), unexplained, "These mutants survive without a reason");
  }

  private static boolean hasReason(Mutant survivor) {
    return SURVIVORS.keySet().stream().anyMatch(survivor.toString()::matches);
  }

  static List<Arguments> detectsMutants() {
    var arguments = new ArrayList<Arguments>();
    for (var contract : List.of(CONTRACT, CUSTOMERS)) {
      for (var operation : contract.get("paths").findValuesAsText("operationId")) {
        arguments.add(arguments(operation, true, contract));
        arguments.add(arguments(operation, false, contract));
      }
    }
    return arguments;
  }

  private static Map<Boolean, AtomicInteger> counters() {
    return Map.of(true, new AtomicInteger(), false, new AtomicInteger());
  }

  @AfterAll
  static void detectsEnoughMutants() {
    assertTrue(SURVIVED.get(true).get() <= 0.02 * COUNTED.get(true).get(), "with values");
    assertTrue(SURVIVED.get(false).get() <= 0.1 * COUNTED.get(false).get(), "without values");
  }

  @AfterAll
  static void hasAServerForEachCheckThatOnlyThisCheckDetects() {
    if (FAULTS.get() < detectsEachFault().count()) {
      return; // only some of the tests were run
    }
    var missing =
        checks(CONTRACT, UPDATE, true).build().rules().stream()
            .map(Rule::name)
            .collect(toCollection(TreeSet::new));
    missing.removeAll(FAILED_ALONE);
    missing.removeAll(NEVER_ALONE.keySet());
    assertEquals(Set.of(), missing, "Add a fault to variations.yaml for each of these checks");
  }
}
