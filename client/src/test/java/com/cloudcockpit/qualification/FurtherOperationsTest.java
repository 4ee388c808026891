package com.cloudcockpit.qualification;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.noContent;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.cloudcockpit.qualification.further.Address;
import com.cloudcockpit.qualification.further.Customer;
import com.cloudcockpit.qualification.further.State;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import jakarta.validation.ConstraintViolationException;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the templates write for operations that the client does not have, and what they refuse. */
class FurtherOperationsTest {

  @RegisterExtension static final WireMockExtension SERVER = TestServer.newServer();

  private static final Path UNSUPPORTED =
      Path.of("target/unsupported/src/main/java/com/cloudcockpit/qualification");

  /** What a maintainer writes for two operations, without the interface. */
  record FurtherClient(HttpEngine engine) {

    Result<Customer> getCustomer(UUID customerId, @Nullable UUID resellerId) {
      return engine.call(newGetCustomer(customerId, resellerId));
    }

    CompletableFuture<Result<Customer>> getCustomerAsync(
        UUID customerId, @Nullable UUID resellerId) {
      return engine.callAsync(newGetCustomer(customerId, resellerId));
    }

    private static BiFunction<String, UUID, Operation<Customer>> newGetCustomer(
        UUID customerId, @Nullable UUID resellerId) {
      return (tenant, correlationId) ->
          FurtherApi.getCustomer(customerId, tenant, correlationId, resellerId);
    }

    Result<@Nullable Void> deleteCustomer(UUID customerId) {
      return engine.call(
          (tenant, correlationId) -> FurtherApi.deleteCustomer(customerId, tenant, correlationId));
    }
  }

  @Test
  void readsTheContentOfASuccess() {
    var customer =
        """
        {"id":"%s","companyName":"Contoso","country":null,"level":2,"state":"new state","kind":"k",
        "states":["active"],"stateByName":{"a":"b"},"address":{"zip":"1","geo":{"latitude":1.5}},
        "contacts":[{"name":"n"}],"matrix":[[1,2.5]],"any":[1],"notInTheContract":true}"""
            .formatted(TestServer.CUSTOMER_ID);
    TestServer.answer(SERVER, okJson(customer).withHeader("ETag", "\"7\""));
    var result = client().getCustomer(TestServer.CUSTOMER_ID, null);
    assertEquals(200, result.statusCode());
    assertEquals("\"7\"", result.headers().firstValue("etag").orElseThrow());
    var content = result.content();
    assertEquals(TestServer.CUSTOMER_ID, content.getId());
    assertEquals("Contoso", content.getCompanyName());
    assertNull(content.getCountry());
    assertEquals("new state", content.getState());
    assertEquals(Set.of(State.ACTIVE), content.getStates());
    assertEquals(1.5, content.getAddress().getGeo().getLatitude());
    assertEquals("n", content.getContacts().get(0).getName());
    assertEquals(List.of(List.of(new BigDecimal(1), new BigDecimal("2.5"))), content.getMatrix());
    assertFalse(result.toString().contains("Contoso"), result.toString());
    var request = requests().get(0);
    assertEquals("GET", request.getMethod().getName());
    assertEquals("/v1/Customers/" + TestServer.CUSTOMER_ID, request.getUrl());
    assertEquals("Bearer " + TestServer.TOKEN, request.getHeader("Authorization"));
    assertEquals(TestServer.TENANT, request.getHeader("X-Tenant"));
    assertEquals(result.correlationId().toString(), request.getHeader("X-Correlation-Id"));
    assertEquals("", request.getBodyAsString());
    assertFalse(request.containsHeader("Content-Type"));
    assertEquals(content, client().getCustomerAsync(TestServer.CUSTOMER_ID, null).join().content());
  }

