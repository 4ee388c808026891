package com.cloudcockpit.qualification.contract;

import com.cloudcockpit.qualification.contract.http.Request;
import com.cloudcockpit.qualification.contract.http.Response;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** An API as a function, so that most tests need no network. */
@FunctionalInterface
public interface Api {

  /** {@return the response to a request} */
  Reply answer(Call call);

  /** {@return the response to a request of the checks, without a network} */
  default Response send(Request request) {
    var body = request.body() == null ? new byte[0] : request.body();
    var reply = answer(Call.of(request.method(), request.target(), request.headers(), body));
    var headers = new LinkedHashMap<String, String>();
    reply.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    return new Response(null, false, reply.status(), headers, reply.body(), null);
  }

  /**
   * A request as a server sees it.
   *
   * @param path the decoded path
   * @param query the decoded values of each query parameter
   * @param headers the headers; their names are case-insensitive
   * @param body the body, empty if there is none
   */
  record Call(
      String method,
      String path,
      Map<String, List<String>> query,
      SortedMap<String, String> headers,
      byte[] body) {

    static Call of(String method, String target, Map<String, String> headers, byte[] body) {
      var uri = URI.create(target);
      var query = new LinkedHashMap<String, List<String>>();
      for (var pair : uri.getRawQuery() == null ? new String[0] : uri.getRawQuery().split("&")) {
        var value = URLDecoder.decode(pair.replaceFirst("^[^=]*=?", ""), StandardCharsets.UTF_8);
        query.computeIfAbsent(pair.split("=")[0], name -> new ArrayList<>()).add(value);
      }
      var sorted = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
      sorted.putAll(headers);
      return new Call(method, uri.getPath(), query, sorted, body);
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /**
   * A response.
   *
   * @param transfer how a server sends it: {@code gzip}, {@code chunked}, {@code truncated}, {@code
   *     late} (never), {@code closed} (not at all) or empty
   */
  record Reply(int status, Map<String, String> headers, String body, String transfer) {

    static Reply of(int status, String type, String body) {
      var headers = body.isEmpty() ? Map.<String, String>of() : Map.of("Content-Type", type);
      return new Reply(status, headers, body, "");
    }
  }
}
