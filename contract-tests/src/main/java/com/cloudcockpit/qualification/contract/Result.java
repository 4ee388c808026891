package com.cloudcockpit.qualification.contract;

/**
 * A check that was made.
 *
 * @param millis how long it took
 */
record Result(Check check, Verdict verdict, long millis) {}
