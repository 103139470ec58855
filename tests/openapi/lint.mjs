// Judges OpenAPI documents by the recommended rules of Redocly and Spectral: a warning is too much.
// Usage: node lint.mjs DOCUMENT…
import { readFileSync } from "node:fs";
import { createConfig, lint } from "@redocly/openapi-core";
import core from "@stoplight/spectral-core";
import rulesets from "@stoplight/spectral-rulesets";

async function redocly(file) {
  const config = await createConfig({ extends: ["recommended"] });
  const problems = await lint({ ref: file, config });
  return problems.map(({ ruleId, message, location }) => `redocly ${ruleId} ${location[0]?.pointer ?? ""} ${message}`);
}

async function spectral(file) {
  const linter = new core.Spectral();
  linter.setRuleset({ extends: [[rulesets.oas, "recommended"]] });
  const problems = await linter.run(JSON.parse(readFileSync(file, "utf8")));
  // An example that has the members type and default of its own is taken for a schema.
  const inExample = (path) => path.includes("content") && path.some((part) => part === "example" || part === "examples");
  return problems.filter(({ code, path }) => code !== "oas3-valid-schema-example" || !inExample(path)).map(({ code, message, path }) => `spectral ${code} #/${path.join("/")} ${message}`);
}

let found = 0;
for (const file of process.argv.slice(2)) {
  for (const line of [...(await redocly(file)), ...(await spectral(file))]) {
    console.error(`${file}: ${line}`);
    found++;
  }
}
process.exitCode = found > 0 ? 1 : 0;
