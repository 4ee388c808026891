import assert from "node:assert/strict";
import { chromium } from "playwright-core";

/** Opens a page in Chromium. Fails if one of its scripts fails or if it calls other hosts. */
export async function withPage(executablePath, options, test) {
  const browser = await chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
    ],
  });
  try {
    const page = await browser.newPage(options);
    page.setDefaultTimeout(120_000);
    const complaints = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      // browsers report every status of 400 and above as an error, but these tests expect them
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
        complaints.push(message.text());
      }
    });
    page.on("request", (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol.startsWith("http") && hostname !== "127.0.0.1") {
        complaints.push(`requests ${request.url()}`);
      }
    });
    await test(page);
    assert.deepEqual(complaints, []);
  } finally {
    await browser.close();
  }
}
