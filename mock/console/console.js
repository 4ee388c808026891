// Shows the specification as the mock implements it: with the mock's URL, `Prefer`, and the test
// customers. The mock itself says which situations it has.

/** A browser only says that the request failed, and Swagger UI suspects the page. */
const FAILED = "Failed to fetch";

function resolve(object, specification) {
  return object.$ref
    ? object.$ref.split("/").slice(1).reduce((node, key) => node[key], specification)
    : object;
}

function forMock(specification, mock, situations) {
  const changed = structuredClone(specification);
  changed.servers = [{ url: mock, description: "The mock" }];
  for (const [path, methods] of Object.entries(changed.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const offered = situations[`${method.toUpperCase()} ${path}`];
      if (offered) {
        prepare(operation, [methods.parameters, operation.parameters], offered, changed);
      }
    }
  }
  return changed;
}

function prepare(operation, parameters, offered, specification) {
  // the mock sends 200 for a success, which Swagger UI does not find under 2XX
  const { "2XX": success, ...others } = operation.responses;
  operation.responses = success ? { 200: success, ...others } : others;
  // copies, because operations share parameters, but not their test customers
  const own = parameters.flat().filter(Boolean)
    .map((parameter) => structuredClone(resolve(parameter, specification)));
  for (const parameter of own) {
    const { in: place, required, schema } = parameter;
    if (place === "path" && schema?.format === "uuid") {
      offerTestCustomers(parameter, offered);
    } else if (!required) {
      // optional parameters start empty
      delete parameter.example;
    }
  }
  operation.parameters = [...own, {
    name: "Prefer",
    in: "header",
    description: "The situation to try. Only the mock understands this header.",
    schema: { type: "string", enum: offered.map(({ prefer }) => prefer) },
  }];
}

function offerTestCustomers(parameter, offered) {
  const { example, ...others } = parameter;
  const customers = offered.filter(({ customer }) => customer).map(({ prefer, customer }) =>
    [prefer, { summary: `Test customer: ${prefer}`, value: customer }]);
  delete parameter.example;
  parameter.examples = {
    ordinary: { summary: "Ordinary customer", value: example },
    ...Object.fromEntries(customers),
  };
}

/** Says why there is no response, in terms of the mock, which may have dropped the connection. */
function explain(response, request, mock, situations) {
  const { headers, url } = request.toJS();
  const drop = Object.values(situations).flat().filter(({ prefer }) => prefer === "connection=drop");
  const isRequested = (headers.Prefer ?? "").includes("connection=drop")
    || drop.some(({ customer }) => customer && url.includes(customer));
  const message = isRequested
    ? "The mock dropped the connection, as requested."
    : `There is no response from ${mock}: make sure that the mock is running.`;
  return { ...response, err: { ...response.err, message } };
}

/** Names the controls for screen readers, where Swagger UI does not. */
function label() {
  const controls = document.querySelectorAll("#console :is(input, select, textarea)");
  for (const control of [...controls].filter(({ labels }) => labels.length === 0)) {
    const parameter = control.closest("[data-param-name]")?.dataset.paramName;
    control.ariaLabel ??= control.matches(".body-param__text")
      ? "Request body"
      : [parameter, control.matches(".examples-select-element") && "Examples"]
        .filter(Boolean).join(" ");
  }
}

/** The situations of each operation. The console may be open before the mock listens. */
async function situationsOf(mock) {
  const main = document.getElementById("console");
  for (;;) {
    try {
      return await (await fetch(`${mock}/__situations`)).json();
    } catch {
      main.textContent = `Waiting for the mock on ${mock} …`;
      await new Promise((wait) => setTimeout(wait, 1000));
    }
  }
}

const { headers } = await fetch("/openapi/openapi.yaml", { method: "HEAD" });
const mock = `${location.protocol}//${location.hostname}:${headers.get("X-Mock-Port")}`;
const situations = await situationsOf(mock);
new MutationObserver(label).observe(document.body, { childList: true, subtree: true });
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
              update(specification?.paths
                ? forMock(specification, mock, situations)
                : specification),
            setResponse: (set, { specSelectors }) => (path, method, response) => {
              const failed = response.err?.message?.includes(FAILED);
              const request = specSelectors.mutatedRequestFor(path, method);
              return set(path, method,
                failed ? explain(response, request, mock, situations) : response);
            },
          },
        },
      },
    },
  ],
  onComplete: () => {
    const schemes = ui.specSelectors.specJson().toJS().components?.securitySchemes ?? {};
    Object.keys(schemes)
      .filter((name) => schemes[name].scheme === "bearer")
      .forEach((name) => ui.preauthorizeApiKey(name, "eyJ0eXAiO..."));
  },
});
