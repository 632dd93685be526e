// A client made from the OpenAPI document: generated, compiled strictly, run against a real server.
import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";
import { made, readDocument, run } from "./support/repository.mjs";
import { startServer } from "./support/server.mjs";

test("a generated client compiles strictly and works", { timeout: 80_000 }, async (t) => {
  const compiled = made("client/calls.js");
  rmSync(compiled, { force: true });
  // What has a default may be left out of a request.
  writeFileSync(made("api.d.ts"), astToString(await openapiTS(readDocument(), { defaultNonNullable: false })));
  const { code, said } = run("typescript", "tsc", "--project", "client/tsconfig.json");
  assert.equal(code, 0, said);
  const server = await startServer(t);
  const { callAll } = await import(pathToFileURL(compiled));
  await callAll(server.url, server.adminKey);
});
