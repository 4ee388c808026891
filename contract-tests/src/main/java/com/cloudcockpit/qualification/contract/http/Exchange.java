package com.cloudcockpit.qualification.contract.http;

/**
 * A request and the response to it.
 *
 * @param millis the duration in milliseconds
 */
public record Exchange(Request request, Response response, long millis) {}
