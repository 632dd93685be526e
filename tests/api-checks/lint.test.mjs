// The OpenAPI document under the linters' own rules.
import assert from "node:assert/strict";
import { test } from "node:test";
import { documentFile, run } from "./support/repository.mjs";

test("Redocly finds nothing under its strictest recommended rules", () => {
  const { code, said, output } = run("@redocly/cli", "redocly", "lint", "--extends", "recommended-strict", "--format", "json", documentFile);
  assert.equal(code, 0, said);
  const { totals } = JSON.parse(output);
  assert.deepEqual(totals, { errors: 0, warnings: 0, ignored: 0 }, said);
});

test("Spectral finds nothing under its recommended rules", () => {
  const { code, said } = run("@stoplight/spectral-cli", "spectral", "lint", "--ruleset", ".spectral.yaml", "--fail-severity", "hint", documentFile);
  assert.equal(code, 0, said);
  assert.match(said, /No results with a severity of 'hint' or higher found/);
});
