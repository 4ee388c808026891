package com.cloudcockpit.qualification.contract.run;

import com.cloudcockpit.qualification.contract.cases.Case;
import com.cloudcockpit.qualification.contract.cases.Template;
import com.cloudcockpit.qualification.contract.http.Exchange;
import com.cloudcockpit.qualification.contract.http.InconclusiveException;
import com.cloudcockpit.qualification.contract.http.Response;
import com.cloudcockpit.qualification.contract.http.Target;
import com.cloudcockpit.qualification.contract.spec.Operation;
import com.google.common.collect.Maps;
import java.util.ArrayList;
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
   * A case and the exchanges that it led to.
   *
   * @param controls the exchanges of its control requests, if the response was not as expected
   */
  public record Sent(Case of, Exchange exchange, List<Exchange> controls) {

    public Response response() {
      return exchange.response();
    }
  }

  private final Target target;
  private final Map<Operation, Template> templates;
  private final Consumer<Case> progress;
  private final Preflight preflight;
  private final List<Sent> sent = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /** The valid requests of the operations that may have changed the data of the user. */
  private final Set<Template> changed = new LinkedHashSet<>();

  private String brokenOff = "";

  /**
   * @param templates the valid requests of the operations
   * @param mock whether the target is the mock
   * @param progress receives each case that was sent
   */
  public Run(Target target, List<Template> templates, boolean mock, Consumer<Case> progress) {
    this.target = target;
    this.templates = Maps.uniqueIndex(templates, Template::operation);
    this.progress = progress;
    preflight = new Preflight(target, mock);
  }

  /** {@return the cases that were sent, in order} */
  public List<Sent> sent() {
    return sent;
  }

  /** {@return why the cases of an operation were not sent} */
  public Obstacle obstacle(Operation operation) {
    return preflight.obstacles.getOrDefault(operation, Obstacle.NONE);
  }

  /** {@return whether the run ended early} */
  public boolean isBrokenOff() {
    return !brokenOff.isEmpty();
  }

  /** {@return why the run, or an operation, was inconclusive} */
  public List<String> inconclusive() {
    var reasons = preflight.obstacles.values().stream().map(Obstacle::reason);
    var sentences =
        reasons
            .filter(reason -> !reason.isEmpty())
            .map(reason -> "%s %s".formatted(target.baseUri(), reason));
    return Stream.concat(sentences, Stream.of(brokenOff).filter(one -> !one.isEmpty())).toList();
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
    sendUnlessBrokenOff(
        () -> {
          preflight.check(
              templates.values(),
              template ->
                  selected.stream().anyMatch(one -> one.operation() == template.operation()));
          selected.stream().filter(one -> !one.isDeletion()).forEach(this::send);
          evidence.stream().filter(one -> isNeeded.test(sent, one)).forEach(this::send);
        });
    restore();
    sendUnlessBrokenOff(() -> selected.stream().filter(Case::isDeletion).forEach(this::send));
  }

  private void sendUnlessBrokenOff(Runnable sending) {
    try {
      if (!isBrokenOff()) {
        sending.run();
      }
    } catch (InconclusiveException e) {
      brokenOff = e.getMessage();
    }
  }

  private void send(Case one) {
    var template = templates.get(one.operation());
    var obstacle = obstacle(one.operation());
    if (!one.isSent() || obstacle.prevents()) {
      return;
    }
    if (template.changesKnownData()) {
      changed.add(template);
    }
    // an API may reject a second update with the same values
    var first = one.isUsual() && one.known() ? obstacle.accepted() : null;
    var exchange = first == null ? target.send(one.request()) : first;
    boolean expected = one.expectation().allows(exchange.response().status());
    List<Exchange> controls = new ArrayList<>();
    if (!expected && exchange.response().status() / 100 == 4) {
      one.controls().forEach(control -> controls.add(target.send(control)));
    }
    if (!expected) {
      preflight.requireStillResponding(template, one, exchange.response());
    }
    sent.add(new Sent(one, exchange, controls));
    progress.accept(one);
  }

  /** Sends the values of the user again if a case may have set others. */
  private void restore() {
    boolean interrupted = Thread.interrupted();
    for (var template : changed) {
      String problem;
      try {
        var response = target.send(template.request()).response();
        problem = response.isSuccess() ? "" : response.summary();
      } catch (InconclusiveException e) {
        problem = e.getMessage();
      }
      if (!problem.isEmpty()) {
        notes.add(
            "%s could not be sent again with your values (%s): the test data may have changed."
                .formatted(template.operation().id(), problem));
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
