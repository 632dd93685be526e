// Events that a real server sends, verified by a library of Standard Webhooks and by the example of docs/webhooks.md.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { Webhook } from "standardwebhooks";
import { made, root } from "./support/repository.mjs";
import { startServer } from "./support/server.mjs";

const page = readFileSync(`${root}/docs/webhooks.md`, "utf8");

test("the page's function takes the page's call, and none that was changed", async () => {
  const verify = await pageFunction();
  const [head, body] = block("http").split("\n\n");
  const headers = Object.fromEntries(head.split("\n").slice(1).map((line) => line.split(/: (.*)/)).map(([name, value]) => [name.toLowerCase(), value]));
  const secret = page.match(/`(whsec_[^`]+)`\.\n/)[1];
  const now = Number(headers["webhook-timestamp"]);
  const two = { ...headers, "webhook-signature": `v1,${Buffer.alloc(32).toString("base64")} ${headers["webhook-signature"]}` };

  assert.equal(verify(secret, headers, body, now), true);
  assert.equal(verify(secret, two, body, now), true);
  assert.equal(verify(secret, headers, `${body} `, now), false);
  assert.equal(verify(secret, { ...headers, "webhook-id": "evt_other" }, body, now), false);
  assert.equal(verify(`whsec_${Buffer.alloc(32).toString("base64")}`, headers, body, now), false);
  assert.equal(verify(secret, headers, body, now + 301), false);
});

test("events of a server are verified by the library and by the page's function", { timeout: 60_000 }, async (t) => {
  const verify = await pageFunction();
  const target = await startTarget(t);
  const server = await startServer(t, { Webhooks__AllowHttp: "true", Webhooks__AllowPrivateNetworks: "true" });
  const first = await server.admin("POST", "webhooks", { url: target.url });
  await server.company("acme");
  await server.admin("POST", `webhooks/${first.id}/test`, {});
  const { secret } = await server.admin("POST", `webhooks/${first.id}/rotate`, { overlapSeconds: 60 });
  await server.admin("POST", "alerts", { name: "Über 1", companyId: "acme", quantity: 1, unit: "minutes", webhookIds: [first.id] });
  const runtime = await server.key("runtime");
  const booked = await fetch(`${server.url}/ingest/events`, {
    method: "POST",
    headers: { Authorization: `Bearer ${runtime}`, "Content-Type": "application/json" },
    body: JSON.stringify({ eventId: "e", companyId: "acme", occurredAt: new Date().toISOString(), durationSeconds: 90 }),
  });
  assert.equal(booked.status, 200);

  const [tested, fired] = [await target.next(), await target.next()];

  assert.equal(new Webhook(first.secret).verify(tested.body, tested.headers).type, "webhook.test");
  for (const each of [first.secret, secret]) {
    const event = new Webhook(each).verify(fired.body, fired.headers);
    assert.equal(event.type, "usage.alert");
    assert.equal(event.data.value, 1.5);
    assert.equal(verify(each, fired.headers, fired.body), true);
  }
  assert.throws(() => new Webhook(secret).verify(tested.body, tested.headers), /No matching signature/);
});

function block(language) {
  return page.match(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\\n\`\`\``))[1];
}

async function pageFunction() {
  const file = made("verify.mjs");
  writeFileSync(file, block("js"));
  return (await import(pathToFileURL(file))).verify;
}

async function startTarget(t) {
  const calls = [];
  const waiting = [];
  const target = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const call = { headers: request.headers, body: Buffer.concat(parts).toString("utf8") };
    const next = waiting.shift();
    if (next) next(call);
    else calls.push(call);
    response.writeHead(204).end();
  }).listen(0, "127.0.0.1");
  t.after(() => target.close());
  await once(target, "listening");
  return {
    url: `http://127.0.0.1:${target.address().port}/`,
    next: () => (calls.length > 0 ? Promise.resolve(calls.shift()) : new Promise((resolve) => waiting.push(resolve))),
  };
}
