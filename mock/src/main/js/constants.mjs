// Writes the constants of the Java classes, which follow from the specification and package.json:
// node constants.mjs SPECIFICATION DIRECTORY
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { STATUS_CODES } from "node:http";
import { join } from "node:path";
import ReferenceParser from "@stoplight/json-schema-ref-parser";
import { getHttpOperationsFromSpec } from "@stoplight/prism-http/dist/utils/operations.js";
import { situationsOf } from "../../../prism/situations.cjs";
import { readSpecification } from "../../../prism/specification.cjs";

const [specification, directory] = process.argv.slice(2);

function name({ code, example, delay }) {
  const words = example ?? STATUS_CODES[code] ?? (delay ? "slow response" : "dropped connection");
  return words.replace(/([a-z\d])([A-Z])/g, "$1_$2").replace(/\W+|^(?=\d)/g, "_").toUpperCase();
}

const operations = await readSpecification(
  specification, getHttpOperationsFromSpec, ReferenceParser,
).catch(({ message }) => {
  console.error(message);
  process.exit(1);
});
const situations = new Map(operations
  .flatMap(situationsOf)
  .filter(({ customer }) => customer)
  .map((situation) => [situation.customer, situation]));
const names = [...situations.values()].map(({ preferences }) => name(preferences));
const constants = [...situations.values()].map(({ customer, prefer, preferences }, index) => {
  // an example such as `documented`, which several responses have
  const isAmbiguous = names.filter((other) => other === names[index]).length > 1;
  return `  /** The same as {@code Prefer: ${prefer}}. */
  public static final UUID ${names[index]}${isAmbiguous ? `_${preferences.code}` : ""} =
      UUID.fromString("${customer}");
`;
});

const sources = {
  TestCustomers: `import java.util.UUID;

/**
 * The test customers: customer IDs that choose the mock's response, for code that cannot set a
 * {@code Prefer} header. They follow from the contract's responses and their examples. Any other
 * ID is an ordinary customer.
 */
public final class TestCustomers {

${constants.join("\n")}
  private TestCustomers() {}
}
`,
  PrismImage: `/** The image of the Prism release in package.json. */
final class PrismImage {

  static final String REPOSITORY = "stoplight/prism";
  static final String TAG = "${
    JSON.parse(await readFile("package.json")).dependencies["@stoplight/prism-cli"]}";

  private PrismImage() {}
}
`,
};

const folder = join(directory, "com/cloudcockpit/qualification/mock");
await mkdir(folder, { recursive: true });
for (const [name, source] of Object.entries(sources)) {
  await writeFile(
    join(folder, `${name}.java`),
    `package com.cloudcockpit.qualification.mock;\n\n${source}`,
  );
}
