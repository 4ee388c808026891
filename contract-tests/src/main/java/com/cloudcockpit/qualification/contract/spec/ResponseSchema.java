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

/**
 * Validates response bodies, and describes problems in plain words.
 *
 * @param validator validates responses of any operation
 * @param method the method of the operation
 * @param path the path of the operation
 */
public record ResponseSchema(OpenApiInteractionValidator validator, Method method, String path) {

  private static final Pattern ALLOWED_TYPES = Pattern.compile("allowed: \\[(.*)]");

  static OpenApiInteractionValidator validator(String specification) {
    return OpenApiInteractionValidator.createForInlineApiSpecification(specification)
        .withLevelResolver(LevelResolverFactory.withAdditionalPropertiesIgnored())
        .build();
  }

  /** {@return the problems of a JSON body} */
  public List<String> problems(int status, JsonNode body) {
    String text;
    try {
      text = body.toString();
    } catch (RuntimeException e) {
      // Jackson writes no more than 1,000 levels, which only additional properties can have
      return List.of();
    }
    var response =
        SimpleResponse.Builder.status(status)
            .withContentType(Json.MEDIA_TYPE)
            .withBody(text)
            .build();
    return validator.validateResponse(path, method, response).getMessages().stream()
        .map(message -> inPlainWords(message, body))
        .distinct()
        .toList();
  }

  private static String inPlainWords(Message message, JsonNode body) {
    var pointer =
        message
            .getContext()
            .flatMap(MessageContext::getPointers)
            .map(MessageContext.Pointers::getInstance)
            .orElse("/")
            .replaceFirst("^/$", "");
    var name = pointer.replaceAll("/\\d+(?=/|$)", "[]").replaceFirst("^/", "").replace('/', '.');
    var where = name.isEmpty() ? "the body" : "the property " + name;
    var value = body.at(pointer);
    var types = ALLOWED_TYPES.matcher(message.getMessage());
    var keyword = message.getKey().replaceFirst(".*schema\\.", "");
    if (types.find()) {
      var allowed = types.group(1).replace("\"", "").replace(",", " or ");
      return "%s is %s, but the contract specifies %s".formatted(where, Json.type(value), allowed);
    }
    return keyword.equals("required")
        ? message.getMessage()
        : "%s is %s, which violates `%s`".formatted(where, value, keyword);
  }
}
