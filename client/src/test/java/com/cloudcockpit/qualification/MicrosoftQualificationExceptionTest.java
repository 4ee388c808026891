package com.cloudcockpit.qualification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudcockpit.qualification.model.ErrorDetail;
import com.cloudcockpit.qualification.model.ErrorResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exceptions that users build for their own tests. */
class MicrosoftQualificationExceptionTest {

  @Test
  void buildsAnExceptionWithEverythingItsAccessorsReturn() {
    var error =
        new ErrorResponse()
            .description("Slow down.")
            .addErrorsItem(new ErrorDetail().propertyName("X-Tenant"));
    var exception =
        MicrosoftQualificationException.builder()
            .statusCode(429)
            .correlationId(TestServer.CORRELATION_ID)
            .error(error)
            .body("{}")
            .retryAfter(Duration.ofSeconds(7))
            .build();
    assertInstanceOf(UnexpectedStatusException.class, exception);
    assertEquals(OptionalInt.of(429), exception.statusCode());
    assertEquals(TestServer.CORRELATION_ID, exception.correlationId());
    assertEquals(Optional.of(error), exception.error());
    assertEquals(Optional.of("{}"), exception.body());
    assertEquals(Optional.of(Duration.ofSeconds(7)), exception.retryAfter());
    assertTrue(exception.isRetryable());
    assertEquals(
        "429: Slow down. X-Tenant: invalid (correlation ID %s)"
            .formatted(TestServer.CORRELATION_ID),
        exception.getMessage());
  }

  @Test
  void buildsATransportExceptionThatIsRetryableIfTheConnectionFailed() {
    var refused = MicrosoftQualificationException.builder().cause(new ConnectException()).build();
    var reset = MicrosoftQualificationException.builder().cause(new SocketException()).build();
    assertInstanceOf(TransportException.class, refused);
    assertEquals(OptionalInt.empty(), refused.statusCode());
    assertEquals(Optional.empty(), refused.body());
    assertTrue(refused.isRetryable());
    assertFalse(reset.isRetryable());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 99, 200, 204, 299, 1000})
  void rejectsAStatusThatIsNotAFailure(int statusCode) {
    var builder = MicrosoftQualificationException.builder();
    assertThrows(IllegalArgumentException.class, () -> builder.statusCode(statusCode));
  }

  @Test
  void survivesSerialization() throws Exception {
    var exception =
        MicrosoftQualificationException.builder()
            .statusCode(404)
            .error(new ErrorResponse().description("No such customer."))
            .headers(HttpHeaders.of(Map.of("X-Id", List.of("one")), (name, value) -> true))
            .body("{}")
            .build();
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(exception);
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      var copy = assertInstanceOf(NotFoundException.class, in.readObject());
      assertEquals(exception.getMessage(), copy.getMessage());
      assertEquals(exception.statusCode(), copy.statusCode());
      assertEquals(exception.body(), copy.body());
      assertEquals(exception.error(), copy.error());
      assertEquals(exception.headers(), copy.headers());
    }
  }
}
