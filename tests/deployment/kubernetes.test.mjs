// The manifests render, and hold no field that Kubernetes does not know.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { noRenderer, render } from "./support/kustomize.mjs";
import { faults } from "./support/kubernetes.mjs";
import { at } from "./support/repository.mjs";

const folders = ["k8s/base", "k8s/overlays/dev", "k8s/overlays/prod"];

for (const folder of folders) {
  test(`${folder} renders to objects that Kubernetes knows to the last field`, { skip: noRenderer }, () => {
    const { failure, objects } = render(at(folder));
    assert.equal(failure, null);
    assert.ok(objects.length > 5);
    const refused = faults(objects).flatMap((list, i) => list.map((fault) => `${objects[i].kind} ${objects[i].metadata.name}: ${fault}`));
    assert.deepEqual(refused, []);
  });
}

// Where a slip would otherwise pass in silence: each is applied to the rendered production overlay, and must be refused.
const slips = [
  ["Deployment", "a probe", (d) => rename(container(d), "readinessProbe", "readynessProbe")],
  ["Deployment", "the grace period", (d) => rename(d.spec.template.spec, "terminationGracePeriodSeconds", "terminationGracePeriod")],
  ["Deployment", "the strategy", (d) => rename(d.spec.strategy.rollingUpdate, "maxUnavailable", "maxUnavailible")],
  ["Deployment", "the pod's address", (d) => rename(container(d).env[0].valueFrom.fieldRef, "fieldPath", "path")],
  ["Deployment", "the security context", (d) => rename(container(d).securityContext, "readOnlyRootFilesystem", "readOnlyRootFileSystem")],
  ["Deployment", "a type", (d) => { d.spec.minReadySeconds = "thirty"; }],
  ["PodDisruptionBudget", "the budget", (d) => rename(d.spec, "maxUnavailable", "maxUnavail")],
  ["HorizontalPodAutoscaler", "a metric", (d) => rename(d.spec.metrics[0].resource.target, "averageUtilization", "averageUtilisation")],
  ["HorizontalPodAutoscaler", "a field that must be there", (d) => { delete d.spec.maxReplicas; }],
  ["NetworkPolicy", "a peer", (d) => rename(d.spec.egress[0].to[0], "podSelector", "podSelectors")],
  ["Ingress", "a path", (d) => rename(d.spec.rules[0].http.paths[0], "pathType", "pathtype")],
  ["Service", "a port", (d) => rename(d.spec.ports[0], "targetPort", "target")],
  ["ServiceAccount", "the token", (d) => rename(d, "automountServiceAccountToken", "automountToken")],
  ["Deployment", "the kind", (d) => { d.kind = "Deploiment"; }],
];

// The faults with each slip, by its place in the list: one run of the checker for all of them.
const slipped = noRenderer ? [] : faults(slips.map(([kind, , slip]) => {
  const object = production().find((o) => o.kind === kind);
  slip(object);
  return object;
}));

slips.forEach(([kind, what], index) => {
  test(`a slip in a ${kind}, in ${what}, is refused`, { skip: noRenderer }, () => assert.equal(slipped[index].length, 1));
});

test("a misspelt field of a kustomization is refused", { skip: noRenderer }, (t) => {
  const copy = copyOfManifests(t);
  const file = path.join(copy, "k8s/overlays/prod/kustomization.yaml");
  writeFileSync(file, readFileSync(file, "utf8").replace("\npatches:", "\npatchez:"));
  assert.match(render(path.dirname(file)).failure, /patchez/);
});

test("a patch of an object that is not there is refused", { skip: noRenderer }, (t) => {
  const copy = copyOfManifests(t);
  const file = path.join(copy, "k8s/overlays/prod/silo.yaml");
  writeFileSync(file, readFileSync(file, "utf8").replace("name: usagecluster-silo", "name: usagecluster-sylo"));
  assert.match(render(path.dirname(file)).failure, /usagecluster-sylo/);
});

// The production overlay's objects, each time anew.
function production() {
  return structuredClone(production.objects ??= render(at("k8s/overlays/prod")).objects);
}

