// Preloaded into Prism with `node --require`, both in the official image and from npm. It makes
// errors match the contract (errors.cjs), produces the requested situations (situations.cjs), and keeps
// Prism running where it would otherwise exit.
"use strict";
const { realpathSync } = require("node:fs");
const { Server } = require("node:http");
const { createRequire } = require("node:module");
const { contractError } = require("./errors.cjs");
const { find, routesTo } = require("./routes.cjs");
const {
  checkDelay, gatewayResponse, requestedSituation, situationsOf,
} = require("./situations.cjs");
const { readSpecification } = require("./specification.cjs");

/** The path that lists the situations of each operation, also for the console. */
const SITUATIONS = "/__situations";

/** The last good version of the specification, as Prism reads it, and its routes. */
let operations = [];
let routes = [];
let server;
let validateSecurity;

if (isPrism(process.argv[1])) {
  checkDelay();
  // the official image sets "production", which makes Prism serve from a second process
  process.env.NODE_ENV = "";
  const requireFromPrism = createRequire(realpathSync(process.argv[1]));
  logOnlyWhatPrismPrints(requireFromPrism("@stoplight/prism-core/dist/logger.js"));
  keepLastGoodVersion(
    requireFromPrism("@stoplight/prism-http/dist/utils/operations.js"),
    createRequire(requireFromPrism.resolve("@stoplight/prism-http"))(
      "@stoplight/json-schema-ref-parser"));
  ({ validateSecurity } = requireFromPrism("@stoplight/prism-http/dist/validator"));
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

/** By default, Prism also logs bodies, and fails if they are nested too deeply. */
function logOnlyWhatPrismPrints(logger) {
  const { createLogger } = logger;
  const serializers = { input: ({ method, url: { path } }) => ({ method, url: { path } }) };
  logger.createLogger = (name, options, destination) =>
    createLogger(name, { ...options, serializers }, destination);
}

/** On its own, Prism exits when the specification is saved with a mistake. */
function keepLastGoodVersion(reader, ReferenceParser) {
  const read = reader.getHttpOperationsFromSpec;
  reader.getHttpOperationsFromSpec = async (file) => {
    try {
      operations = (await readSpecification(file, read, ReferenceParser)).map(allowAnonymous);
      routes = routesTo(operations).map(withSituations);
      // Prism restarts the server when all connections are closed
      server?.closeIdleConnections();
      return operations;
    } catch ({ message }) {
      if (operations.length === 0) {
        console.error(`${message} Fix it and start the mock again.`);
        process.exit(1);
      }
      console.error(`${message} The mock still serves the last good version.`);
      // given an empty list, Prism keeps its operations, unless its server is closed
      return server ? [] : operations;
    }
  };
}

/** Prism takes an empty security requirement to mean that a token is forbidden, not optional. */
function allowAnonymous(operation) {
  const anonymous = operation.security?.some((schemes) => schemes.length === 0);
  return anonymous ? { ...operation, security: [] } : operation;
}

function withSituations(route) {
  const situations = situationsOf(route.operation);
  const ofCustomer = situations.filter(({ customer }) => customer);
  return {
    ...route,
    situations: situations.map(({ prefer, customer }) => ({ prefer, customer })),
    customers: new Map(ofCustomer.map(({ customer, preferences }) => [customer, preferences])),
  };
}

/** Without Prism, which would log an error for each of these requests. */
function sendSituations(response) {
  const entries = routes.map(({ operation: { method, path }, situations }) =>
    [`${method.toUpperCase()} ${path}`, situations]);
  response.setHeader("Access-Control-Allow-Origin", "*");
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify(Object.fromEntries(entries)));
}

function interceptRequests() {
  const { emit } = Server.prototype;
  Server.prototype.emit = function (event, request, response) {
    if (event === "listening" || event === "close") {
      server = event === "listening" ? this : undefined;
      // never closes an idle connection: its client may be about to send the next request
      this.keepAliveTimeout = 0;
    } else if (event === "request" && request.url === SITUATIONS) {
      afterBody(request, () => sendSituations(response));
      return true;
    } else if (event === "request" && !isPreflight(request)) {
      const isBodyIgnored = intercept(request, response);
      if (isBodyIgnored) {
        afterBody(request, () => emit.apply(this, arguments));
        return true;
      }
    }
    return emit.apply(this, arguments);
  };
}

