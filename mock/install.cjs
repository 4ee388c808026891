// Installs the npm packages of a directory, unless they are installed, and runs a script of its
// package.json: node install.cjs DIRECTORY [SCRIPT]
// An old release of Node.js must be able to read this file, to be told that it is too old.
"use strict";
const { spawnSync } = require("child_process");
const { existsSync, statSync } = require("fs");
const { join, resolve } = require("path");

const [directory, script] = process.argv.slice(2);
const options = { cwd: directory, encoding: "utf8" };
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
  const shell = process.platform === "win32";
  const npm = spawnSync("npm", ["ci", "--prefer-offline"], { ...options, shell });
  if (npm.error) {
    fail("npm was not found: install Node.js with npm from https://nodejs.org and try again.");
  }
  if (npm.status !== 0) {
    fail(`${npm.stdout}${npm.stderr}npm failed to install the packages in ${directory}.`);
  }
}
if (script) {
  const { scripts } = require(resolve(directory, "package.json"));
  const { status, stdout, stderr } = spawnSync(scripts[script], { ...options, shell: true });
  if (status !== 0) {
    fail(`${stdout}${stderr}`);
  }
}