const silo = { "app.kubernetes.io/name": "usagecluster", "app.kubernetes.io/component": "silo" };
const redis = { "app.kubernetes.io/name": "redis", "app.kubernetes.io/part-of": "usagecluster" };
const recorder = { "usagecluster/recorder": "true" };
const peers = [["silos", { podSelector: { matchLabels: silo } }], ["recorders", { podSelector: { matchLabels: recorder } }]];

// Who may reach a port of the pods with these labels: every policy that selects them adds what it lets in.
function mayReach(objects, labels, port) {
  const selects = (policy) => Object.entries(policy.spec.podSelector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  const rules = objects.filter((o) => o.kind === "NetworkPolicy" && o.spec.policyTypes.includes("Ingress") && selects(o)).flatMap((o) => o.spec.ingress ?? []);
  const from = rules.filter((r) => r.ports?.some((p) => p.port === port) ?? true).flatMap((r) => r.from ?? [{ everybody: true }]);
  return from.map((peer) => peers.find(([, known]) => isDeepStrictEqual(known, peer))?.[0] ?? JSON.stringify(peer)).sort();
}

function isClosed(objects, labels) {
  return objects.some((o) => o.kind === "NetworkPolicy" && o.spec.policyTypes.includes("Ingress") && isDeepStrictEqual(o.spec.podSelector.matchLabels, labels));
}

for (const overlay of ["dev", "prod"]) {
  test(`${overlay}: nobody but silos reaches silo and gateway ports, and no service or ingress leads there`, { skip: noRenderer }, () => {
    const { objects } = render(at(`k8s/overlays/${overlay}`));
    assert.ok(isClosed(objects, silo));
    assert.deepEqual(mayReach(objects, silo, "silo"), ["silos"]);
    assert.deepEqual(mayReach(objects, silo, "gateway"), ["silos"]);
    const services = objects.filter((o) => o.kind === "Service" && Object.entries(o.spec.selector).every(([key, value]) => silo[key] === value));
    assert.deepEqual(services.flatMap((s) => s.spec.ports.map((p) => p.targetPort)), ["http"]);
  });

  test(`${overlay}: the component for recorders lets them to the gateway port alone`, { skip: noRenderer }, (t) => {
    const objects = withRecorders(t, overlay);
    assert.deepEqual(mayReach(objects, silo, "gateway"), ["recorders", "silos"]);
    assert.deepEqual(mayReach(objects, silo, "silo"), ["silos"]);
    assert.ok(!mayReach(objects, silo, "http").includes("recorders"));
    const policies = objects.filter((o) => o.metadata.name.startsWith("usagecluster-recorders"));
    assert.deepEqual(faults(policies), policies.map(() => []));
  });
}

test("dev: Redis is closed to all but silos, and the component for recorders opens it to them", { skip: noRenderer }, (t) => {
  const { objects } = render(at("k8s/overlays/dev"));
  assert.ok(isClosed(objects, redis));
  assert.deepEqual(mayReach(objects, redis, "redis"), ["silos"]);
  assert.deepEqual(mayReach(withRecorders(t, "dev"), redis, "redis"), ["recorders", "silos"]);
});

// An overlay's objects with the component for recorders taken in.
function withRecorders(t, overlay) {
  const copy = copyOfManifests(t);
  const file = path.join(copy, `k8s/overlays/${overlay}/kustomization.yaml`);
  writeFileSync(file, `${readFileSync(file, "utf8")}\ncomponents:\n  - ../../components/recorders\n`);
  const { failure, objects } = render(path.dirname(file));
  assert.equal(failure, null);
  return objects;
}

function container(deployment) {
  return deployment.spec.template.spec.containers[0];
}

function rename(owner, from, to) {
  assert.ok(from in owner);
  owner[to] = owner[from];
  delete owner[from];
}

function copyOfManifests(t) {
  const copy = mkdtempSync(path.join(tmpdir(), "usagecluster-k8s-"));
  t.after(() => rmSync(copy, { recursive: true }));
  for (const folder of ["k8s", "deploy"]) cpSync(at(folder), path.join(copy, folder), { recursive: true });
  return copy;
}
