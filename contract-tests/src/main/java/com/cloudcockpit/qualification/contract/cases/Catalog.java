package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.cases.Rule.Severity;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The requests and values that are the same for every operation, as {@code catalog.yaml} lists. */
public record Catalog(
    List<Listed> unauthenticated,
    @JsonProperty("invalid-bodies") List<Listed> invalidBodies,
    @JsonProperty("valid-bodies") List<Listed> validBodies,
    @JsonProperty("valid-headers") List<Listed> validHeaders,
    @JsonProperty("wrong-types") List<Value> wrongTypes,
    @JsonProperty("invalid-uuids") List<Value> invalidUuids,
    @JsonProperty("valid-uuids") List<Value> validUuids,
    List<Value> texts,
    List<Value> objects,
    List<Responses> responses) {

  public static final Catalog INSTANCE = read();

  /** A request. */
  public record Listed(
      String name,
      Severity severity,
      String subject,
      String authorization,
      Map<String, String> headers,
      String body,
      String charset,
      String expected,
      String tolerated) {

    public Listed {
      severity = Objects.requireNonNullElse(severity, Severity.FAILURE);
      headers = Objects.requireNonNullElse(headers, Map.of());
      tolerated = Objects.requireNonNullElse(tolerated, "");
    }

    /** {@return the header that the request is about, or an empty string} */
    String header() {
      return String.join(", ", headers.keySet());
    }
  }

  /** A value. */
  public record Value(
      String name, Severity severity, String words, JsonNode value, List<String> types) {

    /** {@return a sample with this name and these words} */
    Sample sample(JsonNode actual) {
      var found = Objects.requireNonNullElse(severity, Severity.FAILURE);
      return new Sample(name, words, actual, found);
    }
  }

  /** A rule about responses. */
  public record Responses(String name, String of, Severity severity, String sentence) {

    public Responses {
      severity = Objects.requireNonNullElse(severity, Severity.FAILURE);
    }
  }

  private static Catalog read() {
    try (var stream = Catalog.class.getResourceAsStream("catalog.yaml")) {
      return new ObjectMapper(new YAMLFactory()).readValue(stream, Catalog.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
