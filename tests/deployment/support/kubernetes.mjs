// Checks Kubernetes objects against the types that are generated from Kubernetes' own OpenAPI document. TypeScript refuses a field that a literal's
// type does not have, at any depth: an unknown or misspelt field is an error, as are a missing one and one of the wrong type.
import { createRequire } from "node:module";
import path from "node:path";
import { existsSync } from "node:fs";
import ts from "typescript";

const packages = path.dirname(createRequire(import.meta.url).resolve("kubernetes-types/package.json"));

// The module of an apiVersion: "v1" is core, "networking.k8s.io/v1" is networking.
function moduleOf(apiVersion) {
  const [version, group = "core"] = `${apiVersion}`.split("/").reverse();
  return `${group.split(".")[0]}/${version}`;
}

// The faults of each object: as many lists as objects, empty ones for those without a fault.
export function faults(objects) {
  const found = objects.map(() => []);
  const files = new Map();
  objects.forEach((object, index) => {
    const module = moduleOf(object.apiVersion);
    if (existsSync(path.join(packages, `${module}.d.ts`)) && /^[A-Z]\w+$/.test(object.kind ?? "")) {
      const type = `import type { ${object.kind} as It } from ${JSON.stringify(path.join(packages, module))};`;
      files.set(`/${index}.ts`, `${type}\nexport const it: It = ${JSON.stringify(object, null, 1)};\n`);
    } else {
      found[index].push(`no kind ${object.kind} of ${object.apiVersion}`);
    }
  });
  for (const diagnostic of ts.getPreEmitDiagnostics(ts.createProgram([...files.keys()], options, hostOf(files)))) {
    const [index] = /\d+/.exec(diagnostic.file?.fileName ?? "") ?? [];
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, " ");
    if (!found[index]) throw new Error(`${diagnostic.file?.fileName}: ${message}`);
    found[index].push(message);
  }
  return found;
}

const options = {
  strict: true, noEmit: true, types: [], skipLibCheck: true,
  target: ts.ScriptTarget.ES2020, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Node10,
};

// The disk, and files that are in memory alone.
function hostOf(files) {
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.getSourceFile = (name, ...rest) => (files.has(name) ? ts.createSourceFile(name, files.get(name), ...rest) : getSourceFile(name, ...rest));
  return host;
}
