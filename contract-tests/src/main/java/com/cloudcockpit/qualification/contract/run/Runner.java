package com.cloudcockpit.qualification.contract.run;

import com.cloudcockpit.qualification.contract.cases.Case;
import com.cloudcockpit.qualification.contract.cases.Template;
import com.cloudcockpit.qualification.contract.http.Exchange;
import com.cloudcockpit.qualification.contract.http.InconclusiveException;
import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.http.Target;
import com.cloudcockpit.qualification.contract.spec.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/** Sends cases, and notices if the API cannot be checked or is no longer available. */
public final class Runner {

  private final Target target;
  private final Preflight preflight;
  private final Map<Operation, Template> templates = new LinkedHashMap<>();
  private final Consumer<Sent> progress;
  private final List<Sent> sent = new ArrayList<>();
  private final Map<Operation, String> inconclusive = new LinkedHashMap<>();
  private final Map<Operation, Exchange> notServed = new LinkedHashMap<>();
  private final Map<Operation, Exchange> accepted = new LinkedHashMap<>();

  /** The operations that may have changed the data of the user. */
  private final Set<Operation> changed = new HashSet<>();

  private final List<String> notes = new ArrayList<>();

  /**
   * @param templates the valid requests of the operations
   * @param mock whether the target is the mock
   * @param progress receives each case that was sent
   */
  public Runner(Target target, List<Template> templates, boolean mock, Consumer<Sent> progress) {
    this.target = target;
    this.progress = progress;
    preflight = new Preflight(target, mock);
    templates.forEach(template -> this.templates.put(template.operation(), template));
  }

  /**
   * Sends cases.
   *
   * @param selected the cases to send
   * @param evidence further cases
   * @param isNeeded whether one of these is needed, given what was sent before
   */
  public Run run(List<Case> selected, List<Case> evidence, BiPredicate<List<Sent>, Case> isNeeded) {
    var brokenOff =
        reasonToStop(
            () -> {
              preflight(selected);
              selected.stream().filter(one -> !one.isDeletion()).forEach(this::send);
              evidence.stream().filter(one -> isNeeded.test(sent, one)).forEach(this::send);
            });
    restore();
    if (brokenOff.isEmpty()) {
      brokenOff =
          reasonToStop(() -> selected.stream().filter(Case::isDeletion).forEach(this::send));
    }
    if (target.repeated() > 0) {
      notes.add(
          "Requests retried after a closed connection: %d. All of them got a response."
              .formatted(target.repeated()));
    }
    return new Run(sent, inconclusive, notServed, brokenOff, notes);
  }

  private static String reasonToStop(Runnable sending) {
    try {
      sending.run();
      return "";
    } catch (InconclusiveException e) {
      return e.getMessage();
    }
  }

  private void preflight(List<Case> selected) {
    var operations = new ArrayList<>(templates.keySet());
    operations.removeIf(one -> selected.stream().noneMatch(c -> c.operation().equals(one)));
    for (var operation : operations) {
      var obstacle = preflight.check(templates.get(operation));
      if (obstacle.notServed() != null) {
        notServed.put(operation, obstacle.notServed());
      } else if (obstacle.accepted() != null) {
        accepted.put(operation, obstacle.accepted());
      } else if (!obstacle.reason().isEmpty()) {
        inconclusive.put(operation, obstacle.reason());
      }
    }
    if (!operations.isEmpty() && notServed.size() == operations.size()) {
      var others = new ArrayList<>(templates.values());
      others.removeIf(other -> notServed.containsKey(other.operation()));
      preflight.requireServed(notServed.values(), others);
    }
  }

  private void send(Case one) {
    var operation = one.operation();
    if (!one.isSent() || inconclusive.containsKey(operation) || notServed.containsKey(operation)) {
      return;
    }
    if (templates.get(operation).changesKnownData()) {
      changed.add(operation);
    }
    // an API may reject a second update with the same values
    var first = one.isUsual() && one.known() ? accepted.get(operation) : null;
    var exchange = first == null ? target.send(one.request()) : first;
    boolean expected = one.expectation().allows(exchange.response().status());
    List<Exchange> controls = new ArrayList<>();
    if (!expected && exchange.response().status() / 100 == 4) {
      one.controls().forEach(control -> controls.add(target.send(control)));
    }
    var added = new Sent(one, exchange, controls);
    if (!expected) {
      preflight.requireStillResponding(templates.get(operation), added);
    }
    sent.add(added);
    progress.accept(added);
  }

  /** Sends the values of the user again if a case may have set others. */
  private void restore() {
    boolean interrupted = Thread.interrupted();
    for (var template : templates.values()) {
      if (!changed.contains(template.operation())) {
        continue;
      }
      var response = send(template.request());
      if (!response.equals("2")) {
        notes.add(
            "%s could not be sent again with your values (%s): the test data may have changed."
                .formatted(template.operation().id(), response));
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private String send(Request request) {
    try {
      var response = target.send(request).response();
      return response.isSuccess() ? "2" : response.summary();
    } catch (InconclusiveException e) {
      return e.getMessage();
    }
  }
}
