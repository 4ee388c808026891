package com.cloudcockpit.qualification.contract.run;

import com.cloudcockpit.qualification.contract.cases.Case;
import com.cloudcockpit.qualification.contract.cases.Template;
import com.cloudcockpit.qualification.contract.http.InconclusiveException;
import com.cloudcockpit.qualification.contract.http.Target;
import com.cloudcockpit.qualification.contract.http.Target.Exchange;
import com.cloudcockpit.qualification.contract.run.Preflight.Obstacle;
import com.cloudcockpit.qualification.contract.spec.Operation;
import com.google.common.collect.Maps;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Sends cases, and notices if the API cannot be checked or is no longer available. */
public final class Run {

  /**
   * A case and the exchange that it led to.
   *
   * @param rejectedAlike whether the API rejects the control requests of the case with the same
   *     status
   */
  public record Sent(Case of, Exchange exchange, boolean rejectedAlike) {}

  private final Target target;
  private final Map<Operation, Preflight> preflights;
  private final Consumer<Case> progress;
  private final Map<Operation, Obstacle> obstacles = new LinkedHashMap<>();
  private final List<Sent> sent = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /** The valid requests of the operations that may have changed the user's data. */
  private final Set<Template> changed = new LinkedHashSet<>();

  private final List<String> inconclusive = new ArrayList<>();
  private boolean endedEarly;

  /**
   * @param templates the valid requests of the operations
   * @param progress receives each case that was sent
   */
  public Run(Target target, List<Template> templates, Consumer<Case> progress) {
    this.target = target;
    this.progress = progress;
    var all = templates.stream().map(template -> new Preflight(target, template));
    preflights = Maps.uniqueIndex(all.iterator(), one -> one.template().operation());
  }

  /** {@return the cases that were sent, in order} */
  public List<Sent> sent() {
    return sent;
  }

  /** {@return what prevents the cases of an operation from being sent, if anything} */
  public Obstacle obstacle(Operation operation) {
    return obstacles.getOrDefault(operation, new Obstacle(null, ""));
  }

  /** {@return whether the run ended early} */
  public boolean endedEarly() {
    return endedEarly;
  }

  /** {@return why the run, or an operation, was inconclusive} */
  public List<String> inconclusive() {
    return inconclusive;
  }

  /** {@return further sentences for the reader of the report} */
  public List<String> notes() {
    return notes;
  }

  /**
   * Sends cases.
   *
   * @param selected the cases to send
   * @param evidence further cases
   * @param isNeeded whether one of these is needed, given what was sent before
   */
  public void send(
      List<Case> selected, List<Case> evidence, BiPredicate<List<Sent>, Case> isNeeded) {
    sendUnlessEnded(
        () -> {
          check(selected);
          selected.stream().filter(one -> !one.isDeletion()).forEach(this::send);
          evidence.stream().filter(one -> isNeeded.test(sent, one)).forEach(this::send);
        });
    restore();
    sendUnlessEnded(() -> selected.stream().filter(Case::isDeletion).forEach(this::send));
  }

  private void sendUnlessEnded(Runnable sending) {
    try {
      if (!endedEarly) {
        sending.run();
      }
    } catch (InconclusiveException e) {
      endedEarly = true;
      var last = sent.stream().reduce((before, after) -> after);
      var place = last.map(one -> "The run stopped after %s. ".formatted(one.of().rule().name()));
      inconclusive.add(place.orElse("") + e.getMessage());
    }
  }

  /** Rejects the base URL if the API serves none of the operations. */
  private void check(List<Case> selected) {
    for (var one : selected) {
      obstacles.computeIfAbsent(one.operation(), key -> preflights.get(key).check());
    }
    obstacles.values().stream()
        .map(Obstacle::reason)
        .filter(reason -> !reason.isEmpty() && !reason.equals(Obstacle.NOT_SERVED))
        .forEach(inconclusive::add);
    var others = Maps.filterKeys(preflights, operation -> !obstacles.containsKey(operation));
    boolean served =
        Stream.concat(obstacles.values().stream(), others.values().stream().map(Preflight::check))
            .anyMatch(one -> !one.isNotServed() || one.first().response().isRedirect());
    if (!served && !selected.isEmpty()) {
      var response = obstacles.values().iterator().next().first().response();
      // these responses are not the API's
      obstacles.clear();
      throw new InconclusiveException(
          "%s treats the API's path like an unknown one (%s%s): check the base URL and the tenant."
              .formatted(target.baseUri(), response.summary(), response.quote()));
    }
  }

  private void send(Case one) {
    var obstacle = obstacle(one.operation());
    if (!one.isSent() || !obstacle.reason().isEmpty()) {
      return;
    }
    var preflight = preflights.get(one.operation());
    if (preflight.template().changesKnownData()) {
      changed.add(preflight.template());
    }
    var first = obstacle.first();
    // an API may reject a second update with the same values
    boolean again = first != null && one.isUsual() && one.known();
    var exchange = again ? first : target.send(one.request());
    int status = exchange.response().status();
    boolean expected = one.expectation().allows(status);
    boolean controlled = !expected && status >= 400 && !one.controls().isEmpty();
    boolean alike =
        controlled
            && one.controls().stream()
                .allMatch(control -> target.send(control).response().status() == status);
    boolean started = first != null && !first.response().isOutage();
    if (!expected && started && (exchange.response().isOutage() || status == 401)) {
      var now = preflight.check().first().response();
      if (now.isOutage()) {
        throw new InconclusiveException(preflight.unavailable(now));
      }
    }
    sent.add(new Sent(one, exchange, alike));
    progress.accept(one);
  }

  /** Sends the user's values again if a case may have set others. */
  private void restore() {
    boolean interrupted = Thread.interrupted();
    for (var template : changed) {
      try {
        var response = target.send(template.request()).response();
        if (!response.isSuccess()) {
          throw new InconclusiveException(response.summary());
        }
      } catch (InconclusiveException e) {
        notes.add(
            "%s could not be sent again with your values (%s): the test data may have changed."
                .formatted(template.operation().id(), e.getMessage()));
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
