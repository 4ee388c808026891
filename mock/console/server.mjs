// Serves the console: Swagger UI from npm, reading the specification as it is now. It needs nothing but Node.js.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { CONSOLE_HOST: host = "127.0.0.1", CONSOLE_PORT: port = "4080", MOCK_PORT: mockPort = "4010" } = process.env;

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** The folder of Swagger UI. In a container nothing is installed beside this file, so npm brings it. */
function findSwaggerUi() {
  const installed = new URL("../node_modules/swagger-ui-dist/", import.meta.url);
  if (existsSync(installed)) {
    return installed;
  }
  const { dependencies } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url)));
  const folder = mkdtempSync(join(tmpdir(), "console-"));
  const npm = spawnSync(
    "npm",
    ["install", "--prefix", folder, "--cache", join(folder, "cache"), "--ignore-scripts", "--no-audit", "--no-fund",
      `swagger-ui-dist@${dependencies["swagger-ui-dist"]}`],
    { stdio: "inherit" });
  if (npm.status !== 0) {
    fail("Swagger UI could not be installed: run 'npm --prefix mock ci' in the repository root, and start again.");
  }
  return pathToFileURL(join(folder, "node_modules", "swagger-ui-dist", "/"));
}

const swaggerUi = findSwaggerUi();
const own = (name) => new URL(name, import.meta.url);
const files = {
  "/": [own("index.html"), "text/html; charset=utf-8"],
  "/console.js": [own("console.js"), "text/javascript; charset=utf-8"],
  "/favicon.png": [new URL("favicon-32x32.png", swaggerUi), "image/png"],
  "/openapi.yaml": [own("../../openapi/openapi.yaml"), "application/yaml; charset=utf-8"],
  "/swagger-ui.css": [new URL("swagger-ui.css", swaggerUi), "text/css; charset=utf-8"],
  "/swagger-ui-bundle.js": [new URL("swagger-ui-bundle.js", swaggerUi), "text/javascript; charset=utf-8"],
};

const server = createServer(async (request, response) => {
  const [file, type] = files[request.url.split("?")[0]] ?? [];
  if (!file) {
    response.writeHead(404).end();
    return;
  }
  try {
    const content = await readFile(file);
    response.writeHead(200, { "Content-Type": type, "Cache-Control": "no-cache", "X-Mock-Port": mockPort });
    response.end(content);
  } catch (error) {
    response.writeHead(500).end(`${request.url} can't be read: ${error.code}`);
  }
});
server.on("error", (error) =>
  fail(`The console can't listen on port ${port} (${error.code}): name another, as in CONSOLE_PORT=4081.`));
server.listen(port, host, () => console.log(`Console on http://127.0.0.1:${server.address().port}`));
