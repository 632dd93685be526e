// What Redis was told outlives its process, with the settings and users that the deployment gives it.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { freePort } from "./support/proxy.mjs";
import { at, text } from "./support/repository.mjs";

const noRedis = spawnSync("redis-server", ["--version"]).status === 0 ? false : "redis-server is not on this machine";

test("a transaction outlives the death of Redis, and only who has the password may write", { skip: noRedis }, async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "usagecluster-redis-"));
  t.after(() => rmSync(folder, { recursive: true }));
  assert.equal(spawnSync(at("scripts/compose-secrets"), [path.join(folder, "secrets")]).status, 0);
  const password = readFileSync(path.join(folder, "secrets/redis_password"), "utf8");
  writeFileSync(path.join(folder, "redis.conf"), text("deploy/redis/redis.conf")
    .replace("dir /data", `dir ${folder}`)
    .replace("/run/secrets/redis_users", path.join(folder, "secrets/redis_users"))
    // Every write is on disk at once: the test does not wait for the second to pass.
    .replace("appendfsync everysec", "appendfsync always"));
  const port = await freePort();
  const cli = (options, input) => spawnSync("redis-cli", ["-p", `${port}`, "--no-auth-warning", ...options], { input, encoding: "utf8" }).stdout.trim();
  const asHealth = ["--user", "health", "--pass", "none"];

  const first = await start(t, folder, port, () => cli([...asHealth, "ping"]));
  assert.match(cli(["-a", password], "MULTI\nSET member silo1\nEXEC\n"), /QUEUED\s+OK/);
  assert.match(cli([...asHealth, "set", "member", "other"]), /NOPERM/);
  assert.match(cli(["set", "member", "other"]), /NOAUTH/);
  await first.end("SIGKILL");

  await start(t, folder, port, () => cli([...asHealth, "ping"]));
  assert.equal(cli(["-a", password, "get", "member"]), "silo1");
});

async function start(t, folder, port, ping) {
  const child = spawn("redis-server", [path.join(folder, "redis.conf"), "--port", `${port}`, "--bind", "127.0.0.1"], { stdio: "ignore" });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  const end = (signal) => { child.kill(signal); return ended; };
  t.after(() => end("SIGKILL"));
  const deadline = Date.now() + 20_000;
  while (ping() !== "PONG") {
    if (Date.now() > deadline || child.exitCode !== null) throw new Error("redis-server does not answer");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { end };
}
