// Fills in form.html as a person would: node form.test.mjs FORM_URL CHROMIUM
import assert from "node:assert/strict";
import { withPage } from "./browser.mjs";

const valid = { providerInstanceId: "b8e08e60-19f7-4f95-ae29-a82d3cd53f84", qualification: "{}" };
const none = { providerInstanceId: "", qualification: "", message: "" };

const [url, executablePath] = process.argv.slice(2);
await withPage(executablePath, {}, async (page) => {
  await page.goto(url);

  async function save(fields, prefer = "") {
    for (const [name, value] of Object.entries({ ...valid, ...fields })) {
      await page.locator(`[name=${name}]`).fill(value);
    }
    await page.locator("form").evaluate((form, value) => (form.dataset.prefer = value), prefer);
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

  assert.deepEqual(await save({}), { status: "200", messages: none });
  assert.deepEqual(await save({ providerInstanceId: "" }), {
    status: "400",
    messages: { ...none, providerInstanceId: "must not be empty" },
  });
  assert.deepEqual(await save({ qualification: "" }), {
    status: "400",
    messages: { ...none, qualification: "is required" },
  });
  assert.deepEqual(await save({ qualification: '"K12"' }), {
    status: "400",
    messages: { ...none, qualification: "must be an object" },
  });
  assert.deepEqual(await save({ providerInstanceId: "", qualification: "null" }), {
    status: "400",
    messages: {
      ...none,
      providerInstanceId: "must not be empty",
      qualification: "must be an object",
    },
  });
  assert.deepEqual(await save({}, "code=404"), {
    status: "404",
    messages: { ...none, message: "The customer was not found." },
  });
  assert.equal((await save({}, "code=503")).status, "503");
  assert.equal(await page.locator("form").getAttribute("data-retry-after"), "1");
  assert.deepEqual(await save({}), { status: "200", messages: none });
});
