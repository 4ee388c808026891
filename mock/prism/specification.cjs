// Reads a specification, and rejects mistakes that Prism would silently serve.
"use strict";

/** The keys of OpenAPI's objects, and for some of them the kind of their values. */
const KINDS = {
  document: {
    ...keys("openapi info jsonSchemaDialect servers webhooks security tags externalDocs"),
    paths: "pathItem*",
    components: "components",
  },
  components: {
    ...keys("schemas examples securitySchemes links callbacks pathItems"),
    parameters: "parameter*",
    headers: "header*",
    requestBodies: "requestBody*",
    responses: "response*",
  },
  pathItem: {
    ...keys("$ref summary description servers"),
    parameters: "parameter*",
    ...keys("get put post delete options head patch trace", "operation"),
  },
  operation: {
    ...keys("tags summary description externalDocs operationId callbacks deprecated security servers"),
    parameters: "parameter*",
    requestBody: "requestBody",
    responses: "response*",
  },
  requestBody: { ...keys("$ref description required"), content: "mediaType*" },
  response: {
    ...keys("$ref summary description links"),
    headers: "header*",
    content: "mediaType*",
  },
  mediaType: keys("schema example examples encoding"),
  parameter: {
    ...keys("$ref name in description required deprecated allowEmptyValue style explode"),
    ...keys("allowReserved schema example examples"),
    content: "mediaType*",
  },
};
KINDS.header = KINDS.parameter;

function keys(names, kind) {
  return Object.fromEntries(names.split(" ").map((name) => [name, kind]));
}

/**
 * Reads the operations with Prism's reader. If the specification is not valid, throws an error
 * whose message names the file and the mistake.
 */
async function readSpecification(file, read, ReferenceParser) {
  try {
    const document = await new ReferenceParser().dereference(file);
    if (document.openapi !== undefined) {
      inspect(document, "document", "it");
    }
    const operations = await read(file);
    if (operations.length === 0) {
      throw new Error("it has no operations");
    }
    return operations;
  } catch ({ message }) {
    const reason = message
      .replace(/^(Error parsing \S+: )+|:$/g, "")
      .replace(/.* is not a valid JSON Schema/, "it is not an OpenAPI document");
    throw new Error(`${file} is broken: ${reason}.`);
  }
}

/** Requires that all keys are OpenAPI's, and that each operation has responses. */
function inspect(value, kind, place) {
  if (value === null || typeof value !== "object") {
    throw new Error(`${place} must not be ${JSON.stringify(value)}`);
  }
  for (const [key, child] of Object.entries(value)) {
    if (key.startsWith("x-")) {
      continue;
    }
    if (!Object.hasOwn(KINDS[kind], key)) {
      throw new Error(`${place} has the unknown key ${key}`);
    }
    const next = KINDS[kind][key];
    const path = place === "it" ? key : `${place}.${key}`;
    if (next?.endsWith("*")) {
      Object.entries(child ?? {})
        .filter(([name]) => !name.startsWith("x-"))
        .forEach(([name, one]) => inspect(one, next.slice(0, -1), `${path}.${name}`));
    } else if (next) {
      inspect(child, next, path);
    }
  }
  if (kind === "operation" && Object.keys(value.responses ?? {}).length === 0) {
    throw new Error(`${place} has no responses`);
  }
}

module.exports = { readSpecification };
