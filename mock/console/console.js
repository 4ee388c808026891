// Shows the specification as the mock implements it: with the mock's URL, and with `Prefer`.

/** What the mock can do in addition to the responses in the specification. */
const SITUATIONS = [
  "code=429",
  "code=502",
  "code=503",
  "code=504",
  "connection=drop",
  "delay=3000",
];

/** One preference for each response of an operation and each of its examples. */
function preferences(responses) {
  return Object.entries(responses).flatMap(([status, response]) => {
    const examples = Object.keys(response.content?.["application/json"]?.examples ?? {});
    return examples.length > 0
      ? examples.map((example) => `code=${status}, example=${example}`)
      : [`code=${status}`];
  });
}

function forMock(specification, mock) {
  const changed = structuredClone(specification);
  changed.servers = [{ url: mock, description: "The mock" }];
  for (const operation of Object.values(changed.paths).flatMap(Object.values)) {
    // the mock sends 200 for a success, which Swagger UI does not find under 2XX
    const { "2XX": success, ...others } = operation.responses;
    operation.responses = success ? { 200: success, ...others } : others;
    operation.parameters.push({
      name: "Prefer",
      in: "header",
      description: "The situation to try. Only the mock understands this header.",
      schema: { type: "string", enum: [...preferences(operation.responses), ...SITUATIONS] },
    });
  }
  return changed;
}

fetch("/openapi/openapi.yaml", { method: "HEAD" }).then((response) => {
  const mock = `${location.protocol}//${location.hostname}:${response.headers.get("X-Mock-Port")}`;
  const ui = SwaggerUIBundle({
    dom_id: "#console",
    url: "/openapi/openapi.yaml",
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
                update(specification?.paths ? forMock(specification, mock) : specification),
            },
          },
        },
      },
    ],
    onComplete: () => ui.preauthorizeApiKey("bearer", "eyJ0eXAiO..."),
  });
});
