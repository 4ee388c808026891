package com.cloudcockpit.qualification.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What came back for a request.
 *
 * @param fault why no answer came, or null if one did; the other values mean nothing then
 * @param unreachable whether there was no server to answer
 * @param status the HTTP status
 * @param contentType the {@code Content-Type}, empty if there is none
 * @param location the {@code Location} without its query, empty if there is none
 * @param body the body as text, empty if there is none
 * @param violations what is wrong with the answer by the specification, for a status whose content
 *     it describes
 */
record Answer(
    String fault,
    boolean unreachable,
    int status,
    String contentType,
    String location,
    String body,
    List<Violation> violations) {

  /** One thing that is wrong by the specification; the key is the validator's name for the kind. */
  record Violation(String key, String message) {}

  static Answer none(String fault, boolean unreachable) {
    return new Answer(fault, unreachable, 0, "", "", "", List.of());
  }

  boolean isSuccess() {
    return status / 100 == 2;
  }

  /** Whether the specification describes the content of an answer with this status. */
  boolean isDescribedError() {
    var response = Contract.OPERATION.getResponses().get(Integer.toString(status));
    return response != null && response.getContent() != null;
  }

  boolean isHtml() {
    return contentType.toLowerCase(Locale.ROOT).contains("html")
        || body.stripLeading().startsWith("<");
  }

  /** The body if it is JSON, the whole of it. */
  Optional<JsonNode> json() {
    try {
      return Optional.of(
              Contract.JSON
                  .reader()
                  .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                  .readTree(body))
          .filter(node -> !node.isMissingNode());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
