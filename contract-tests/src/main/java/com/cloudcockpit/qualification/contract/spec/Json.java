package com.cloudcockpit.qualification.contract.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/** Reads and writes JSON. */
public final class Json {

  public static final String MEDIA_TYPE = "application/json";

  /** JSON has no limit, and servers may return what a client sent. */
  private static final int DEEPEST = 100_000;

  public static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  static {
    var reading = StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build();
    var writing = StreamWriteConstraints.builder().maxNestingDepth(DEEPEST).build();
    MAPPER.getFactory().setStreamReadConstraints(reading).setStreamWriteConstraints(writing);
  }

  private Json() {}

  /** {@return a text parsed as JSON, or empty if it is not a single JSON value} */
  public static Optional<JsonNode> read(String text) {
    try {
      return Optional.of(MAPPER.readTree(text)).filter(node -> !node.isMissingNode());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
