// Installs the npm packages of a directory, unless they are installed: node install.cjs DIRECTORY
// An old release of Node.js must be able to read this file, to be told that it is too old.
"use strict";
const { spawnSync } = require("child_process");
const { existsSync, statSync } = require("fs");
const { join } = require("path");

const directory = process.argv[2];
const minimum = require("./package.json").engines.node.replace(">=", "");

function isTooOld(version) {
  const [major, minor] = version.split(".").map(Number);
  const [leastMajor, leastMinor] = minimum.split(".").map(Number);
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}

/** npm writes its copy of the lock file last, once everything is in place. */
function isInstalled() {
  const installed = join(directory, "node_modules", ".package-lock.json");
  return existsSync(installed)
    && statSync(installed).mtimeMs >= statSync(join(directory, "package-lock.json")).mtimeMs;
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

if (isTooOld(process.versions.node)) {
  fail(`Node.js ${process.versions.node} is too old: install ${minimum} or newer from `
    + "https://nodejs.org and try again.");
}
if (!isInstalled()) {
  const options = { cwd: directory, encoding: "utf8", shell: process.platform === "win32" };
  const npm = spawnSync("npm", ["ci", "--prefer-offline"], options);
  if (npm.error) {
    fail("npm was not found: install Node.js with npm from https://nodejs.org and try again.");
  }
  if (npm.status !== 0) {
    fail(`${npm.stdout}${npm.stderr}npm failed to install the packages in ${directory}.`);
  }
}
