// The manifests render, and hold no field that Kubernetes does not know.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
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

test("the component for recorders lets them to the gateway port alone", { skip: noRenderer }, (t) => {
  const copy = copyOfManifests(t);
  const file = path.join(copy, "k8s/overlays/prod/kustomization.yaml");
  writeFileSync(file, `${readFileSync(file, "utf8")}\ncomponents:\n  - ../../components/recorders\n`);
  const { failure, objects } = render(path.dirname(file));
  assert.equal(failure, null);
  const policy = objects.find((o) => o.metadata.name === "usagecluster-recorders");
  assert.deepEqual(faults([policy]), [[]]);
  assert.deepEqual(policy.spec.ingress[0].ports, [{ port: "gateway", protocol: "TCP" }]);
});

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
