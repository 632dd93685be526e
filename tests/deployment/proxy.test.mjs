// What the reverse proxy passes on, and what it repeats.
import assert from "node:assert/strict";
import http from "node:http";
import { test } from "node:test";
import { backend, call, freePort, noNginx, proxy } from "./support/proxy.mjs";

// A backend that answers with a status, counts, and has read the body before.
function answering(status, seen) {
  return (request, response) => {
    let bytes = 0;
    request.on("data", (chunk) => { bytes += chunk.length; });
    request.on("end", () => {
      seen.push({ method: request.method, bytes, headers: request.headers });
      response.writeHead(status, { "Retry-After": "1" });
      response.end(`from ${status}`);
    });
  };
}

test("a read that one silo cannot answer is answered by the other", { skip: noNginx }, async (t) => {
  const good = [], bad = [];
  const port = await proxy(t, await backend(t, answering(503, bad)), await backend(t, answering(200, good)));
  for (let i = 0; i < 8; i++) assert.equal((await call(port, "GET", "/billing/usage")).status, 200);
  assert.equal(good.length, 8);
  assert.ok(bad.length > 0);
});

test("a write that a silo has answered with 503 is not repeated", { skip: noNginx }, async (t) => {
  const first = [], second = [];
  const port = await proxy(t, await backend(t, answering(503, first)), await backend(t, answering(503, second)));
  for (const method of ["POST", "PUT", "DELETE"]) {
    const before = first.length + second.length;
    const answer = await call(port, method, "/ingest/events", "{}");
    assert.equal(answer.status, 503);
    assert.equal(answer.body, "from 503");
    assert.equal(first.length + second.length, before + 1);
  }
});

test("a write goes to the silo that runs while the other is away", { skip: noNginx }, async (t) => {
  const seen = [];
  const port = await proxy(t, await freePort(), await backend(t, answering(200, seen)));
  for (let i = 0; i < 6; i++) assert.equal((await call(port, "POST", "/ingest/events", "{}")).status, 200);
  assert.equal(seen.length, 6);
});

test("a write whose silo dies after it was sent is not repeated", { skip: noNginx }, async (t) => {
  let sent = 0;
  const dying = (request) => { request.resume().on("end", () => { sent++; request.socket.destroy(); }); };
  const port = await proxy(t, await backend(t, dying), await backend(t, dying));
  assert.equal((await call(port, "POST", "/ingest/events", "{}")).status, 502);
  assert.equal(sent, 1);
});

test("a body of 8 MiB passes whole, with the host that the caller asked for", { skip: noNginx }, async (t) => {
  const seen = [];
  const port = await proxy(t, await backend(t, answering(200, seen)), await freePort());
  const body = Buffer.alloc(8 * 1024 * 1024, "x");
  for (let i = 0; i < 2; i++) assert.equal((await call(port, "POST", "/ingest/events", body)).status, 200);
  for (const request of seen) {
    assert.equal(request.bytes, body.length);
    assert.equal(request.headers.host, "usage.example:8443");
  }
});

test("an answer is passed on while it is still being written", { skip: noNginx }, async (t) => {
  let finish;
  const slow = (request, response) => {
    response.writeHead(200);
    response.write("first line\n");
    finish = () => response.end("last line\n");
  };
  const port = await proxy(t, await backend(t, slow), await freePort());
  const lines = await new Promise((resolve, reject) => {
    http.get({ host: "127.0.0.1", port, path: "/billing/usage", agent: false }, (response) => {
      let text = "";
      response.on("data", (chunk) => {
        text += chunk;
        // Only now: an answer that waited for its end would never begin.
        if (text === "first line\n") finish();
      });
      response.on("end", () => resolve(text));
    }).on("error", reject);
  });
  assert.equal(lines, "first line\nlast line\n");
});
