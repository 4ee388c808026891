// Preloaded into Prism with `node --require`, both in the official image and from npm. It makes
// errors truthful (errors.cjs), produces the requested situations (situations.cjs), and keeps
// Prism running where it would otherwise exit.
"use strict";
const { realpathSync } = require("node:fs");
const { Server } = require("node:http");
const { createRequire } = require("node:module");
const { truthfulError } = require("./errors.cjs");
const { gatewayResponse, requestedSituation } = require("./situations.cjs");

/** The last good version of the specification, as Prism reads it. */
let operations = [];
let patterns = new Map();
let listening = false;

if (isPrism(process.argv[1])) {
  // the official image sets "production", which makes Prism serve from a second process
  process.env.NODE_ENV = "";
  const requireFromPrism = createRequire(realpathSync(process.argv[1]));
  keepLastGoodVersion(requireFromPrism("@stoplight/prism-http/dist/utils/operations.js"));
  interceptRequests();
}

/** NODE_OPTIONS applies to every program that runs on Node.js, such as a health check. */
function isPrism(script) {
  try {
    return createRequire(realpathSync(script))("../package.json").name === "@stoplight/prism-cli";
  } catch {
    return false;
  }
}

/** On its own, Prism exits when the specification is saved with a mistake. */
function keepLastGoodVersion(reader) {
  const read = reader.getHttpOperationsFromSpec;
  reader.getHttpOperationsFromSpec = async (file) => {
    try {
      const found = await read(file);
      if (found.length === 0) {
        throw new Error("it describes no operation");
      }
      operations = found;
      patterns = new Map(found.map((operation) => [operation, pattern(operation.path)]));
      return operations;
    } catch (error) {
      const reason = error.message
        .replace(/^(Error parsing \S+: )+|:$/g, "")
        .replace(/.* is not a valid JSON Schema/, "it is not an OpenAPI document");
      if (operations.length === 0) {
        console.error(`${file} is broken: ${reason}. Fix it and start the mock again.`);
        process.exit(1);
      }
      console.error(`${file} is broken: ${reason}. The mock still serves the last good version.`);
      // given no operations, Prism keeps those it has; once its server is closed, it needs some
      return listening ? [] : operations;
    }
  };
}

function interceptRequests() {
  const { emit } = Server.prototype;
  Server.prototype.emit = function (event, request, response) {
    if (event === "listening" || event === "close") {
      listening = event === "listening";
    } else if (event === "request" && !isPreflight(request)) {
      intercept(request, response);
    }
    return emit.apply(this, arguments);
  };
}

function isPreflight({ method, headers }) {
  return method === "OPTIONS" && headers["access-control-request-method"] !== undefined;
}

/** Prepares a request for Prism, and Prism's response for the client. */
function intercept(request, response) {
  const url = decodableUrl(request);
  const onPath = operations.filter((operation) => patterns.get(operation).test(url.pathname));
  const operation = onPath.find(({ method }) => method.toUpperCase() === request.method);
  const situation = requestedSituation(request, url, operation);
  // authentication schemes are case-insensitive, but Prism only accepts this spelling
  const { headers } = request;
  if (headers.authorization) {
    headers.authorization = headers.authorization.replace(/^bearer /i, "Bearer ");
  }
  // the API's errors have one media type; if asked for another one, Prism would send a success
  delete request.headers.accept;
  if (operation && !isAccepted(request.headers["content-type"], operation)) {
    // Prism accepts some media types that the contract does not allow, and fails on others
    request.headers["content-type"] = "application/octet-stream";
  }

  const end = response.end.bind(response);
  response.end = (body) => {
    const replacement =
      gatewayResponse(situation)
      ?? truthfulError(request, response, body, { url, onPath, operation, situation });
    if (replacement) {
      if (replacement.status !== response.statusCode) {
        console.log(`Sending ${replacement.status} instead: ${request.method} ${request.url}`);
      }
      response.statusCode = replacement.status;
      const headers = { "Content-Type": "application/json", ...replacement.headers };
      Object.entries(headers).forEach(([name, value]) => response.setHeader(name, value));
      body = replacement.body;
      response.setHeader("Content-Length", Buffer.byteLength(body));
    }
    response.removeHeader("sl-violations");
    if (!body) {
      response.removeHeader("Content-Type");
    }
    exposeHeaders(response);
    const finish = () => (situation.dropped ? request.socket.destroy() : end(body));
    if (situation.delay > 0) {
      setTimeout(finish, situation.delay);
    } else {
      finish();
    }
    return response;
  };
}

/** The URL of a request; encoded again if it cannot be decoded, because Prism would then exit. */
function decodableUrl(request) {
  try {
    const url = new URL(request.url, "http://mock");
    decodeURIComponent(url.pathname);
    return url;
  } catch {
    request.url = `/${request.url.split("/").filter(Boolean).map(encodeURIComponent).join("/")}`;
    return new URL(request.url, "http://mock");
  }
}

function pattern(path) {
  return new RegExp(`^${path.replace(/[.*+?^$|()[\]\\]/g, "\\$&").replace(/{[^}]*}/g, "[^/]*")}$`);
}

function isAccepted(contentType = "", operation) {
  const [type, ...parameters] = contentType.toLowerCase().split(";").map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith("charset="));
  return (operation.request?.body?.contents ?? []).some(({ mediaType }) => mediaType === type)
    && /^(charset="?utf-8"?)?$/.test(charset ?? "");
}

/** Names the headers that a page may read; "*" does not work for requests with credentials. */
function exposeHeaders(response) {
  const names = response.getHeaderNames().filter((name) => !name.startsWith("access-control-"));
  if (response.hasHeader("Access-Control-Allow-Origin") && names.length > 0) {
    response.setHeader("Access-Control-Expose-Headers", names.join(", "));
  }
}
