// Measures how much of Prism's throughput the preloaded files cost: npm --prefix mock run load
// Each round measures a pair, so that other load on the machine affects both alike.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import autocannon from "autocannon";

const PATH = "/v1/Customers/3fa85f64-5717-4562-b3fc-2c963f66afa6/microsoft-qualification";
const SECONDS = 4;
const ROUNDS = 5;
const REQUESTS = { success: {}, error: { Prefer: "code=404" } };
const file = (path) => fileURLToPath(new URL(path, import.meta.url));

async function measure(preloaded, headers) {
  const prism = spawn(process.execPath, [
    ...(preloaded ? ["--require", file("../../../prism/preload.cjs")] : []),
    file("../../../node_modules/@stoplight/prism-cli/dist/index.js"),
    "mock", file("../../../../openapi/openapi.yaml"), "--port", "0",
  ], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const lines = createInterface({ input: prism.stdout });
    const url = await new Promise((resolve) => lines.on("line", (line) => {
      const [, address] = /listening on (\S+)/.exec(line) ?? [];
      if (address) {
        resolve(address + PATH);
      }
    }));
    const load = (duration) => autocannon({
      url,
      duration,
      connections: 32,
      method: "PATCH",
      headers: {
        "Authorization": "Bearer load",
        "X-Tenant": "load.example",
        "Content-Type": "application/json",
        ...headers,
      },
      body: JSON.stringify({ providerInstanceId: "load", qualification: {} }),
    });
    await load(2); // to warm up
    const { requests, errors } = await load(SECONDS);
    if (errors > 0) {
      throw new Error(`${errors} requests got no response`);
    }
    return requests.average;
  } finally {
    prism.kill();
    await once(prism, "exit");
  }
}

console.log("This takes about 3 minutes, longer on a busy machine.");
for (const [name, headers] of Object.entries(REQUESTS)) {
  const pairs = [];
  for (let round = 0; round < ROUNDS; round++) {
    pairs.push({ plain: await measure(false, headers), preloaded: await measure(true, headers) });
  }
  const percentage = ({ plain, preloaded }) => Math.round(100 * preloaded / plain);
  pairs.sort((a, b) => a.preloaded / a.plain - b.preloaded / b.plain);
  const median = pairs[Math.floor(ROUNDS / 2)];
  console.log(`${name}: Prism alone ${Math.round(median.plain)} requests/s, the mock `
    + `${Math.round(median.preloaded)} (${percentage(median)}%; range ${percentage(pairs[0])}% to `
    + `${percentage(pairs.at(-1))}%)`);
}
