package com.cloudcockpit.qualification.contract.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":1}|
          "text"|
          []|
          [1,2]|
          [1] x|is not valid JSON
          [1][2]|is more than one JSON document
          {"a":[|ends in the middle of its JSON
          ` `|is empty
          \uFEFF{"a":1}|begins with a byte order mark
          {"a":1}{"a":1}|is more than one JSON document
          {"a":1} x|is not valid JSON
          404 Not Found|is not valid JSON
          <!DOCTYPE html><title>x</title>|is a web page
          <Error/>|is not valid JSON
          """)
  void namesTheProblemOfABody(String body, String problem) {
    var response = response(400, "application/json", body);
    assertEquals(problem == null ? "" : problem, response.bodyProblem());
    assertEquals(problem == null, response.json().isPresent());
  }

  @Test
  void readsDeepJson() {
    var body = "[".repeat(20_000) + "]".repeat(20_000);
    assertEquals("", response(400, "application/json", body).bodyProblem());
  }

  @Test
  void quotesTheTitleOfAWebPage() {
    var page = "<html><head><title lang='en'>\n Access\n  denied </title></head></html>";
    var response = response(403, "text/html; charset=utf-8", page);
    assertEquals("Access denied", response.words());
    assertEquals("403 with a web page", response.summary());
    assertEquals("403 with a web page", response(403, "text/html", "<p>no").summary());
  }

  @Test
  void summarizesARedirectWithoutItsQuery() {
    var headers = Map.of("location", "https://login.example.com/?state=secret");
    var response = new Response(null, false, 302, headers, "", null);
    assertEquals("302, a redirect to https://login.example.com/", response.summary());
  }

  @Test
  void isAnOutageIfThereIsNoResponse() {
    assertTrue(Response.none("connection refused", true).isOutage());
    assertTrue(response(503, "", "").isOutage());
  }

  private static Response response(int status, String type, String body) {
    return new Response(null, false, status, Map.of("content-type", type), body, null);
  }
}
