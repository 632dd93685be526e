// Prism between client and server: every answer is held against the OpenAPI document.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { test } from "node:test";
import { freePort, start } from "./support/processes.mjs";
import { made, readDocument, script } from "./support/repository.mjs";
import { startServer } from "./support/server.mjs";

const violations = "sl-violations";

test("no answer violates the document", { timeout: 80_000 }, async (t) => {
  const server = await startServer(t);
  const url = await startProxy(t, server.url);
  const key = { admin: server.adminKey };
  const call = async (method, target, { as = "admin", body, status, type = "application/json", headers = {} } = {}) => {
    const answer = await fetch(url + target, {
      method,
      headers: {
        ...(key[as] === undefined ? {} : { Authorization: `Bearer ${key[as]}` }),
        ...(body === undefined ? {} : { "Content-Type": type }),
        "Accept-Encoding": "identity",
        ...headers,
      },
      body: body === undefined || typeof body === "string" ? body : JSON.stringify(body),
    });
    const text = await answer.text();
    assert.equal(answer.headers.get(violations), null, `${method} ${target}: ${text}`);
    assert.equal(answer.status, status, `${method} ${target}: ${text}`);
    return /^application\/(.*\+)?json/.test(answer.headers.get("Content-Type") ?? "") ? JSON.parse(text) : text;
  };

  await t.test("the proxy does tell a violation", async () => {
    const answer = await fetch(`${url}/healthz/startup`);
    assert.match(answer.headers.get(violations), /never-there/);
  });

  await t.test("of the administration", async () => {
    await call("PUT", "/admin/price-rules/*", { body: { baseCost: 1, includedMinutes: 5, costPerMinute: 0.25 }, status: 201 });
    await call("PUT", "/admin/price-rules/*", { body: { baseCost: 1, includedMinutes: 5, costPerMinute: 0.25 }, status: 200 });
    await call("PUT", "/admin/companies/a", { body: { companyName: "A", billingSystem: "minutes" }, status: 201 });
    await call("PUT", "/admin/companies/b", { body: { companyName: "Б, \"b\"", billingSystem: "credits" }, status: 201 });
    await call("PUT", "/admin/companies/c", { body: { companyName: "C", billingSystem: "gold" }, status: 400 });
    await call("PUT", "/admin/companies/a/price-rules/screening", { body: { baseCost: 1, includedMinutes: 0, costPerMinute: 0 }, status: 201 });
    await call("PUT", "/admin/cost-keys/calls", { body: { countsAsInterview: true, price: 0.015, currency: "USD", unit: "SECONDS" }, status: 201 });
    await call("PUT", "/admin/ats/x", { body: { atsName: "X", companies: ["a", "b"] }, status: 201 });
    await call("PUT", "/admin/ats/x", { body: { atsName: "X", companies: ["nobody"] }, status: 422 });
    await call("PUT", "/admin/ats/x/companies/a", { status: 204 });
    for (const list of ["companies", "ats", "ats/x/companies", "price-rules", "price-rules/*", "companies/a/price-rules", "cost-keys", "cost-keys/calls/versions", "audit"])
      await call("GET", `/admin/${list}`, { status: 200 });
    for (const one of ["companies/a", "ats/x", "ats/x/companies/a", "cost-keys/calls"])
      await call("GET", `/admin/${one}`, { status: 200 });
    for (const none of ["companies/nobody", "ats/y", "keys/000000000000000000000000", "price-rules/other", "cost-keys/other"])
      await call("GET", `/admin/${none}`, { status: 404 });
    await call("GET", "/admin/companies?page=0", { status: 400 });
    await call("GET", "/admin/companies", { as: "nobody", status: 401 });
  });

  await t.test("of keys", async () => {
    for (const [kind, owner] of [["runtime"], ["company", "a"], ["ats", "x"]])
      key[kind] = (await call("POST", "/admin/keys", { body: { kind, owner, name: kind }, status: 201 })).key;
    const { id } = await call("POST", "/admin/keys", { body: { kind: "company", owner: "b", name: "spare" }, status: 201 });
    await call("GET", "/admin/keys", { status: 200 });
    await call("GET", `/admin/keys/${id}`, { status: 200 });
    await call("POST", `/admin/keys/${id}/rotate`, { body: { overlapSeconds: 60 }, status: 200 });
    await call("DELETE", `/admin/keys/${id}`, { status: 204 });
    await call("POST", `/admin/keys/${id}/rotate`, { body: { overlapSeconds: 60 }, status: 409 });
    await call("POST", "/admin/keys", { body: { kind: "company", owner: "nobody", name: "n" }, status: 422 });
  });

  await t.test("of alerts and webhooks", async () => {
    const url = "https://webhook.invalid/hook";
    const { id } = await call("POST", "/admin/webhooks", { body: { url, description: "Ä" }, status: 201 });
    await call("POST", "/admin/webhooks", { body: { url: "https://127.0.0.1/" }, status: 422 });
    await call("POST", "/admin/webhooks", { body: { url: "hook" }, status: 400 });
    await call("PUT", `/admin/webhooks/${id}`, { body: { url }, status: 200 });
    await call("POST", `/admin/webhooks/${id}/rotate`, { body: {}, status: 200 });
    await call("POST", `/admin/webhooks/${id}/test`, { status: 200 });
    await call("POST", `/admin/webhooks/${id}/replay`, { body: { since: "2024-01-01" }, status: 200 });
    await call("POST", `/admin/webhooks/${id}/replay`, { body: { deliveryIds: ["none"] }, status: 404 });
    const alert = { name: "Half", companyId: "a", allowancePercent: 50.5, webhookIds: [id] };
    await call("POST", "/admin/alerts", { body: { id: "half", ...alert }, status: 201 });
    await call("POST", "/admin/alerts", { body: { id: "half", ...alert }, status: 200 });
    await call("POST", "/admin/alerts", { body: { id: "half", ...alert, name: "Other" }, status: 409 });
    await call("POST", "/admin/alerts", { body: { ...alert, companyId: "nobody" }, status: 422 });
    await call("POST", "/admin/alerts", { body: { ...alert, webhookIds: [] }, status: 400 });
    await call("POST", "/admin/alerts", { body: { name: "x", atsId: "x", quantity: 5, unit: "credits", webhookIds: [id] }, status: 201 });
    await call("PUT", "/admin/alerts/half", { body: { ...alert, allowancePercent: 150 }, status: 200 });
    await call("POST", "/admin/alerts/half/test", { status: 200 });
    for (const one of ["alerts", "alerts?atsId=x", "alerts/half", "webhooks", `webhooks/${id}`, `webhooks/${id}/deliveries?state=pending`, `webhooks/${id}/dead-letters`])
      await call("GET", `/admin/${one}`, { status: 200 });
    await call("DELETE", `/admin/webhooks/${id}`, { status: 409 });
    await call("DELETE", "/admin/alerts/half", { status: 204 });
    for (const none of ["alerts/half", "webhooks/nobody", "webhooks/nobody/deliveries"])
      await call("GET", `/admin/${none}`, { status: 404 });
  });

  await t.test("of producers", async () => {
    const events = ["a", "b"].flatMap((companyId) => [1, 2, 3].map((n) => (
      { eventId: `e${n}`, companyId, occurredAt: `2024-01-1${n}T09:00:00Z`, durationSeconds: 400.5, costKey: n === 3 ? "calls" : undefined })));
    await call("POST", "/ingest/events", { as: "runtime", body: [...events, { eventId: "bad" }], status: 200 });
    await call("POST", "/ingest/events?dryRun=true", { as: "runtime", body: events[0], status: 200 });
    await call("POST", "/ingest/events", { as: "runtime", body: events.map((e) => JSON.stringify(e)).join("\n"), type: "application/x-ndjson", status: 200 });
    await call("POST", "/ingest/events", { as: "runtime", body: "{", status: 400 });
    await call("POST", "/ingest/events", { as: "company", body: events[0], status: 403 });
    const meter = { specversion: "1.0", id: "m", source: "/s", type: "interview_minutes", subject: "a", time: "2024-01-10T09:00:00Z", data: { durationSeconds: 1 } };
    await call("POST", "/api/v1/events", { as: "runtime", body: meter, type: "application/cloudevents+json", status: 204 });
    await call("POST", "/api/v1/events", { as: "runtime", body: { ...meter, id: "n", subject: "nobody" }, type: "application/cloudevents+json", status: 400 });
  });

  for (const version of ["", "/v1"]) {
    await t.test(`of ${version}/billing`, async () => {
      const range = "start=2024-01-01&end=2024-02-01";
      for (const as of ["company", "ats"])
        await call("GET", `${version}/billing/usage?${range}`, { as, status: 200 });
      await call("GET", `${version}/billing/usage?${range}&companyId=b`, { status: 200 });
      for (const accept of ["text/csv", "application/x-ndjson"])
        await call("GET", `${version}/billing/usage?${range}`, { as: "ats", headers: { Accept: accept }, status: 200 });
      await call("GET", `${version}/billing/usage?start=never`, { as: "ats", status: 400 });
      await call("GET", `${version}/billing/usage?companyId=nobody`, { as: "ats", status: 403 });
      await call("GET", `${version}/billing/usage?companyId=nobody`, { status: 404 });
      for (const groups of ["", "&groupBy=costKey&groupBy=agentFocus&groupBy=companyId"])
        await call("GET", `${version}/billing/usage/series?${range}${groups}`, { as: "ats", status: 200 });
      await call("GET", `${version}/billing/usage/series?${range}&granularity=second`, { as: "ats", status: 400 });
      await call("GET", `${version}/billing/currencies`, { as: "company", status: 200 });
      await call("GET", `${version}/billing/currencies`, { as: "runtime", status: 403 });
    });
  }

  for (const monthly of ["/billing/usage/monthly", "/v1/billing/usage/monthly", "/express/usage/month"]) {
    await t.test(`of ${monthly}`, async () => {
      const months = "from=2024-01&to=2024-01";
      for (const accept of ["application/hal+json", "application/json", "text/csv", "application/x-ndjson"])
        await call("GET", `${monthly}?${months}`, { as: "ats", headers: { Accept: accept }, status: 200 });
      const { _embedded: { usage } } = await call("GET", `${monthly}?${months}&page=1&per_page=2`, { as: "ats", status: 200 });
      assert.equal(usage.length, 2);
      for (const row of usage) await call("GET", row._links.self.href, { as: "ats", status: 200 });
      await call("GET", `/billing/usage/monthly/a/2024-01/${"0".repeat(32)}`, { as: "ats", status: 404 });
      await call("GET", `${monthly}?from=2024-13`, { as: "ats", status: 400 });
      await call("GET", `${monthly}?${months}&companyId=a&companyId=nobody`, { as: "ats", status: 403 });
      await call("GET", `${monthly}?${months}&companyId=nobody`, { status: 404 });
    });
  }

  await t.test("of the service itself", async () => {
    for (const target of ["/healthz/live", "/healthz/ready", "/openapi/v1.json"])
      await call("GET", target, { as: "nobody", status: 200 });
  });
});

// Requests are let pass as they are, keys too: the server judges them.
async function startProxy(t, server) {
  const document = readDocument();
  delete document.security;
  delete document.components.securitySchemes;
  for (const operations of Object.values(document.paths)) {
    for (const operation of Object.values(operations)) delete operation.security;
  }

  // One answer that cannot fit, to see that the proxy looks.
  document.paths["/healthz/startup"].get.responses["200"] = {
    description: "Never so.",
    content: { "application/json": { schema: { type: "object", required: ["never-there"] } } },
  };
  const file = made("without-security.json");
  writeFileSync(file, JSON.stringify(document));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  await start(t, process.execPath, [script("@stoplight/prism-cli", "prism"), "proxy", file, server, "--port", `${port}`, "--host", "127.0.0.1", "--validate-request", "false"], `${url}/healthz/live`);
  return url;
}
