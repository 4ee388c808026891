package com.cloudcockpit.qualification.contract;

import com.cloudcockpit.qualification.contract.spec.Contract;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;

/** A complying API that records what it receives. A test may change its responses. */
public final class RecordingApi implements Api {

  public static final String TENANT = CompliantApi.TENANT;
  public static final String TOKEN = CompliantApi.TOKEN;
  public static final String ID = CompliantApi.ID;

  private final Contract contract;
  private final Api api;
  private final BiFunction<Call, Reply, Reply> change;
  private final List<Call> calls = Collections.synchronizedList(new ArrayList<>());

  public RecordingApi() {
    this((call, reply) -> reply);
  }

  public RecordingApi(BiFunction<Call, Reply, Reply> change) {
    this(Contract.resource("openapi.yaml"), change);
  }

  RecordingApi(String specification, BiFunction<Call, Reply, Reply> change) {
    var resolved = CompliantApi.resolved(CompliantApi.parse(specification));
    contract = Contract.parse(specification);
    api = new CompliantApi(resolved, CompliantApi.ORDER);
    this.change = change;
  }

  @Override
  public Reply answer(Call call) {
    calls.add(call);
    return change.apply(call, api.answer(call));
  }

  public List<Call> calls() {
    return List.copyOf(calls);
  }

  /** {@return checks of this API without a network} */
  ContractChecks.Builder checks() {
    var checks = ContractChecks.builder().baseUri("http://localhost").tenant(TENANT).token(TOKEN);
    checks.contract = contract;
    checks.transport = (request, uri) -> send(request);
    return checks;
  }

  /** {@return checks with values for the product's operation} */
  ContractChecks.Builder checksWithValues() {
    return checks()
        .set("customerId", ID)
        .set("providerInstanceId", "instance-1")
        .set("qualification", "{\"educationSegment\":\"K12\"}");
  }
}
