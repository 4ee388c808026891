// Puts the mock under load and feeds it hostile input: node mock/load.mjs, after npm --prefix mock ci.
// Exits with 1 if an answer is wrong, the mock dies, or its memory grows.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { Agent, createServer, request } from "node:http";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

const requests = 20_000;
const connections = 32;
const path = "/v1/Customers/3fa85f64-5717-4562-b3fc-2c963f66afa6/microsoft-qualification";
const headers = { "Authorization": "Bearer load", "X-Tenant": "load.example", "Content-Type": "application/json" };
const update = JSON.stringify({ providerInstanceId: "load", qualification: { educationSegment: "K12" } });
const calls = [
  { headers, body: update, status: 200 },
  { headers, body: "{}", status: 400 },
  { headers: { ...headers, Authorization: "Basic bG9hZA==" }, body: update, status: 401 },
  { headers: { ...headers, Prefer: "code=404" }, body: update, status: 404 },
];

function patch(port, { headers, body }, agent) {
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: "127.0.0.1", path, method: "PATCH", headers, agent }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode)).on("error", reject);
    });
    sent.setTimeout(20_000, () => sent.destroy(new Error("no answer within 20 s")));
    sent.on("error", reject).end(body);
  });
}

/** Requests per second, from as many connections as stay open; every answer must be the right one. */
async function load(port, count) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const start = performance.now();
  let next = 0;
  await Promise.all(Array.from({ length: connections }, async () => {
    while (next < count) {
      const call = calls[next++ % calls.length];
      assert.equal(await patch(port, call, agent), call.status);
    }
  }));
  agent.destroy();
  return Math.round((count / (performance.now() - start)) * 1000);
}

/** Writes raw bytes and waits for an answer, or for the connection's end; says which. */
function raw(port, bytes, patience = 5_000) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    const timer = setTimeout(() => finish("neither"), patience);
    const finish = (outcome) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    };
    socket.on("data", (data) => finish(data.toString("latin1").split("\r\n")[0]));
    socket.on("close", () => finish("closed"));
    socket.on("error", () => finish("closed"));
  });
}

function head(more = "") {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return `PATCH ${path} HTTP/1.1\r\nHost: mock\r\n${lines}${more}`;
}

const started = performance.now();
const prism = spawn(process.execPath, [
  new URL("node_modules/@stoplight/prism-cli/dist/index.js", import.meta.url).pathname,
  "mock", new URL("../openapi/openapi.yaml", import.meta.url).pathname, "--port", "0",
]);
process.on("exit", () => prism.kill());
const port = await new Promise((resolve, reject) => {
  let printed = "";
  prism.stdout.on("data", (data) => {
    printed = (printed + data).slice(-1_000);
    const listening = printed.match(/listening on http:\/\/127\.0\.0\.1:(\d+)/);
    if (listening) {
      resolve(Number(listening[1]));
    }
  });
  prism.on("exit", (code) => reject(new Error(`Prism ended with ${code}: ${printed}`)));
});
assert.equal(await patch(port, calls[0]), 200);
console.log(`first answer ${Math.round(performance.now() - started)} ms after the start`);

const memory = () => Math.round(Number(readFileSync(`/proc/${prism.pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)[1]) / 1024);
const bare = createServer((request, response) => {
  const call = calls.find(({ headers, body }) =>
    request.headers.authorization === headers.Authorization && request.headers.prefer === headers.Prefer
    && request.headers["content-length"] === String(body.length));
  request.resume().on("end", () => response.writeHead(call.status).end());
});
await new Promise((resolve) => bare.listen(0, "127.0.0.1", resolve));
const bareSpeed = await load(bare.address().port, requests);
bare.close();
await load(port, requests / 4);
const memoryBefore = memory();
const speed = await load(port, requests);
const memoryAfter = memory();
console.log(`${requests} right answers over ${connections} connections: ${speed} a second; a bare server ${bareSpeed}`);
console.log(`memory ${memoryBefore} MiB before, ${memoryAfter} MiB after`);
assert.ok(memoryAfter < memoryBefore * 1.5, "the memory grows");

const hostile = {
  "broken JSON": head("Content-Length: 1\r\n\r\n{"),
  "a body of 20 MiB": Buffer.concat([Buffer.from(head(`Content-Length: ${20 << 20}\r\n\r\n`)), Buffer.alloc(20 << 20, "x")]),
  "1,000 headers": head(Array.from({ length: 1_000 }, (_, i) => `X-${i}: 1\r\n`).join("") + "Content-Length: 2\r\n\r\n{}"),
  "a header of 64 KiB": head(`X-Long: ${"x".repeat(1 << 16)}\r\n\r\n`),
  "no HTTP": "\0\x01\x02\r\n\r\n",
};
for (const [name, bytes] of Object.entries(hostile)) {
  const outcome = await raw(port, bytes);
  assert.notEqual(outcome, "neither", name);
  assert.equal(await patch(port, calls[0]), 200, `after ${name}`);
  console.log(`${name}: ${outcome}`);
}
const silent = connect(port, "127.0.0.1", () => silent.write(head("Content-Length: 100\r\n\r\n{")));
await pause(500);
assert.equal(await patch(port, calls[0]), 200, "beside half a request and silence");
silent.destroy();
console.log("half a request and silence: others are answered meanwhile");
process.exit(0);
