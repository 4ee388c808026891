package com.example;

import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Returns every error with the body that the contract specifies. */
@RestControllerAdvice
class ErrorAdvice extends ResponseEntityExceptionHandler {

  record ErrorResponse(
      int statusCode,
      String type,
      String description,
      String correlationId,
      List<ErrorDetail> errors) {}

  record ErrorDetail(String propertyName, List<String> description) {}

  @Override
  protected ResponseEntity<Object> handleExceptionInternal(
      Exception e, Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    var errors =
        e instanceof BindingResult result
            ? result.getFieldErrors().stream()
                .map(error -> new ErrorDetail(error.getField(), List.of(error.getDefaultMessage())))
                .toList()
            : null;
    var error =
        new ErrorResponse(
            status.value(),
            HttpStatus.valueOf(status.value()).name(),
            e instanceof org.springframework.web.ErrorResponse problem
                ? problem.getBody().getDetail()
                : "The request is invalid.",
            request.getHeader("X-Correlation-Id"),
            errors);
    return ResponseEntity.status(status)
        .headers(headers)
        .contentType(MediaType.APPLICATION_JSON)
        .body(error);
  }
}
