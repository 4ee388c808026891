package com.cloudcockpit.qualification.contract.spec;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request.Method;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolverFactory;
import com.atlassian.oai.validator.report.ValidationReport.Message;
import com.atlassian.oai.validator.report.ValidationReport.MessageContext;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;

/** Validates response bodies, and describes problems in plain words. */
public final class ResponseSchema {

  private static final Pattern ALLOWED_KINDS = Pattern.compile("allowed: \\[(.*)]");

  private final OpenApiInteractionValidator validator;
  private final String path;
  private final Method method;

  ResponseSchema(OpenApiInteractionValidator validator, String path, String method) {
    this.validator = validator;
    this.path = path;
    this.method = Method.valueOf(method);
  }

  static OpenApiInteractionValidator validator(String specification) {
    return OpenApiInteractionValidator.createForInlineApiSpecification(specification)
        .withLevelResolver(LevelResolverFactory.withAdditionalPropertiesIgnored())
        .build();
  }

  /** {@return the problems of a JSON body} */
  public List<String> problems(int status, JsonNode body) {
    var response =
        SimpleResponse.Builder.status(status)
            .withContentType(Json.MEDIA_TYPE)
            .withBody(body.toString())
            .build();
    return validator.validateResponse(path, method, response).getMessages().stream()
        .map(message -> inPlainWords(message, body))
        .distinct()
        .toList();
  }

  private static String place(String pointer) {
    return pointer.isEmpty()
        ? "the body"
        : "the property " + pointer.substring(1).replaceAll("/\\d+(?=/|$)", "[]").replace('/', '.');
  }

  private static String inPlainWords(Message message, JsonNode body) {
    var pointer =
        message
            .getContext()
            .flatMap(MessageContext::getPointers)
            .map(MessageContext.Pointers::getInstance)
            .orElse("/")
            .replaceFirst("^/$", "");
    var where = place(pointer);
    var value = body.at(pointer);
    var kinds = ALLOWED_KINDS.matcher(message.getMessage());
    if (kinds.find()) {
      return "%s is %s, but the contract specifies %s"
          .formatted(
              where, Json.kind(value), kinds.group(1).replace("\"", "").replace(",", " or "));
    }
    var keyword = message.getKey().replaceFirst(".*schema\\.", "");
    return keyword.equals("required")
        ? message.getMessage()
        : "%s is %s, which violates `%s`".formatted(where, value, keyword);
  }
}
