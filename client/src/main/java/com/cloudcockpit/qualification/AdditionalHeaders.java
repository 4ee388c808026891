package com.cloudcockpit.qualification;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** Headers that the caller adds to requests. Immutable; names are case-insensitive. */
final class AdditionalHeaders {

  static final AdditionalHeaders NONE = new AdditionalHeaders();

  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7E]*");
  private static final Set<String> RESERVED = reserved();

  private final TreeMap<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private AdditionalHeaders() {}

  /** {@return a copy with an additional header} */
  AdditionalHeaders with(String name, String value) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    if (RESERVED.contains(name)) {
      throw new IllegalArgumentException(
          "The header %s cannot be added: the client sets it itself.".formatted(name));
    }
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "A header name is empty or contains a space or another character that is not allowed.");
    }
    if (!VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "The value of the header %s contains a control or non-ASCII character.".formatted(name));
    }
    var copy = new AdditionalHeaders();
    copy.values.putAll(values);
    copy.values.put(name, value);
    return copy;
  }

  /** {@return a copy that includes the other headers, which override these} */
  AdditionalHeaders with(AdditionalHeaders others) {
    if (others.values.isEmpty()) {
      return this;
    }
    var copy = new AdditionalHeaders();
    copy.values.putAll(values);
    copy.values.putAll(others.values);
    return copy;
  }

  void forEach(BiConsumer<String, String> action) {
    values.forEach(action);
  }

  Map<String, String> asMap() {
    return Collections.unmodifiableMap(values);
  }

  /** The headers that the contract defines, this client adds, or the JDK's HTTP client sets. */
  private static Set<String> reserved() {
    var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(CustomersApi.HEADERS);
    names.addAll(Set.of("Authorization", "User-Agent", "Transfer-Encoding"));
    names.addAll(Set.of("Connection", "Content-Length", "Expect", "Host", "Upgrade"));
    return names;
  }
}