  @Test
  void sendsAQueryParameter() {
    TestServer.answer(SERVER, okJson("{}"));
    client().getCustomer(TestServer.CUSTOMER_ID, TestServer.CORRELATION_ID);
    assertEquals(
        "/v1/Customers/%s?resellerId=%s"
            .formatted(TestServer.CUSTOMER_ID, TestServer.CORRELATION_ID),
        requests().get(0).getUrl());
  }

  @Test
  void sendsADeletionWithoutABody() {
    TestServer.answer(SERVER, aResponse().withStatus(202));
    var result = client().deleteCustomer(TestServer.CUSTOMER_ID);
    assertEquals(202, result.statusCode());
    assertNull(result.content());
    assertEquals("DELETE", requests().get(0).getMethod().getName());
    assertEquals("", requests().get(0).getBodyAsString());
  }

  @Test
  void throwsTheSameExceptionsForEveryOperation() {
    TestServer.answer(SERVER, aResponse().withStatus(404).withBody(TestServer.DOCUMENTED_ERROR));
    var client = client();
    assertThrows(NotFoundException.class, () -> client.getCustomer(TestServer.CUSTOMER_ID, null));
    assertThrows(NotFoundException.class, () -> client.deleteCustomer(TestServer.CUSTOMER_ID));
  }

  @Test
  void writesEachKindOfParameter() {
    TestServer.answer(SERVER, okJson("{\"items\":null,\"total\":0}"));
    engine()
        .call(
            (tenant, correlationId) ->
                FurtherApi.listCustomers(
                    tenant,
                    true,
                    List.of("\"a\"", "\"b\""),
                    1,
                    null,
                    new BigDecimal("0.50"),
                    "companyName",
                    State.LOCKED_OUT,
                    List.of("DE", "Å&=+ ?"),
                    List.of(State.ACTIVE, State.ON_HOLD),
                    Set.of("a"),
                    OffsetDateTime.parse("2026-01-02T00:00:00+01:00"),
                    LocalDate.parse("2026-01-02")));
    assertEquals(
        """
        /v1/Customers?pageNumber=1&minimumRevenue=0.50&active=true&orderBy=companyName\
        &state=locked%20out&country=DE&country=%C3%85%26%3D%2B%20%3F&states=active,on-hold&kinds=a\
        &modifiedSince=2026-01-02T00%3A00%3A00%2B01%3A00&day=2026-01-02""",
        requests().get(0).getUrl());
    assertEquals("\"a\",\"b\"", requests().get(0).getHeader("If-None-Match"));
  }

  @Test
  void omitsOptionalParameters() {
    TestServer.answer(SERVER, okJson("{}"));
    engine()
        .call(
            (tenant, correlationId) ->
                FurtherApi.listCustomers(
                    tenant, false, null, null, null, null, null, null, List.of(), null, null, null,
                    null));
    assertEquals("/v1/Customers?active=false", requests().get(0).getUrl());
  }

  @Test
  void sendsNoTokenToAnOperationWithoutSecurity() {
    TestServer.answer(SERVER, okJson("[\"api\"]"));
    var engine =
        engine(
            TestServer.client(SERVER.baseUrl())
                .bearerToken(
                    () -> {
                      throw new UnsupportedOperationException("no token today");
                    }));
    var result = engine.call((tenant, correlationId) -> FurtherApi.getStatus());
    assertEquals(List.of("api"), result.content());
    assertFalse(requests().get(0).containsHeader("Authorization"));
  }

  @Test
  void writesABodyAndReadsContentThatAreNotObjects() {
    TestServer.answer(SERVER, okJson("{\"home\":{\"zip\":\"1\"}}"));
    var result = engine().call((tenant, id) -> FurtherApi.postStatus(List.of(State.ACTIVE)));
    assertEquals("1", result.content().get("home").getZip());
    assertInstanceOf(Address.class, result.content().get("home"));
    assertEquals("[\"active\"]", requests().get(0).getBodyAsString());
    engine().call((tenant, id) -> FurtherApi.postStatus(null));
    assertTrue(requests().stream().anyMatch(request -> request.getBody().length == 0));
  }

