// A real server with a store of its own, and what an administrator sets up in it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort, start } from "./processes.mjs";
import { builtServer } from "./repository.mjs";

const adminKey = "the-admin-key-of-api-checks-0123456789";

// Starts a server, with further settings; its address and ways to call it.
export async function startServer(t, settings = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), "usagecluster-api-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const url = `http://127.0.0.1:${await freePort()}`;
  await start(t, process.env.DOTNET_HOST_PATH ?? "dotnet", [builtServer(), "--urls", url, "--data", folder], `${url}/healthz/ready`, {
    USAGE_ADMIN_KEY: adminKey,
    USAGE_DRAIN_MS: "0",
    ...settings,
  });
  return new Server(url);
}

class Server {
  constructor(url) {
    this.url = url;
    this.adminKey = adminKey;
  }

  async admin(method, target, body) {
    const answer = await fetch(`${this.url}/admin/${target}`, {
      method,
      headers: { Authorization: `Bearer ${adminKey}`, "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${target}: ${answer.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  company(companyId, billingSystem = "minutes") {
    return this.admin("PUT", `companies/${companyId}`, { companyName: `Company ${companyId}`, billingSystem });
  }

  ats(atsId, companies) {
    return this.admin("PUT", `ats/${atsId}`, { atsName: `ATS ${atsId}`, companies });
  }

  async key(kind, owner) {
    return (await this.admin("POST", "keys", { kind, owner, name: "checks" })).key;
  }

  // A company's events and total minutes of January 2024.
  async used(companyId) {
    const answer = await fetch(`${this.url}/billing/usage?start=2024-01-01&end=2024-02-01&companyId=${companyId}`, {
      headers: { Authorization: `Bearer ${adminKey}` },
    });
    const { data } = await answer.json();
    return { events: data.breakdownByCostKey.reduce((sum, bucket) => sum + bucket.events, 0), minutes: data.totalMinutesUsed };
  }
}
