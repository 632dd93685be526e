// Renders kustomizations by kubectl, or by kustomize itself.
import { spawnSync } from "node:child_process";
import { parseAllDocuments } from "yaml";
import { at } from "./repository.mjs";

const renderers = [["kubectl", "kustomize"], ["kustomize", "build"]];

// The first of them that is on this machine and young enough to take a folder as a resource.
export const renderer = renderers.find(([program, verb]) => spawnSync(program, [verb, at("k8s/base")]).status === 0);

// Why nothing can be rendered; false where it can.
export const noRenderer = renderer ? false
  : spawnSync("kubectl", ["version", "--client"]).status === 0 ? false // It is there: that it does not render is a failure, not a reason to skip.
  : "neither kubectl nor kustomize is on this machine";

// What a folder renders to, or why it does not.
export function render(folder) {
  const [program, verb] = renderer ?? renderers[0];
  const run = spawnSync(program, [verb, folder], { encoding: "utf8" });
  if (run.status !== 0) return { failure: `${run.error ?? run.stderr}`, objects: [] };
  return { failure: null, objects: parseAllDocuments(run.stdout).map((document) => document.toJS()) };
}
