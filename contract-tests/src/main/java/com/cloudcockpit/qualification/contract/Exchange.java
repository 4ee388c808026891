package com.cloudcockpit.qualification.contract;

/**
 * A request and what came back.
 *
 * @param millis how long that took
 */
record Exchange(Request request, Answer answer, long millis) {}
