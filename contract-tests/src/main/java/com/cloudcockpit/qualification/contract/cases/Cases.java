package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.spec.Contract;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Puts the cases of all operations together. */
public final class Cases {

  private Cases() {}

  /** {@return the cases of operations, in the order in which they run} */
  public static List<Case> of(List<Template> templates) {
    var cases = new ArrayList<Case>();
    for (var template : templates) {
      cases.addAll(ResourceCases.of(template));
      cases.addAll(FieldCases.of(template));
      cases.addAll(ListedCases.of(template));
    }
    // what the user named for that is deleted last
    return cases.stream().sorted(Comparator.comparing(Case::isDeletion)).toList();
  }

  /** {@return the valid request of each operation} */
  public static List<Template> templates(Contract contract, Deployment deployment) {
    boolean several = contract.operations().size() > 1;
    return contract.operations().stream()
        .map(operation -> new Template(operation, deployment, several))
        .toList();
  }
}
