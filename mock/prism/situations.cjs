// The situations of an operation, which a client requests with `Prefer`, with `__code` and so on
// in the URL, or with the ID of a test customer.
"use strict";
const { createHash } = require("node:crypto");
const { STATUS_CODES } = require("node:http");

/** Statuses that gateways in front of the API send, although the contract does not define them. */
const GATEWAY = { 429: { "Retry-After": "1" }, 502: {}, 503: { "Retry-After": "1" }, 504: {} };

/** The preferences: Prism handles the first three, and this file handles the others. */
const NAMES = ["code", "example", "dynamic", "delay", "connection"];

const PREFERENCE = /^\s*([\w-]+)\s*=\s*(?:"([^"]*)"|([^\s";=]+))\s*$/;
const MILLISECONDS = /^\d{1,6}$/;

/** The delay in milliseconds of responses to requests that do not specify one. */
const DEFAULT_DELAY = process.env.MOCK_DELAY || "0";

/** Exits if the default delay is invalid. */
function checkDelay() {
  if (!MILLISECONDS.test(DEFAULT_DELAY)) {
    console.error(
      `MOCK_DELAY is '${DEFAULT_DELAY}': set it to a number of milliseconds from 0 to 999999.`,
    );
    process.exit(1);
  }
}

/** Every situation of an operation: what to prefer, and the test customer that stands for it. */
function situationsOf({ responses, request }) {
  const declared = responses.flatMap((response) => {
    const code = statusOf(response.code);
    const examples = examplesOf(response);
    return examples.length > 0 ? examples.map(({ key }) => ({ code, example: key })) : [{ code }];
  }).sort((a, b) => a.code - b.code);
  const gateways = Object.keys(GATEWAY)
    .filter((status) => !declared.some(({ code }) => code === status))
    .map((code) => ({ code }));
  const wanted = [...declared, ...gateways, { delay: "3000" }, { connection: "drop" }];
  const hasUuid = (request?.path ?? []).some(({ schema }) => schema?.format === "uuid");
  return wanted.map((preferences) => ({
    preferences,
    prefer: NAMES.filter((name) => preferences[name])
      .map((name) => `${name}=${preferences[name]}`)
      .join(", "),
    ...(hasUuid && { customer: customerFor(preferences) }),
  }));
}

/** The test customer's ID: the status and a hash of the example's name. */
function customerFor({ code = "0", example, delay, connection }) {
  const end = (example && createHash("sha256").update(example).digest("hex").slice(0, 12))
    ?? delay
    ?? (connection ? "dead" : "0");
  return `${code.padStart(8, "0")}-0000-4000-8000-${end.padStart(12, "0")}`;
}

/** The status that the mock sends for a code of the contract, such as 200 for `2XX`. */
function statusOf(code) {
  return code === "default" ? "500" : code.replace(/XX$/i, "00");
}

/** The requested situation, or its error. Leaves only Prism's own preferences in the request. */
function requestedSituation({ headers }, { query, segments, operation, customers }) {
  const inUrl = [...query].filter(([name]) => name.startsWith("__"));
  const sent = [
    ...inUrl.map(([name, value]) => [name.slice(2), value]),
    ...(headers.prefer ? headers.prefer.split(",").map(parse) : []),
  ];
  const customer = sent.length === 0
    && segments.find((segment) => customers?.has(segment.toLowerCase()));
  const wanted = customer
    ? { ...customers.get(customer.toLowerCase()) }
    : Object.fromEntries(sent);
  const problem = problemWith(sent, wanted, operation);
  if (responseTo(wanted.code, operation)) {
    wanted.code = statusOf(wanted.code);
  }
  const gateway = isGateways(wanted.code, operation);
  const forPrism = problem || gateway ? [] : NAMES.slice(0, 3).filter((name) => wanted[name]);
  headers.prefer = forPrism.map((name) => `${name}=${wanted[name]}`).join(", ");
  return {
    problem,
    advice: problem && `${problem}. ${choices(operation)}`,
    gateway: gateway && !problem ? Number(wanted.code) : undefined,
    example: wanted.example,
    delay: problem ? 0 : Number(wanted.delay ?? DEFAULT_DELAY),
    dropped: !problem && wanted.connection === "drop",
  };
}

function parse(preference) {
  const [, name, quoted, value] = PREFERENCE.exec(preference) ?? [];
  return name ? [name.toLowerCase(), quoted ?? value] : [preference.trim(), ""];
}

function problemWith(preferences, { code, example, dynamic, delay, connection }, operation) {
  const names = preferences.map(([name]) => name);
  const unknown = preferences.find(([name, value]) => !NAMES.includes(name) || value === "");
  if (unknown) {
    return `"${unknown.join("=").replace(/=$/, "")}" is not a preference`;
  }
  if (new Set(names).size < names.length) {
    return "A preference is repeated";
  }
  const response = responseTo(code, operation);
  if (code && operation && !response && !isGateways(code, operation)) {
    return `code=${code} is not a response of this operation`;
  }
  if (example && !code) {
    return `example=${example} needs a code`;
  }
  if (example && operation && !examplesOf(response).some(({ key }) => key === example)) {
    return `code=${code} has no example=${example}`;
  }
  if (dynamic && !["true", "false"].includes(dynamic)) {
    return `dynamic=${dynamic} is neither true nor false`;
  }
  if (delay && !MILLISECONDS.test(delay)) {
    return `delay=${delay} is not a number of milliseconds from 0 to 999999`;
  }
  if (connection && connection !== "drop") {
    return `connection=${connection} is not supported`;
  }
  return undefined;
}

function isGateways(code, operation) {
  return Object.hasOwn(GATEWAY, code) && !responseTo(code, operation);
}

/** The response with this code as the contract spells it, or with this status. */
function responseTo(code, operation) {
  const has = (wanted) => operation?.responses.find((response) => response.code === wanted);
  return code && (
    has(code.replace(/xx$/i, "XX"))
    ?? (/^\d{3}$/.test(code) ? has(code.replace(/\d\d$/, "XX")) : undefined)
    ?? (code === "500" ? has("default") : undefined)
  );
}

/** The examples that have a name; Prism gives the name `default` to those without one. */
function examplesOf(response) {
  return (response?.contents ?? [])
    .flatMap(({ examples = [] }) => examples)
    .filter(({ key }) => key !== "default");
}

/** The valid preferences, in one sentence. */
function choices(operation) {
  const ofApi = (operation?.responses ?? []).map((response) => {
    const examples = examplesOf(response).map(({ key }) => `example=${key}`).join(" or ");
    return `code=${statusOf(response.code)}${examples && ` (with ${examples})`}`;
  });
  const codes = [...ofApi, ...Object.keys(GATEWAY).map((code) => `code=${code}`)].sort();
  const others = ["dynamic=true", "delay=MILLISECONDS", "connection=drop"];
  return `Choose from ${[...codes, ...others].join(", ")}. Separate preferences with commas.`;
}

/** A gateway's response, which is not an ErrorResponse, or undefined if none was requested. */
function gatewayResponse({ gateway }) {
  const title = `${gateway} ${STATUS_CODES[gateway]}`;
  return gateway && {
    status: gateway,
    headers: { "Content-Type": "text/html", ...GATEWAY[gateway] },
    body: `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
  };
}

module.exports = { checkDelay, gatewayResponse, requestedSituation, situationsOf };
