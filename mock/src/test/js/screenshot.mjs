// Takes a screenshot for a README: node screenshot.mjs URL CHROMIUM FILE SELECTOR
// SELECTOR is the element at the top. In the console, the script first sends an invalid request.
import { withPage } from "./browser.mjs";

const [url, executablePath, path, selector] = process.argv.slice(2);
await withPage(executablePath, { viewport: { width: 1000, height: 800 } }, async (page) => {
  await page.goto(url);
  if ((await page.title()) === "CloudCockpit mock") {
    await page.setViewportSize({ width: 1000, height: 1000 });
    await page.locator("textarea").fill('{ "providerInstanceId": "", "qualification": "K12" }');
    await page.getByRole("button", { name: "Execute" }).click();
    await page.locator(".live-responses-table .response-col_status", { hasText: "400" }).waitFor();
  }
  await page.locator(selector).first().evaluate((element) => element.scrollIntoView());
  await page.screenshot({ path });
});
