package com.cloudcockpit.qualification;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks the arguments of the public API. No message contains a token. */
final class Arguments {

  private static final Pattern LOOPBACK =
      Pattern.compile(
          "(.+\\.)?localhost|127(\\.\\d{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)]",
          Pattern.CASE_INSENSITIVE);
  private static final int MAX_PORT = 65535;
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9\\-._~+/=]+");
  private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7E]*");

  /** The headers that the contract defines, this client adds, or the JDK's HTTP client sets. */
  private static final Set<String> RESERVED_HEADERS =
      Stream.concat(
              CustomersApi.HEADERS.stream(),
              Stream.of(
                  "Authorization",
                  "User-Agent",
                  "Transfer-Encoding",
                  "Connection",
                  "Content-Length",
                  "Expect",
                  "Host",
                  "Upgrade"))
          .collect(Collectors.toCollection(() -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER)));

  private static final Duration LONGEST_TIMEOUT = Duration.ofDays(365);

  private Arguments() {}

  static String requireTenant(String tenant) {
    Objects.requireNonNull(tenant, "tenant");
    if (tenant.isBlank()) {
      throw new IllegalArgumentException(
          "The tenant is blank: pass the domain of the portal, such as portal.example.com.");
    }
    if (!tenant.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          """
          The tenant contains a space, a line break or a non-ASCII character: \
          pass the domain of the portal, such as portal.example.com.""");
    }
    return tenant;
  }

  /** {@return the token if it is valid according to RFC 6750, section 2.1} */
  static String requireToken(@Nullable String token) {
    if (token == null || token.isEmpty()) {
      throw new IllegalArgumentException(
          "The bearer token is null or empty: pass an access token or a supplier of one.");
    }
    if (token.regionMatches(true, 0, "Bearer ", 0, 7)) {
      throw new IllegalArgumentException(
          "The bearer token starts with 'Bearer ': pass the token without it.");
    }
    if (!TOKEN.matcher(token).matches()) {
      throw new IllegalArgumentException(
          """
          The bearer token contains a space, a line break or another illegal character: \
          pass the token alone.""");
    }
    return token;
  }

  static void putHeader(Map<String, String> headers, String name, String value) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    if (RESERVED_HEADERS.contains(name)) {
      throw new IllegalArgumentException(
          "The header %s cannot be added: the client sets it itself.".formatted(name));
    }
    if (!HEADER_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "A header name is empty or contains a space or another character that is not allowed.");
    }
    if (!HEADER_VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "The value of the header %s contains a control or non-ASCII character.".formatted(name));
    }
    headers.put(name, value);
  }

  static Duration requirePositive(String name, Duration duration) {
    Objects.requireNonNull(duration, name);
    if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "%s is %s: it must be positive and at most 365 days.".formatted(name, duration));
    }
    return duration;
  }

  static HttpClient requireHttpClient(HttpClient httpClient) {
    Objects.requireNonNull(httpClient, "httpClient");
    if (httpClient.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          """
          The HttpClient follows redirects and could send the bearer token to other servers: \
          build it with Redirect.NEVER.""");
    }
    if (httpClient.authenticator().isPresent() && Runtime.version().feature() < 24) {
      throw new IllegalArgumentException(
          """
          The HttpClient has an Authenticator, with which this JDK drops the Authorization header \
          (JDK-8326949): remove it and log in to a proxy with a Proxy-Authorization header, or use \
          Java 24 or newer.""");
    }
    return httpClient;
  }

  /** {@return the base URI without trailing slashes} */
  static String requireBaseUri(String text, boolean plainHttpAllowed) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      // no cause, because its message repeats the text, which may contain a password
      throw new IllegalArgumentException(
          "The base URI contains an illegal character at index %d.".formatted(e.getIndex()));
    }
    var scheme = Objects.requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT);
    if (!(scheme.equals("https") || scheme.equals("http")) || uri.getRawAuthority() == null) {
      throw new IllegalArgumentException(
          "The base URI must start with https:// and a host, such as https://api.example.com.");
    }
    if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "The base URI must consist of scheme, host, port and path only.");
    }
    if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
      throw new IllegalArgumentException("The base URI has an invalid host name or port.");
    }
    if (scheme.equals("http") && !plainHttpAllowed && !LOOPBACK.matcher(uri.getHost()).matches()) {
      throw new IllegalArgumentException(
          """
          The base URI is plain http, which exposes the bearer token to the network: use https, \
          or call allowPlainHttp() if the network to %s is trusted."""
              .formatted(uri.getHost()));
    }
    return uri.toString().replaceAll("/+$", "");
  }
}
