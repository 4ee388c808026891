// Shows the specification as the mock serves it: the server is the mock, and its answer can be chosen.

/** The choices that Prism understands, one for each response and each of its examples. */
function answers(responses) {
  return Object.entries(responses)
    .flatMap(([status, response]) => {
      const examples = Object.keys(response.content?.["application/json"]?.examples ?? {});
      return examples.length > 0
        ? examples.map((example) => `code=${status}, example=${example}`)
        : [`code=${status}`];
    });
}

function forMock(specification, mock) {
  const changed = structuredClone(specification);
  changed.servers = [{ url: mock, description: "The mock" }];
  for (const operations of Object.values(changed.paths)) {
    for (const operation of Object.values(operations)) {
      // the mock answers a success with 200, which Swagger UI does not find under 2XX
      const { "2XX": success, ...errors } = operation.responses;
      operation.responses = { 200: success, ...errors };
      operation.parameters.push({
        name: "Prefer",
        in: "header",
        description: "Of the mock, not of the API: the answer to give. Without it, the mock answers as the request deserves.",
        schema: { type: "string", enum: answers(operation.responses) },
      });
    }
  }
  return changed;
}

fetch("/openapi.yaml", { method: "HEAD" }).then((response) => {
  const mock = `${location.protocol}//${location.hostname}:${response.headers.get("X-Mock-Port")}`;
  const ui = SwaggerUIBundle({
    dom_id: "#console",
    url: "/openapi.yaml",
    docExpansion: "full",
    defaultModelsExpandDepth: 2,
    displayRequestDuration: true,
    tryItOutEnabled: true,
    validatorUrl: null,
    plugins: [
      {
        statePlugins: {
          spec: {
            wrapActions: {
              updateJsonSpec: (update) => (specification) =>
                update(specification.paths ? forMock(specification, mock) : specification),
            },
          },
        },
      },
    ],
    onComplete: () => ui.preauthorizeApiKey("bearer", "eyJ0eXAiO..."),
  });
});
