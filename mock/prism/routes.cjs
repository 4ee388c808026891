// Finds the operation that a request is for.
"use strict";

/** The path and the query. Not by `new URL`, which takes the `v1` of `//v1/` for a host. */
function split(target) {
  const [, path, query] = /^(?:https?:\/\/[^/?#]*)?([^?#]*)\??([^#]*)/i.exec(target);
  return { path: path || "/", query };
}

/** The operations with the patterns of their paths, literal paths before those with parameters. */
function routesTo(operations) {
  const parameters = ({ path }) => path.split("{").length;
  return [...operations]
    .sort((a, b) => parameters(a) - parameters(b))
    .map((operation) => ({ operation, pattern: pattern(operation.path) }));
}

/** A parameter matches any segment but those that Prism would resolve, `.` and `..`. */
function pattern(path) {
  const literals = path.replace(/[.*+?^$|()[\]\\]/g, "\\$&");
  return new RegExp(`^${literals.replace(/{[^}]*}/g, "(?!\\.\\.?(?:/|$))[^/]*")}$`);
}

/** Resolves a request's target to an operation and a URL that Prism can read without exiting. */
function find({ url, method }, routes) {
  const { path, query } = split(url);
  const normalized = path.split("/").map(normalize).join("/");
  const onPath = routes.filter((route) => route.pattern.test(normalized));
  const route = onPath.find(({ operation }) => operation.method.toUpperCase() === method);
  return {
    path,
    query: new URLSearchParams(query),
    segments: normalized.split("/"),
    methods: onPath.map(({ operation }) => operation.method.toUpperCase()),
    ...route,
    paths: [...new Set(routes.map(({ operation }) => operation.path))],
    hasExtraSlash: onPath.length === 0 && leadsSomewhere(normalized.replace(/\/+/g, "/"), routes),
    urlForPrism: route ? `${normalized}${query && "?"}${query}` : "/",
  };
}

function leadsSomewhere(path, routes) {
  return routes.some((route) => route.pattern.test(path.replace(/(.)\/$/, "$1")));
}

/** Decodes what need not be encoded (RFC 3986, 6.2.2.2), and encodes what cannot be decoded. */
function normalize(segment) {
  try {
    decodeURIComponent(segment);
  } catch {
    return encodeURIComponent(segment);
  }
  return segment
    .replace(/%[2-7][\da-f]/gi, (code) => {
      const character = decodeURIComponent(code);
      return /[\w.~-]/.test(character) ? character : code;
    })
    .replace(/\\/g, "%5C");
}

module.exports = { find, routesTo };
