package com.cloudcockpit.qualification.contract.spec;

/**
 * A statement of the specification.
 *
 * @param id the location and the keyword, such as {@code body.providerInstanceId.min-length}
 * @param text the statement as text
 */
public record Statement(String id, String text) {}
