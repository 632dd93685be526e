// Usage reported by the SDKs that producers use already.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OpenMeter } from "@openmeter/sdk";
import { CloudEvent, HTTP } from "cloudevents";
import { startServer } from "./support/server.mjs";

const event = (id, subject) => new CloudEvent({
  id,
  source: "/checks",
  type: "interview_minutes",
  subject,
  time: "2024-01-10T09:00:00Z",
  datacontenttype: "application/json",
  data: { durationSeconds: 90 },
});

test("producers report usage", { timeout: 80_000 }, async (t) => {
  const server = await startServer(t);
  const key = await server.key("runtime");
  const send = async ({ headers, body }) => {
    const answer = await fetch(`${server.url}/ingest/events`, { method: "POST", headers: { ...headers, Authorization: `Bearer ${key}` }, body });
    assert.equal(answer.status, 200);
    return answer.json();
  };

  await t.test("the CloudEvents SDK in binary mode", async () => {
    await server.company("binary");
    const { accepted } = await send(HTTP.binary(event("1", "binary")));
    assert.equal(accepted, 1);
    assert.equal((await send(HTTP.binary(event("1", "binary")))).duplicates, 1);
    assert.deepEqual(await server.used("binary"), { events: 1, minutes: 1.5 });
  });

  await t.test("the CloudEvents SDK in structured mode", async () => {
    await server.company("structured");
    const { accepted } = await send(HTTP.structured(event("1", "structured")));
    assert.equal(accepted, 1);
    assert.deepEqual(await server.used("structured"), { events: 1, minutes: 1.5 });
  });

  await t.test("a batch of the CloudEvents SDK's events", async () => {
    await server.company("batch");
    const events = ["1", "2", "3"].map((id) => event(id, "batch").toJSON());
    const { accepted } = await send({ headers: { "Content-Type": "application/cloudevents-batch+json" }, body: JSON.stringify(events) });
    assert.equal(accepted, 3);
    assert.deepEqual(await server.used("batch"), { events: 3, minutes: 4.5 });
  });

  await t.test("the OpenMeter SDK, one event and several", async () => {
    await server.company("meter");
    const meter = new OpenMeter({ baseUrl: server.url, token: key });
    const use = (id) => ({ id, source: "/checks", type: "interview_minutes", subject: "meter", time: new Date("2024-01-10T09:00:00Z"), data: { durationSeconds: 60 } });
    await meter.events.ingest(use("1"));
    await meter.events.ingest([use("1"), use("2"), use("3")]);
    assert.deepEqual(await server.used("meter"), { events: 3, minutes: 3 });
  });

  await t.test("the OpenMeter SDK is told what was rejected", async () => {
    const meter = new OpenMeter({ baseUrl: server.url, token: key });
    await assert.rejects(meter.events.ingest({ id: "1", type: "interview_minutes", subject: "nobody", data: { durationSeconds: 60 } }));
  });
});
