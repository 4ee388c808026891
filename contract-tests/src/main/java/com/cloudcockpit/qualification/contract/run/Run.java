package com.cloudcockpit.qualification.contract.run;

import com.cloudcockpit.qualification.contract.http.Exchange;
import com.cloudcockpit.qualification.contract.spec.Operation;
import java.util.List;
import java.util.Map;

/**
 * What a run sent and received.
 *
 * @param sent the cases that were sent, in order
 * @param inconclusive why the cases of an operation were not sent
 * @param notServed the responses that show that the API does not serve an operation's path
 * @param brokenOff why the run ended early, or an empty string
 * @param notes further sentences for the reader of the report
 */
public record Run(
    List<Sent> sent,
    Map<Operation, String> inconclusive,
    Map<Operation, Exchange> notServed,
    String brokenOff,
    List<String> notes) {}
