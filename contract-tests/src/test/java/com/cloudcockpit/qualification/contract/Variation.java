package com.cloudcockpit.qualification.contract;

import static com.cloudcockpit.qualification.contract.CompliantApi.parse;

import com.cloudcockpit.qualification.contract.Api.Call;
import com.cloudcockpit.qualification.contract.Api.Reply;
import com.cloudcockpit.qualification.contract.spec.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A server that is described in {@code variations.yaml}. */
record Variation(JsonNode data) {

  private static final ObjectNode ALL =
      parse(
          CompliantApi.resource("variations.yaml")
              .toString()
              .replace("<token>", CompliantApi.TOKEN)
              .replace("<id>", CompliantApi.ID)
              .replace("<uuid>", "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"));

  /** {@return the servers of a list} */
  static Stream<Variation> of(String list) {
    return ALL.get(list).valueStream().map(Variation::new);
  }

  String get(String property) {
    return data.path(property).asText();
  }

  @Override
  public String toString() {
    return data.path("name").asText(data.toString());
  }

  Api api(ObjectNode contract) {
    var order = data.path("order").valueStream().map(JsonNode::asText).toList();
    var compliant = new CompliantApi(contract, order.isEmpty() ? CompliantApi.ORDER : order);
    var matching = new AtomicInteger();
    return call -> {
      if (data.has("accepts") && matches(call, data.get("accepts"))) {
        return compliant.answer(repaired(call));
      }
      var reply = compliant.answer(call);
      return Integer.toString(reply.status()).matches(get("to"))
              && matches(call, data.path("when"))
              && matching.incrementAndGet() % data.path("every").asInt(1) == 0
          ? changed(reply)
          : reply;
    };
  }

  private static boolean matches(Call call, JsonNode patterns) {
    return patterns
        .propertyStream()
        .allMatch(part -> part(call, part.getKey()).matches("(?s)" + part.getValue().asText()));
  }

  private static String part(Call call, String name) {
    return switch (name) {
      case "path" -> call.path();
      case "query" -> call.query().toString();
      case "body" -> new String(call.body(), StandardCharsets.UTF_8);
      case "json" -> Json.read(part(call, "body")).map(JsonNode::toString).orElse("");
      case "headers" -> call.headers().keySet().toString();
      default -> call.header(name);
    };
  }

  /** {@return a request whose accepted parts are valid} */
  private Call repaired(Call call) {
    var headers = new TreeMap<>(call.headers());
    var path = call.path();
    var body = call.body();
    for (var part : data.get("accepts").properties()) {
      var valid = ALL.get("valid").get(part.getKey()).asText();
      switch (part.getKey()) {
        case "path" -> path = valid;
        case "body" -> body = valid.getBytes(StandardCharsets.UTF_8);
        default -> headers.put(part.getKey(), valid);
      }
    }
    return new Call(call.method(), path, call.query(), headers, body);
  }

  private Reply changed(Reply reply) {
    var headers = new HashMap<>(reply.headers());
    for (var header : data.path("headers").properties()) {
      headers.put(header.getKey(), header.getValue().asText());
    }
    var body = data.path("body").asText(reply.body());
    if (data.has("merge") && !body.isEmpty()) {
      body =
          ((ObjectNode) Json.read(body).orElseThrow())
              .setAll((ObjectNode) data.get("merge"))
              .toString();
    }
    return new Reply(data.path("status").asInt(reply.status()), headers, body, get("transfer"));
  }
}
