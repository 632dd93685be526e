// Calls of a client whose types were generated from the OpenAPI document. It compiles only if the document describes what is used here.
import createClient from "openapi-fetch";
import type { components, paths } from "../artifacts/api.js";

type Client = ReturnType<typeof createClient<paths>>;
type CompanyUsage = components["schemas"]["CompanyUsage"];

function expect(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}

export async function callAll(baseUrl: string, adminKey: string): Promise<void> {
  const admin = client(baseUrl, adminKey);
  await provision(admin);
  const runtime = client(baseUrl, await keyOf(admin, { kind: "runtime", name: "producer" }));
  await report(runtime);
  const company = client(baseUrl, await keyOf(admin, { kind: "company", owner: "typed", name: "dashboard" }));
  await readUsage(company);
  await readCurrencies(company);
  await beRefused(company);
}

function client(baseUrl: string, key: string): Client {
  return createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${key}` } });
}

async function provision(admin: Client): Promise<void> {
  const { data, response } = await admin.PUT("/admin/companies/{companyId}", {
    params: { path: { companyId: "typed" } },
    body: { companyName: "Typed", billingSystem: "minutes" },
  });
  expect(response.status === 201, `PUT company: ${response.status}`);
  expect(data?.companyName === "Typed", "the company's name");
}

async function keyOf(admin: Client, body: components["schemas"]["KeyCreation"]): Promise<string> {
  const { data, response } = await admin.POST("/admin/keys", { body });
  expect(data !== undefined, `POST key: ${response.status}`);
  return data.key;
}

async function report(runtime: Client): Promise<void> {
  const { data, response } = await runtime.POST("/ingest/events", {
    body: [{ eventId: "1", companyId: "typed", occurredAt: "2024-01-10T09:00:00Z", durationSeconds: 90 }],
  });
  expect(data !== undefined, `POST events: ${response.status}`);
  expect(data.accepted === 1 && data.results[0]?.status === "accepted", JSON.stringify(data));
}

async function readUsage(company: Client): Promise<void> {
  const { data } = await company.GET("/billing/usage", { params: { query: { start: "2024-01-01", end: "2024-02-01" } } });
  expect(typeof data === "object", "JSON, since nothing else was asked for");
  const entries: CompanyUsage[] = data.data.companies;
  const entry = entries[0];
  expect(entry?.billingSystem === "minutes", "an entry on minutes");
  expect(entry.totalMinutesUsed === 1.5 && entry.breakdownByCostKey[0]?.events === 1, JSON.stringify(entry));
}

async function readCurrencies(company: Client): Promise<void> {
  const { data } = await company.GET("/billing/currencies");
  const yen = data?.data.find((currency) => currency.code === "JPY");
  expect(yen?.minorUnits === 0 && yen.number === "392", JSON.stringify(yen));
}

async function beRefused(company: Client): Promise<void> {
  const { data, error, response } = await company.GET("/billing/usage", { params: { query: { start: "never" } } });
  expect(data === undefined && response.status === 400, `a bad start: ${response.status}`);
  expect(error?.code === "invalid_parameter" && error.fields?.[0]?.name === "start", JSON.stringify(error));
}
