package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.spec.Contract;
import java.util.ArrayList;
import java.util.List;

/** Puts the cases of all operations together. */
public final class Cases {

  private Cases() {}

  /** {@return the cases of operations, in the order in which they run} */
  public static List<Case> of(List<Template> templates) {
    var cases = new ArrayList<Case>();
    var last = new ArrayList<Case>();
    for (var template : templates) {
      cases.addAll(ResourceCases.of(template));
      cases.addAll(ParameterCases.of(template));
      cases.addAll(BodyCases.of(template));
      cases.addAll(ListedCases.of(template));
      cases.addAll(ExampleCases.of(template));
      if (template.operation().isDelete()) {
        last.add(ResourceCases.deleted(template));
      }
    }
    cases.addAll(last);
    return cases;
  }

  /** {@return the valid request of each operation} */
  public static List<Template> templates(Contract contract, Deployment deployment) {
    boolean several = contract.operations().size() > 1;
    return contract.operations().stream()
        .map(operation -> new Template(operation, deployment, several))
        .toList();
  }
}