  @Test
  void writesAFreeFormBodyAndReadsEnums() {
    TestServer.answer(SERVER, okJson("[\"active\",\"new state\"]"));
    var result = engine().call((tenant, id) -> FurtherApi.putState(Map.of("a", List.of(1))));
    assertEquals(List.of(State.ACTIVE, "new state"), result.content());
    assertEquals("{\"a\":[1]}", requests().get(0).getBodyAsString());
    TestServer.answer(SERVER, okJson("\"on-hold\""));
    assertEquals(State.ON_HOLD, engine().call((tenant, id) -> FurtherApi.getState()).content());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"", "\\", "\\\"", "$"})
  void validatesEnumsWithSpecialCharacters(String symbol) {
    var validator = RequestValidator.ofClassPath();
    RequestValidator.validate(validator, new Address().symbol(symbol));
    assertThrows(
        ConstraintViolationException.class,
        () -> RequestValidator.validate(validator, new Address().symbol(symbol + "x")));
  }

  @Test
  void rejectsNullForARequiredArgument() {
    var id = TestServer.CUSTOMER_ID;
    var api = TestServer.client(SERVER.baseUrl()).build();
    var body = "updateCustomerMicrosoftQualificationRequest";
    assertRequired("customerId", () -> FurtherApi.deleteCustomer(null, "t", null));
    assertRequired("xTenant", () -> FurtherApi.deleteCustomer(id, null, null));
    assertRequired(
        "active",
        () ->
            FurtherApi.listCustomers(
                "t", null, null, null, null, null, null, null, null, null, null, null, null));
    assertRequired("body", () -> FurtherApi.putState(null));
    assertRequired(body, () -> api.update(id, null));
    var failure = assertThrows(CompletionException.class, api.updateAsync(id, null)::join);
    assertInstanceOf(NullPointerException.class, failure.getCause());
    api.close();
    assertEquals(List.of(), requests());
  }

  private static void assertRequired(String name, Executable call) {
    assertEquals(name, assertThrows(NullPointerException.class, call).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "", "[]", "{\"id\":\"no-uuid\"}", "{\"id\":"})
  void reportsContentThatDoesNotFollowTheContract(String body) {
    TestServer.answer(SERVER, ok(body));
    assertUnreadable(200);
  }

  @Test
  void reportsA204InsteadOfContent() {
    TestServer.answer(SERVER, noContent());
    assertUnreadable(204);
  }

  private static void assertUnreadable(int status) {
    var client = client();
    var failure =
        assertThrows(
            TransportException.class, () -> client.getCustomer(TestServer.CUSTOMER_ID, null));
    assertEquals(status, failure.statusCode().orElseThrow());
    assertTrue(
        failure
            .getMessage()
            .startsWith(
                "%s responded with %d, but not with the content that the contract describes: "
                    .formatted(SERVER.baseUrl(), status)),
        failure.getMessage());
    assertFalse(failure.isRetryable());
  }

  @Test
  void reportsContentThatBreaksOff() {
    TestServer.answer(SERVER, okJson("{}").withFault(Fault.MALFORMED_RESPONSE_CHUNK));
    var client = client();
    assertThrows(TransportException.class, () -> client.getCustomer(TestServer.CUSTOMER_ID, null));
  }

  @Test
  void reportsContentThatStalls() throws Exception {
    var response = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{";
    try (var server = new RawServer(response)) {
      var client =
          new FurtherClient(
              engine(TestServer.client(server.uri()).requestTimeout(Duration.ofSeconds(3))));
      var failure =
          assertThrows(
              CompletionException.class,
              () -> client.getCustomerAsync(TestServer.CUSTOMER_ID, null).join());
      assertTrue(failure.getMessage().contains(" within 3000 ms"), failure.getMessage());
      var thrown =
          assertThrows(
              TransportException.class, () -> client.getCustomer(TestServer.CUSTOMER_ID, null));
      assertTrue(thrown.getMessage().contains(" within 3000 ms"), thrown.getMessage());
    }
  }

  /** The build prints these sentences and fails: see maven-antrun-plugin in pom.xml. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "The parameter deep of postAll has an unsupported type",
        "The parameter map of postAll has an unsupported type",
        "The parameter objects of postAll has an unsupported type",
        "The parameter frees of postAll has an unsupported type",
        "The parameter maps of postAll has an unsupported type",
        "The parameter arrays of postAll has an unsupported type",
        "The parameter bytes of postAll has an unsupported type",
        "The parameter blobs of postAll has an unsupported type",
        "The parameter file of postAll has an unsupported type",
        "The parameter files of postAll has an unsupported type",
        "The parameter X-Map of postAll has an unsupported type",
        "The parameter X-Object of postAll has an unsupported type",
        "The path parameter ids of postAll is an array",
        "The cookie session of postAll",
        "The content type text/plain of the request of postAll",
        "The content type application/x-www-form-urlencoded of the request of putForm",
        "The content type text/csv of a response of postAll",
        "The security scheme key of postAll is an API key",
        "The security scheme password of postAll is Basic",
        "The schema Level is an enum of numbers",
        "The schema One has oneOf",
        "The schema Any has anyOf",
        "The schema Kind has a discriminator",
        "The schema Mixed has properties and additionalProperties",
        "Dates.day contains a date: add jackson-datatype-jsr310",
        "Dates.time contains a date: add jackson-datatype-jsr310",
        "Dates.days contains a date: add jackson-datatype-jsr310",
        "Dates.timesByName contains a date: add jackson-datatype-jsr310",
        "The JSON of getDays contains a date: add jackson-datatype-jsr310",
        "The JSON of postTimes contains a date: add jackson-datatype-jsr310",
        "Dates.photo contains binary data",
        "Dates.photos contains binary data",
        "Dates.scan contains binary data",
        "Dates.scans contains binary data",
        "The JSON of putPhoto contains binary data",
      })
  void refusesWhatTheTemplatesCannotWrite(String sentence) throws Exception {
    try (var files = Files.walk(UNSUPPORTED)) {
      var comments =
          files
              .filter(Files::isRegularFile)
              .flatMap(FurtherOperationsTest::lines)
              .filter(line -> line.startsWith("// UNSUPPORTED " + sentence));
      assertEquals(1, comments.count());
    }
  }

  static Stream<String> operations() {
    return Arrays.stream(CustomersApi.class.getDeclaredMethods())
        .filter(method -> Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
        .map(method -> method.getName());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void hasAMethodForEachOperationOfTheContract(String operation) throws Exception {
    var implementation =
        Path.of(
            "src/main/java/com/cloudcockpit/qualification/HttpMicrosoftQualificationClient.java");
    if (!Files.readString(implementation).contains("CustomersApi.%s(".formatted(operation))) {
      fail(
          """
          openapi.yaml has the operation %s, for which the client has no method yet. In client/:
          - declare a blocking and an asynchronous method in MicrosoftQualificationClient.java,
          - implement them in HttpMicrosoftQualificationClient.java as update is implemented, with
            CustomersApi.%1$s, which the build has generated in target/generated-sources,
          - test them in RequestTest.java, and describe them in README.md and module-info.java,
          - implement them in the FakeClient of README.md and the LoggingClient of RECIPES.md."""
              .formatted(operation));
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static FurtherClient client() {
    return new FurtherClient(engine());
  }

  private static HttpEngine engine() {
    return engine(TestServer.client(SERVER.baseUrl()));
  }

  private static HttpEngine engine(MicrosoftQualificationClientBuilder builder) {
    return ((HttpMicrosoftQualificationClient) builder.build()).engine();
  }

  private static List<LoggedRequest> requests() {
    return SERVER.getAllServeEvents().stream().map(event -> event.getRequest()).toList();
  }
}
