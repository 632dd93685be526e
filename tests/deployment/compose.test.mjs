// docker-compose.yml is what the Compose specification's schema says, which knows no field but its own.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { test } from "node:test";
import Ajv from "ajv";
import { parse } from "yaml";
import { text } from "./support/repository.mjs";

const linter = path.dirname(createRequire(import.meta.url).resolve("dclint/package.json"));
const { $schema, ...schema } = JSON.parse(readFileSync(path.join(linter, "schemas/compose.schema.json"), "utf8"));
const validate = new Ajv({ allErrors: true, strict: false, formats: { duration: true, "expose": true, ports: true, subnet_ip_address: true } }).compile(schema);

const compose = () => parse(text("docker-compose.yml"), { merge: true });
const faults = (document) => (validate(document) ? [] : validate.errors.map((e) => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`));

test("docker-compose.yml is what the Compose specification says", () => assert.deepEqual(faults(compose()), []));

for (const service of Object.keys(compose().services)) {
  test(`a misspelt field of the service ${service} is refused`, () => {
    const document = compose();
    document.services[service].stop_graceperiod = "150s";
    assert.match(faults(document).join("\n"), /stop_graceperiod/);
  });
}

test("a misspelt field of a health check is refused", () => {
  const document = compose();
  document.services.postgres.healthcheck.intervall = "5s";
  assert.match(faults(document).join("\n"), /intervall/);
});

test("no port is published but the proxy's and the collector's metrics: who reaches a silo's other ports may call everything", () => {
  const published = Object.entries(compose().services).filter(([, service]) => service.ports || service.network_mode);
  assert.deepEqual(published.map(([name]) => name).sort(), ["collector", "proxy"]);
  assert.deepEqual(published.map(([, service]) => service.ports.map((p) => p.split(":").pop())).sort(), [["8080"], ["8889"]]);
  for (const name of ["front", "back"]) assert.equal(compose().networks[name].internal, true);
});

test("every service has a health check, and nothing waits for the health of one that has none", () => {
  const { services } = compose();
  const checked = (name) => (services[name].healthcheck?.test ?? ["NONE"])[0] !== "NONE";
  assert.deepEqual(Object.keys(services).filter((name) => !checked(name)), ["collector"]);
  for (const [name, service] of Object.entries(services)) {
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      assert.ok(condition !== "service_healthy" || checked(other), `${name} waits for the health of ${other}`);
    }
  }
});

test("the collector answers on its health port whoever asks from its networks", () => {
  const { extensions, service } = parse(text("deploy/otel/collector.yaml"));
  assert.deepEqual(service.extensions, ["health_check"]);
  assert.match(extensions.health_check.endpoint, /^0\.0\.0\.0:13133$/);
});

test("every service names only networks, volumes, secrets and services that are declared", () => {
  const document = compose();
  for (const [name, service] of Object.entries(document.services)) {
    const declared = (kind, names) => names.forEach((n) => assert.ok(n in document[kind], `${name}: ${kind} ${n}`));
    declared("networks", Array.isArray(service.networks) ? service.networks : Object.keys(service.networks));
    declared("secrets", service.secrets ?? []);
    declared("services", Object.keys(service.depends_on ?? {}));
    declared("volumes", (service.volumes ?? []).map((v) => v.split(":")[0]).filter((v) => !v.startsWith(".")));
  }
});
