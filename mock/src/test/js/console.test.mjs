// Uses the console as a person would: node console.test.mjs CONSOLE_URL CHROMIUM SCREENSHOT_FOLDER
import assert from "node:assert/strict";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [url, executablePath, screenshots] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  const complaints = [];
  const foreign = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // a browser reports each status from 400 up as an error, and those are what is asked for here
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      complaints.push(message.text());
    }
  });
  page.on("request", (request) => {
    const address = new URL(request.url());
    if (address.protocol !== "data:" && address.hostname !== "127.0.0.1") {
      foreign.push(request.url());
    }
  });

  await page.goto(url);
  await page.getByRole("button", { name: "Execute" }).click();
  const status = page.locator(".live-responses-table .response-col_status").last();
  await status.waitFor();
  assert.match(await status.innerText(), /^200/);
  await page.screenshot({ path: join(screenshots, "console-wide.png"), fullPage: true });

  await page.locator("tr[data-param-name=Prefer] select").selectOption("code=404, example=documented");
  await page.getByRole("button", { name: "Execute" }).click();
  await page.locator(".live-responses-table .response-col_status", { hasText: "404" }).waitFor();
  const body = await page.locator(".live-responses-table .response-col_description pre").first().innerText();
  assert.equal(JSON.parse(body).statusCode, 42);

  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: join(screenshots, "console-narrow.png"), fullPage: true });
  assert.deepEqual(complaints, []);
  assert.deepEqual(foreign, []);
  console.log("the console works");
} finally {
  await browser.close();
}
