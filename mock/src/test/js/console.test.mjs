// Uses the console as a person would: node console.test.mjs CONSOLE_URL CHROMIUM SCREENSHOT_FOLDER
import assert from "node:assert/strict";
import { join } from "node:path";
import { withPage } from "./browser.mjs";

const [url, executablePath, screenshots] = process.argv.slice(2);
await withPage(executablePath, { viewport: { width: 1280, height: 1000 } }, async (page) => {
  const screenshot = (name) =>
    page.screenshot({ path: join(screenshots, `console-${name}.png`), fullPage: true });
  const operation = page.locator(".opblock-patch");
  const response = operation.locator(".live-responses-table");

  async function execute(preference, status) {
    await operation.locator("tr[data-param-name=Prefer] select").selectOption(preference);
    await operation.getByRole("button", { name: "Execute" }).click();
    await response.locator(".response-col_status", { hasText: status }).waitFor();
  }

  await page.goto(url);
  await execute("", "200");
  await screenshot("success");

  await execute("code=404, example=documented", "404");
  const body = await response.locator(".response-col_description pre").first().innerText();
  assert.equal(JSON.parse(body).statusCode, 42);
  await screenshot("error");
  await execute("code=503", "503");

  const background = () => getComputedStyle(document.documentElement).backgroundColor;
  const light = await page.evaluate(background);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.waitForFunction(`(${background})() !== "${light}"`);
  await screenshot("dark");

  await page.emulateMedia({ colorScheme: "light" });
  await execute("code=400, example=invalidProperties", "400");
  await page.setViewportSize({ width: 390, height: 844 });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  for (const select of await page.locator("select").all()) {
    assert.ok((await select.boundingBox()).width > 100, "a selector is too narrow for its text");
  }
  // a word that is broken takes up two lines
  const heights = await response.locator("pre span").evaluateAll((spans) => spans
    .filter((span) => !span.innerText.includes("\n"))
    .map((span) => span.getClientRects().length));
  assert.ok(heights.length > 0 && heights.every((lines) => lines <= 1), "JSON breaks inside words");
  await screenshot("narrow");

  // printed for the test that compares them with README.md
  const options = await operation.locator("tr[data-param-name=Prefer] option").all();
  const values = await Promise.all(options.map((option) => option.getAttribute("value")));
  console.log(values.filter(Boolean).join("\n"));
});