/** Some clients fail or stall if the response arrives before they have sent the body. */
function afterBody(request, respond) {
  request.once("end", respond).resume();
}

function isPreflight({ method, headers }) {
  return method === "OPTIONS" && headers["access-control-request-method"] !== undefined;
}

/**
 * Prepares a request for Prism, and Prism's response for the client. Returns whether Prism ignores
 * the body.
 */
function intercept(request, response) {
  const target = find(request, routes);
  const { operation } = target;
  const { headers } = request;
  const situation = requestedSituation(request, target);
  // authentication schemes are case-insensitive, but Prism only accepts this spelling
  if (headers.authorization) {
    headers.authorization = headers.authorization.replace(/^bearer /i, "Bearer ");
  }
  // the API's errors have one media type; if asked for another one, Prism would send a success
  delete headers.accept;
  const authenticated = isAuthenticated(request, target);
  const hasBody = headers["content-length"] > 0 || headers["transfer-encoding"] !== undefined;
  const isBodyIgnored = !operation || !authenticated;
  if (isBodyIgnored) {
    // Prism would complain about the body, even if something else comes first
    headers["content-length"] = "0";
    delete headers["transfer-encoding"];
  }
  if (operation) {
    headers["content-type"] = acceptedContentType(headers["content-type"], operation);
  }
  const { url } = request;
  request.url = target.urlForPrism;

  const end = response.end.bind(response);
  response.end = (body) => {
    const replacement =
      gatewayResponse(situation)
      ?? contractError(request, response, body, { target, situation, authenticated, hasBody });
    if (replacement) {
      if (replacement.status !== response.statusCode) {
        console.log(`Sending ${replacement.status} instead: ${request.method} ${url}`);
      }
      response.statusCode = replacement.status;
      const headers = { "Content-Type": "application/json", ...replacement.headers };
      Object.entries(headers).forEach(([name, value]) => response.setHeader(name, value));
      body = replacement.body;
      response.setHeader("Content-Length", Buffer.byteLength(body));
    }
    if (response.statusCode === 401 && operation?.security.length > 0) {
      response.setHeader("WWW-Authenticate", challenges(operation, authenticated));
    }
    response.removeHeader("sl-violations");
    if (!body) {
      response.removeHeader("Content-Type");
    }
    exposeHeaders(response);
    // tells the contract tests that this is not the API
    response.setHeader("Server", "microsoft-qualification-mock");
    const finish = () => (situation.dropped ? request.socket.destroy() : end(body));
    if (situation.delay > 0) {
      setTimeout(finish, situation.delay);
    } else {
      finish();
    }
    return response;
  };
  return isBodyIgnored;
}

function isAuthenticated({ headers }, { query, operation }) {
  const element = { headers, url: { query: Object.fromEntries(query) } };
  return !operation || validateSecurity({ element, resource: operation })._tag === "Right";
}

/** The schemes to challenge with; if the credentials are valid, the request asked for a 401. */
function challenges({ security }, authenticated) {
  const schemes = security.flat().map(({ type, scheme = "bearer" }) =>
    type === "apiKey" ? "ApiKey" : scheme[0].toUpperCase() + scheme.slice(1));
  return [...new Set(schemes)]
    .map((scheme) => (authenticated ? `${scheme} error="invalid_token"` : scheme))
    .join(", ");
}

/** The request's content type, if it is in the contract: Prism accepts others or fails on them. */
function acceptedContentType(contentType = "", { request }) {
  const [type, ...parameters] = contentType.toLowerCase().split(";").map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith("charset=")) ?? "";
  return (request?.body?.contents ?? []).some(({ mediaType }) => mediaType === type)
    && /^(charset="?utf-8"?)?$/.test(charset)
    // a parameter may be empty (RFC 9110, 5.6.6)
    ? contentType.split(";").filter((part) => part.trim()).join(";")
    : "application/octet-stream";
}

/** Names the headers that a page may read; "*" does not work for requests with credentials. */
function exposeHeaders(response) {
  const names = response.getHeaderNames().filter((name) => !name.startsWith("access-control-"));
  if (response.hasHeader("Access-Control-Allow-Origin") && names.length > 0) {
    response.setHeader("Access-Control-Expose-Headers", names.join(", "));
  }
}
