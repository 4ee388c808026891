package com.cloudcockpit.qualification.contract.cases;

import com.cloudcockpit.qualification.contract.cases.Case.Kind;
import com.cloudcockpit.qualification.contract.cases.Rule.Severity;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The requests and values that are the same for every operation, as {@code catalog.yaml} lists. */
public record Catalog(
    List<Listed> requests,
    Map<String, String> formats,
    List<Sample> wrongTypes,
    List<Sample> wrongTexts,
    List<Sample> invalidUuids,
    List<Sample> validUuids,
    List<Sample> texts,
    List<Sample> objects,
    List<Responses> responses) {

  public static final Catalog INSTANCE = read();

  /** A request. */
  record Listed(
      String name,
      Severity severity,
      String subject,
      Map<String, String> headers,
      boolean lowerCase,
      String body,
      String charset,
      String expected,
      String tolerated) {

    Listed {
      severity = Objects.requireNonNullElse(severity, Severity.FAILURE);
      headers = Objects.requireNonNullElse(headers, Map.of());
      charset = Objects.requireNonNullElse(charset, "UTF-8");
      tolerated = Objects.requireNonNullElse(tolerated, "");
    }

    Kind kind() {
      if (expected == null) {
        return Kind.VALID;
      }
      return expected.matches("401|403") ? Kind.UNAUTHENTICATED : Kind.INVALID;
    }

    /** {@return the header that the request is about, or an empty string} */
    String field() {
      return String.join(", ", headers.keySet());
    }

    boolean isAboutToken() {
      return headers.containsKey("Authorization");
    }

    boolean isAboutBody() {
      return body != null || headers.containsKey("Content-Type");
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
      return new ObjectMapper(new YAMLFactory())
          .setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .readValue(stream, Catalog.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
