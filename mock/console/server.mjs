// Serves the console: Swagger UI from npm, reading the specification as it is now. It needs nothing but Node.js.
import { readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { createServer } from "node:http";

const { CONSOLE_HOST: host = "127.0.0.1", CONSOLE_PORT: port = "4080", MOCK_PORT: mockPort = "4010" } = process.env;

const swaggerUi = "../node_modules/swagger-ui-dist/";
const files = {
  "/": ["index.html", "text/html; charset=utf-8"],
  "/console.js": ["console.js", "text/javascript; charset=utf-8"],
  "/favicon.png": [`${swaggerUi}favicon-32x32.png`, "image/png"],
  "/openapi.yaml": ["../../openapi/openapi.yaml", "application/yaml; charset=utf-8"],
  "/swagger-ui.css": [`${swaggerUi}swagger-ui.css`, "text/css; charset=utf-8"],
  "/swagger-ui-bundle.js": [`${swaggerUi}swagger-ui-bundle.js`, "text/javascript; charset=utf-8"],
};

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

if (!existsSync(new URL(swaggerUi, import.meta.url))) {
  fail("The console needs Swagger UI: run 'npm --prefix mock ci' in the repository root, and start again.");
}

const server = createServer(async (request, response) => {
  const [name, type] = files[request.url.split("?")[0]] ?? [];
  if (!name) {
    response.writeHead(404).end();
    return;
  }
  try {
    const content = await readFile(new URL(name, import.meta.url));
    response.writeHead(200, { "Content-Type": type, "Cache-Control": "no-cache", "X-Mock-Port": mockPort });
    response.end(content);
  } catch (error) {
    response.writeHead(500).end(`${name} can't be read: ${error.code}`);
  }
});
server.on("error", (error) =>
  fail(`The console can't listen on port ${port} (${error.code}): name another, as in CONSOLE_PORT=4081.`));
server.listen(port, host, () => console.log(`Console on http://127.0.0.1:${server.address().port}`));
