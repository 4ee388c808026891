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
  const select = (parameter) => operation.locator(`tr[data-param-name=${parameter}] select`);

  async function execute(preference, status, customer = "ordinary") {
    await select("customerId").selectOption(customer);
    await select("Prefer").selectOption(preference);
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
  await execute("", "404", "code=404, example=unknownCustomer");
  for (const parameters of [["connection=drop"], ["", "connection=drop"]]) {
    await execute(parameters[0], "Undocumented", parameters[1]);
    await response.getByText("The mock dropped the connection, as requested.").waitFor();
    assert.doesNotMatch(await response.innerText(), /CORS/);
  }

  assert.equal(await operation.getByRole("textbox", { name: "X-Correlation-Id" }).inputValue(), "");
  const names = await page.locator("input, select, textarea").evaluateAll((controls) => controls
    .map(({ ariaLabel, labels }) => ariaLabel || labels[0]?.innerText));
  assert.ok(names.length > 0 && names.every(Boolean), `a control has no label: ${names}`);

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
  const cut = await page.locator("pre, pre *").evaluateAll((texts) => texts
    .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth)
    .map(({ innerText }) => innerText));
  assert.deepEqual(cut, [], "text is cut");
  const json = await response.locator(".highlight-code pre").first().boundingBox();
  for (const button of await response.locator(".highlight-code :is(button, .download-contents)").all()) {
    const { y, height } = await button.boundingBox();
    assert.ok(y + height <= json.y || y >= json.y + json.height, "a button covers the JSON");
  }
  const [name, arrow] = await Promise.all([".model-title", ".model-toggle"].map((part) =>
    page.locator(`.models .model-box-control ${part}`).first().boundingBox()));
  assert.ok(arrow.y < name.y + name.height, "the arrow of a schema is below its name");
  await screenshot("narrow");

  // printed for the test that compares them with README.md
  for (const parameter of ["Prefer", "customerId"]) {
    const values = await select(parameter).locator("option").evaluateAll((options) => options
      .map(({ value }) => value));
    console.log(values.map((value) => `${parameter}: ${value}`).join("\n"));
  }
});
