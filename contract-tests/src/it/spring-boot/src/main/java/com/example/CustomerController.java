package com.example;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
class CustomerController {

  static final UUID CUSTOMER = UUID.fromString("3fa85f64-5717-4562-b3fc-2c963f66afa6");

  /** Not a record, because Jackson treats a missing component of a record as null. */
  static class Update {
    @NotEmpty public String providerInstanceId;
    @NotNull public Map<String, Object> qualification;
  }

  private final boolean tenantMayBeEmpty;

  CustomerController(@Value("${api.tenant-may-be-empty}") boolean tenantMayBeEmpty) {
    this.tenantMayBeEmpty = tenantMayBeEmpty;
  }

  @PatchMapping(
      path = "/v1/Customers/{customerId}/microsoft-qualification",
      consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void update(
      @PathVariable UUID customerId,
      @RequestHeader("X-Tenant") String tenant,
      @RequestHeader(name = "X-Correlation-Id", required = false) UUID correlationId,
      @Valid @RequestBody Update update) {
    if (tenant.isEmpty() && !tenantMayBeEmpty) {
      throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "X-Tenant must not be empty.");
    }
    if (!customerId.equals(CUSTOMER)) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND, "The customer was not found.");
    }
  }
}
