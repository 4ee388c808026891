package com.example;

import com.cloudcockpit.qualification.MicrosoftQualificationClient;
import com.cloudcockpit.qualification.model.UpdateCustomerMicrosoftQualificationRequest;
import com.fasterxml.jackson.databind.cfg.PackageVersion;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Declares the client as a bean, with Spring Boot's versions of Jackson and Jakarta Validation. */
@SpringBootApplication
public class Application {

  public static void main(String[] args) {
    SpringApplication.run(Application.class, args).close();
  }

  @Bean
  MicrosoftQualificationClient microsoftQualificationClient(
      @Value("${cloudcockpit.base-uri}") String baseUri,
      @Value("${cloudcockpit.tenant}") String tenant,
      Supplier<String> tokens,
      Validator validator) {
    return MicrosoftQualificationClient.builder()
        .baseUri(baseUri)
        .tenant(tenant)
        .bearerToken(tokens)
        .validator(validator)
        .build();
  }

  @Bean
  Supplier<String> tokens() {
    return () -> "eyJ0eXAiO...";
  }

  @Bean
  CommandLineRunner call(MicrosoftQualificationClient client) {
    return args -> {
      var request =
          new UpdateCustomerMicrosoftQualificationRequest()
              .putQualificationItem("qualification", "Education")
              .putQualificationItem("educationSegment", "K12");
      try {
        client.update(UUID.randomUUID(), request);
        throw new IllegalStateException("The request was not validated.");
      } catch (ConstraintViolationException e) {
        request.providerInstanceId("b8e08e60-19f7-4f95-ae29-a82d3cd53f84");
      }
      var result = client.update(UUID.randomUUID(), request);
      System.out.printf(
          "consumer: %d on Spring Boot %s with Jackson %s%n",
          result.statusCode(), SpringBootVersion.getVersion(), PackageVersion.VERSION);
    };
  }
}
