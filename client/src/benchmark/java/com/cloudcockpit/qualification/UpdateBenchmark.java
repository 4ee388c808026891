package com.cloudcockpit.qualification;

import com.cloudcockpit.qualification.model.ErrorResponse;
import com.cloudcockpit.qualification.model.UpdateCustomerMicrosoftQualificationRequest;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Compares {@code update} with the same exchange written by hand on {@code java.net.http}.
 * Allocation is measured in separate JVMs. Time is measured by alternating the two in one JVM,
 * because it varies more between JVMs than between the two.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 10, time = 2)
@Measurement(iterations = 2, time = 2)
public class UpdateBenchmark {

  private static final UUID CUSTOMER_ID = UUID.randomUUID();
  private static final String TENANT = "portal.cloudcockpit.com";
  private static final String TOKEN = "eyJ0eXAiO...";
  private static final String ERROR =
      """
      {"statusCode":400,"type":"BadRequest","description":"Invalid.","errors":[{\
      "propertyName":"qualification","description":["The qualification is required."]}]}""";

  @Param({"204", "400"})
  int status;

  private LoopbackServer server;
  private MicrosoftQualificationClient client;
  private HttpClient http;
  private ObjectMapper mapper;
  private UpdateCustomerMicrosoftQualificationRequest request;

  @Setup
  public void start() throws IOException {
    server =
        new LoopbackServer(
            status == 204
                ? "HTTP/1.1 204 No Content\r\n\r\n"
                : """
                HTTP/1.1 400 Bad Request\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                %s"""
                    .formatted(ERROR.length(), ERROR));
    client =
        MicrosoftQualificationClient.builder()
            .baseUri(server.uri())
            .tenant(TENANT)
            .bearerToken(TOKEN)
            .validation(false)
            .build();
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    mapper = new ObjectMapper();
    request =
        new UpdateCustomerMicrosoftQualificationRequest()
            .providerInstanceId("b8e08e60-19f7-4f95-ae29-a82d3cd53f84")
            .putQualificationItem("educationSegment", "K12");
  }

  @TearDown
  public void stop() throws IOException {
    client.close();
    server.close();
  }

  /** The time spent in each of the two, in nanoseconds. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Times {
    public long client;
    public long byHand;
  }

  @Benchmark
  @Fork(5)
  @Warmup(iterations = 15, time = 2)
  @Measurement(iterations = 5, time = 2)
  public void alternately(Times times, Blackhole blackhole) throws Exception {
    long start = System.nanoTime();
    blackhole.consume(byHand());
    long middle = System.nanoTime();
    blackhole.consume(client());
    times.client += System.nanoTime() - middle;
    times.byHand += middle - start;
  }

  @Benchmark
  public Object client() {
    try {
      return client.update(CUSTOMER_ID, request);
    } catch (BadRequestException e) {
      return e.error();
    }
  }

  @Benchmark
  public Object byHand() throws IOException, InterruptedException {
    try {
      return updateByHand();
    } catch (IllegalStateException e) {
      return e;
    }
  }

  private int updateByHand() throws IOException, InterruptedException {
    var patch =
        HttpRequest.newBuilder(
                URI.create(
                    "%s/v1/Customers/%s/microsoft-qualification"
                        .formatted(server.uri(), CUSTOMER_ID)))
            .header("Authorization", "Bearer " + TOKEN)
            .header("X-Tenant", TENANT)
            .header("X-Correlation-Id", UUID.randomUUID().toString())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .timeout(Duration.ofSeconds(30))
            .method(
                "PATCH", HttpRequest.BodyPublishers.ofByteArray(mapper.writeValueAsBytes(request)))
            .build();
    var response = http.send(patch, HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() / 100 != 2) {
      throw new IllegalStateException(
          mapper.readValue(response.body(), ErrorResponse.class).getDescription());
    }
    return response.statusCode();
  }

  /**
   * Runs the benchmark and prints the ratio of the client's figures to those of the hand-written
   * code. For time, prints the median and the range of the forks.
   */
  public static void main(String... args) throws Exception {
    var options =
        new OptionsBuilder()
            .include(UpdateBenchmark.class.getName())
            .addProfiler(GCProfiler.class)
            .build();
    var results = new Runner(options).run();
    for (var status : new String[] {"204", "400"}) {
      var byMethod =
          results.stream()
              .filter(result -> result.getParams().getParam("status").equals(status))
              .collect(Collectors.toMap(result -> result.getPrimaryResult().getLabel(), x -> x));
      var forks = byMethod.get("alternately").getBenchmarkResults();
      var times = forks.stream().mapToDouble(UpdateBenchmark::timeRatio).sorted().toArray();
      System.out.printf(
          "%s: %.3f times the time (%.3f to %.3f), %.3f times the allocation%n",
          status,
          times[times.length / 2],
          times[0],
          times[times.length - 1],
          allocation(byMethod.get("client")) / allocation(byMethod.get("byHand")));
    }
  }

  private static double timeRatio(BenchmarkResult fork) {
    var times = fork.getSecondaryResults();
    return times.get("client").getScore() / times.get("byHand").getScore();
  }

  private static double allocation(RunResult result) {
    return result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
  }
}
