// Monthly usage as HAL clients see it: every page by its links, every row by its own.
import assert from "node:assert/strict";
import { test } from "node:test";
import halfred from "halfred";
import { Client } from "ketting";
import { startServer } from "./support/server.mjs";

const companies = ["a", "b", "c"];
const target = "/billing/usage/monthly?from=2023-12&to=2024-01&per_page=2";
const pagesMax = 20;

test("HAL clients walk every page", { timeout: 80_000 }, async (t) => {
  const server = await startServer(t);
  for (const company of companies) await server.company(company);
  await server.ats("hal", companies);
  await report(server);
  const key = await server.key("ats", "hal");
  const get = async (path) => {
    const answer = await fetch(new URL(path, server.url), { headers: { Authorization: `Bearer ${key}` } });
    assert.equal(answer.status, 200);
    return answer.json();
  };
  const ids = (await get(target.replace("per_page=2", "per_page=500")))._embedded.usage.map((row) => row.id);
  assert.equal(ids.length, 9);

  await t.test("halfred finds every resource valid", async () => {
    const walked = [];
    let path = target;
    for (let page = 1; path !== undefined; page++) {
      assert.ok(page <= pagesMax);
      halfred.enableValidation();
      const resource = halfred.parse(await get(path));
      assert.deepEqual(resource.validationIssues(), []);
      for (const row of resource.embeddedArray("usage")) {
        assert.deepEqual(row.validationIssues(), []);
        const alone = await get(row.link("self").href);
        assert.deepEqual(alone, row.original());
        walked.push(row.id);
      }

      path = resource.link("next")?.href;
    }

    assert.deepEqual(walked, ids);
  });

  await t.test("ketting follows the links and keeps every embedded row", async () => {
    const client = new Client(server.url);
    client.use((request, next) => {
      request.headers.set("Authorization", `Bearer ${key}`);
      return next(request);
    });
    const walked = [];
    let resource = client.go(target);
    for (let page = 1; resource !== undefined; page++) {
      assert.ok(page <= pagesMax);
      const state = await resource.get();
      assert.equal(state.data.page, page);
      for (const row of state.getEmbedded()) walked.push(row.data.id);
      resource = state.links.has("next") ? state.follow("next") : undefined;
    }

    assert.deepEqual(walked, ids);
    const back = await (await client.go(target).follow("last")).follow("prev");
    assert.equal((await back.get()).data.page, 4);
  });
});

async function report(server) {
  const key = await server.key("runtime");
  const events = companies.flatMap((companyId) => [
    { eventId: "1", companyId, occurredAt: "2023-12-31T23:59:59Z", durationSeconds: 30 },
    { eventId: "2", companyId, occurredAt: "2024-01-01T00:00:00Z", durationSeconds: 30 },
    { eventId: "3", companyId, occurredAt: "2024-01-31T23:59:59Z", durationSeconds: 30, agentFocus: "screening" },
  ]);
  const answer = await fetch(`${server.url}/ingest/events`, {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: JSON.stringify(events),
  });
  assert.equal((await answer.json()).accepted, events.length);
}
