// Serves the console without Docker: Swagger UI from npm, and the current specification.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";

const { CONSOLE_PORT: port = "4080", MOCK_PORT: mockPort = "4010" } = process.env;

const swaggerUi = new URL("../node_modules/swagger-ui-dist/", import.meta.url);
const file = (name, type, folder = import.meta.url) => [new URL(name, folder), type];
const files = {
  "/": file("index.html", "text/html; charset=utf-8"),
  "/console.css": file("console.css", "text/css; charset=utf-8"),
  "/console.js": file("console.js", "text/javascript; charset=utf-8"),
  "/favicon-32x32.png": file("favicon-32x32.png", "image/png", swaggerUi),
  "/openapi/openapi.yaml": file("../../openapi/openapi.yaml", "application/yaml; charset=utf-8"),
  "/swagger-ui.css": file("swagger-ui.css", "text/css; charset=utf-8", swaggerUi),
  "/swagger-ui-bundle.js": file("swagger-ui-bundle.js", "text/javascript", swaggerUi),
};

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

if (!existsSync(swaggerUi)) {
  fail("Swagger UI is not installed: run 'npm --prefix mock ci' in the repository root.");
}
const server = createServer(async (request, response) => {
  const [path, type] = files[request.url.split("?")[0]] ?? [];
  if (!path) {
    response.writeHead(404).end();
    return;
  }
  try {
    const content = await readFile(path);
    response.setHeader("X-Mock-Port", mockPort);
    response.writeHead(200, { "Content-Type": type, "Cache-Control": "no-cache" }).end(content);
  } catch (error) {
    response.writeHead(500).end(`${request.url} can't be read: ${error.code}`);
  }
});
server.on("error", ({ code }) =>
  fail(`The console can't listen on port ${port} (${code}): set CONSOLE_PORT to another port.`));
server.listen(port, "127.0.0.1", () =>
  console.log(`Console on http://127.0.0.1:${server.address().port}`));
