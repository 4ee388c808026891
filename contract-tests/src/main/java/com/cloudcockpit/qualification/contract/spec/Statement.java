package com.cloudcockpit.qualification.contract.spec;

/**
 * One thing that the specification states.
 *
 * @param id where and what, as in {@code body.providerInstanceId.min-length}
 * @param text the statement for people to read
 */
public record Statement(String id, String text) {}
