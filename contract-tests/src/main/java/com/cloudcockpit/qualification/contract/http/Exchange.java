package com.cloudcockpit.qualification.contract.http;

/**
 * A request and what came back.
 *
 * @param millis how long it took
 */
public record Exchange(Request request, Response response, long millis) {}
