// Fills in form.html as a person would: node form.test.mjs FORM_URL CHROMIUM
import assert from "node:assert/strict";
import { withPage } from "./browser.mjs";

const valid = { providerInstanceId: "b8e08e60-19f7-4f95-ae29-a82d3cd53f84", qualification: "{}" };
const none = { providerInstanceId: "", qualification: "", message: "" };

const [url, executablePath] = process.argv.slice(2);
await withPage(executablePath, {}, async (page) => {
  await page.goto(url);

  /** Saves, and returns the status and what the form shows. */
  async function save(fields, headers = {}) {
    for (const [name, value] of Object.entries({ ...valid, ...fields })) {
      await page.locator(`[name=${name}]`).fill(value);
    }
    await page.locator("form").evaluate(
      (form, value) => (form.dataset.headers = value), JSON.stringify(headers));
    await page.getByRole("button", { name: "Save" }).click();
    await page.locator("form[data-status]").waitFor();
    return {
      status: await page.locator("form").getAttribute("data-status"),
      messages: {
        providerInstanceId: await page.locator("output[for=providerInstanceId]").innerText(),
        qualification: await page.locator("output[for=qualification]").innerText(),
        message: await page.locator("output[name=message]").innerText(),
      },
    };
  }

  async function assertShows(status, messages, fields, headers) {
    assert.deepEqual(await save(fields, headers), { status, messages: { ...none, ...messages } });
  }

  await assertShows("200", {});
  await assertShows("400", { providerInstanceId: "must not be empty" }, { providerInstanceId: "" });
  await assertShows("400", { qualification: "is required" }, { qualification: "" });
  await assertShows("400", { qualification: "must be an object" }, { qualification: '"K12"' });
  await assertShows(
    "400",
    { providerInstanceId: "must not be empty", qualification: "must be an object" },
    { providerInstanceId: "", qualification: "null" },
  );

  // errors without a field
  const message = (text) => ({ message: text });
  await assertShows("404", message("The customer was not found."), {}, { Prefer: "code=404" });
  await assertShows("400", message("X-Correlation-Id: must be a UUID"), {}, { "X-Correlation-Id": "1" });
  await assertShows(
    "415", message("Content-Type: must be application/json"), {}, { "Content-Type": "text/plain" });
  await assertShows(
    "400",
    { providerInstanceId: "must not be empty", message: "X-Correlation-Id: must be a UUID" },
    { providerInstanceId: "" },
    { "X-Correlation-Id": "1" },
  );
  await page.locator("form").evaluate((form) => (form.dataset.body = "{"));
  await assertShows("400", message("body: must be valid JSON"));
  await page.locator("form").evaluate((form) => delete form.dataset.body);

  // responses without JSON, and without a description
  for (const status of ["401", "403", "429", "502", "503", "504"]) {
    await assertShows(
      status, message(`The request failed with status ${status}.`), {}, { Prefer: `code=${status}` });
  }
  await save({}, { Prefer: "code=503" });
  assert.equal(await page.locator("form").getAttribute("data-retry-after"), "1");

  // everything that the contract allows
  const failed = message("The request failed with status 400.");
  const extremes = [
    ["", failed],
    ["null", failed],
    ["{}", failed],
    ['{"errors":null,"description":null}', failed],
    ['{"errors":[],"description":""}', failed],
    ['{"errors":[],"description":"No."}', message("No.")],
    ['{"errors":[{}],"description":"No."}', message("is invalid")],
    ['{"errors":[{"propertyName":null,"description":null}]}', message("is invalid")],
    ['{"errors":[{"propertyName":null,"description":["No.","Never."]}]}', message("No., Never.")],
    ['{"errors":[{"propertyName":"x\\"] y","description":["no"]}]}', message('x"] y: no')],
    ['{"errors":[{"propertyName":"a"},{"propertyName":"b"}]}', message("a: is invalid; b: is invalid")],
    ['{"errors":[{"propertyName":"qualification"}]}', { qualification: "is invalid" }],
    ['{"errors":[{"propertyName":"qualification","description":[]}]}', { qualification: "is invalid" }],
    [
      '{"errors":[{"propertyName":"qualification","description":["a"]},'
        + '{"propertyName":"qualification","description":["b","c"]}]}',
      { qualification: "a, b, c" },
    ],
  ];
  for (const [body, messages] of extremes) {
    await page.route("**/v1/**", (route) => route.fulfill({
      status: 400,
      headers: { "Access-Control-Allow-Origin": new URL(url).origin, "Access-Control-Allow-Credentials": "true" },
      body,
    }), { times: 1 });
    await assertShows("400", messages);
  }
  for (let count = 0; count < 10; count++) {
    const { messages } = await save({}, { Prefer: "code=400, dynamic=true" });
    assert.notEqual(Object.values(messages).join(""), "");
  }
  await assertShows("200", {});
});
