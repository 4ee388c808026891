package com.cloudcockpit.qualification.contract;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request for the contract's operation. Each method returns a changed copy.
 *
 * @param customerId the value for the path
 * @param headers the headers but for {@code Content-Type}, in their order
 * @param contentType the {@code Content-Type}
 * @param body the body, or null for none
 */
record Request(String customerId, Map<String, String> headers, String contentType, String body) {

  String path() {
    return Contract.PATH.replaceAll("\\{.+?}", customerId);
  }

  Request to(String customerId) {
    return new Request(customerId, headers, contentType, body);
  }

  Request with(String header, String value) {
    var changed = new LinkedHashMap<>(headers);
    changed.put(header, value);
    return new Request(customerId, changed, contentType, body);
  }

  Request without(String header) {
    var changed = new LinkedHashMap<>(headers);
    changed.remove(header);
    return new Request(customerId, changed, contentType, body);
  }

  Request contentType(String contentType) {
    return new Request(customerId, headers, contentType, body);
  }

  Request body(Object body) {
    return new Request(customerId, headers, contentType, body == null ? null : body.toString());
  }
}
