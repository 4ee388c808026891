package com.cloudcockpit.qualification.contract.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.google.common.base.Strings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

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

  public static final Catalog INSTANCE =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .convertValue(
              new Load(LoadSettings.builder().build())
                  .loadFromInputStream(Catalog.class.getResourceAsStream("catalog.yaml")),
              Catalog.class);

  /** A request. */
  record Listed(
      String name,
      Outcome severity,
      String subject,
      Map<String, String> headers,
      boolean lowerCase,
      String body,
      String charset,
      String expected,
      String tolerated) {

    Listed {
      headers = Objects.requireNonNullElse(headers, Map.of());
      charset = Objects.requireNonNullElse(charset, "UTF-8");
      expected = Strings.nullToEmpty(expected);
      tolerated = Strings.nullToEmpty(tolerated);
    }
  }

  /**
   * A value for a field.
   *
   * @param name the last part of the name of the rule
   * @param words a description of the value, or of the whole request if capitalized
   * @param severity the severity of a violation
   * @param types the JSON types for which the value is valid, if it is listed as invalid
   */
  record Sample(String name, String words, JsonNode value, Outcome severity, List<String> types) {}

  /** A rule about responses. */
  public record Responses(String name, String of, Outcome severity, String sentence) {}
}
