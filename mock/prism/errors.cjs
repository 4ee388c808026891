// Turns what Prism finds wrong with a request into the ErrorResponse that the API would send.
"use strict";
const { randomUUID } = require("node:crypto");
const { STATUS_CODES } = require("node:http");

/** The example that is sent exactly as on the documentation page. */
const DOCUMENTED = "documented";

const UUID = /^(urn:uuid:)?[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The errors of requests that Prism rejects before it consults the specification. */
const OTHER_FAILURES = {
  400: ["The request is invalid.", [fault("body", "must be valid JSON")]],
  401: ["The request has no valid credentials."],
  413: ["The request body is too large."],
  500: ["The mock can't handle this request: see its log."],
};

/** The response to send instead of Prism's, or undefined if Prism's is what the API would send. */
function contractError(request, response, body, { target, situation, authenticated, hasBody }) {
  const { path, paths, methods, operation, hasExtraSlash } = target;
  const error = (status, description, errors = null) => ({
    status,
    body: errorResponse(request, status, {
      statusCode: status,
      type: STATUS_CODES[status].replace(/\W/g, ""),
      description,
      correlationId: null,
      errors,
    }),
  });
  if (methods.length === 0) {
    const advice = hasExtraSlash
      ? "Remove the extra slash, such as one after the base URL."
      : `Valid paths (case-sensitive): ${paths.join(", ")}.`;
    return error(404, `There is no path ${path}. ${advice}`);
  }
  if (!operation) {
    const allow = methods.join(", ");
    const choices = methods.join(" or ");
    return { ...error(405, `The method must be ${choices}.`), headers: { Allow: allow } };
  }
  if (authenticated && situation.problem) {
    return error(400, situation.advice, [fault("Prefer", situation.problem)]);
  }
  const violations = violationsIn(response, body);
  const errors = authenticated ? faults(violations, operation.request ?? {}, request, hasBody) : [];
  if (errors.length > 0) {
    const unsupported = violations.some(({ code }) => code === 415);
    return error(unsupported ? 415 : 400, "The request is invalid.", errors);
  }
  const status = response.statusCode;
  if (status < 400 || !body) {
    return undefined;
  }
  const declared = operation.responses.find(({ code }) => code === String(status))?.contents ?? [];
  if (!declared.some(({ mediaType }) => mediaType === response.getHeader("Content-Type"))) {
    return error(status, ...(OTHER_FAILURES[status] ?? OTHER_FAILURES[500]));
  }
  return situation.example === DOCUMENTED
    ? undefined
    : { status, body: errorResponse(request, status, JSON.parse(body)) };
}

/** The content as the ErrorResponse to this request. */
function errorResponse({ headers }, statusCode, content) {
  const sent = headers["x-correlation-id"];
  return JSON.stringify({
    ...content,
    statusCode,
    correlationId: UUID.test(sent) ? sent : randomUUID(),
  });
}

/** What Prism complains about: in a header, or in the body if the contract has no such response. */
function violationsIn(response, body) {
  const header = response.getHeader("sl-violations");
  if (header !== undefined) {
    // Prism truncates a list that is too long for a header, and then begins it with a note
    return header.startsWith("[") ? JSON.parse(header) : [];
  }
  if (response.getHeader("Content-Type") !== "application/problem+json") {
    return [];
  }
  const { status, detail, validation = [] } = JSON.parse(body);
  return status === 415
    ? [{ location: ["request"], code: 415, message: detail }]
    : validation.map((one) => ({ ...one, location: ["request", ...(one.location ?? [])] }));
}

/** The entries of `errors`: one for each invalid property, by its name in the contract. */
function faults(violations, contract, { headers }, hasBody) {
  const complaints = new Map();
  for (const violation of violations) {
    const name = property(violation, contract);
    complaints.set(name, [...(complaints.get(name) ?? []), complaint(violation)]);
  }
  // Prism treats an empty header as a missing one, and JSON such as `false` as a missing body
  for (const { name, schema } of contract.headers ?? []) {
    if (headers[name.toLowerCase()] === "" && (schema.minLength > 0 || schema.format)) {
      complaints.set(name, ["must not be empty"]);
    }
  }
  const type = contract.body?.contents?.[0]?.schema?.type;
  if (hasBody && type && complaints.get("body")?.[0] === "is required") {
    complaints.set("body", [complaint({ code: "type", message: `must be ${type}` })]);
  }
  return [...complaints].map(([name, descriptions]) => fault(name, ...descriptions));
}

function fault(propertyName, ...description) {
  return { propertyName, description };
}

/** The invalid property: a parameter as the contract spells it, or the path of one in the body. */
function property({ location: [, part = "body", ...path], code, message }, contract) {
  if (code === 415) {
    return "Content-Type";
  }
  const missing = /required property '(.+)'$/.exec(message)?.slice(1) ?? [];
  const name = [...path, ...missing].join(".") || part;
  const parameters = part === "body" ? [] : contract[part === "header" ? "headers" : part];
  return parameters.find((parameter) => parameter.name.toLowerCase() === name)?.name ?? name;
}

/** Describes a violation in words that fit next to a form field. */
function complaint({ code, message }) {
  const text = message.slice(Math.max(message.indexOf("must "), 0));
  switch (code) {
    case 415:
      return message.replace(/.*: /, "must be ");
    case "required":
      return "is required";
    case "minLength":
      return text
        .replace("NOT have fewer than 1 characters", "not be empty")
        .replace("NOT have fewer than", "have at least");
    case "type":
      return text.replace(/be (?=[aio])/, "be an ").replace(/be (?!an )/, "be a ");
    case "format":
      return text.replace('match format "uuid"', "be a UUID").replace("match format", "be a valid");
    default:
      return text.replace("NOT", "not");
  }
}

module.exports = { contractError };
