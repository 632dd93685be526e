// The source tree and the programs that these tests use.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import path from "node:path";

export const root = fileURLToPath(new URL("../../../", import.meta.url));
export const here = path.join(root, "tests/api-checks");
export const documentFile = path.join(root, "src/UsageCluster.Gateway/OpenApi/v1.json");

export const readDocument = () => JSON.parse(readFileSync(documentFile, "utf8"));

// A file that a test makes; it may import what is installed here.
export function made(name) {
  mkdirSync(path.join(here, "artifacts"), { recursive: true });
  return path.join(here, "artifacts", name);
}

// Where an installed program's script is.
export function script(name, command) {
  const folder = path.join(here, "node_modules", name);
  const { bin } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  return path.join(folder, typeof bin === "string" ? bin : bin[command]);
}

// Runs an installed program: its exit code, its output, and all that it said.
export function run(name, command, ...options) {
  const ended = spawnSync(process.execPath, [script(name, command), ...options], {
    cwd: here,
    encoding: "utf8",
    timeout: 60_000,
    env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", NO_COLOR: "1" },
  });
  return { code: ended.status, output: ended.stdout, said: ended.stdout + ended.stderr };
}

// The standalone program as it was built last.
export function builtServer() {
  const built = ["Debug", "Release"]
    .map((kind) => path.join(root, `src/UsageCluster.Standalone/bin/${kind}/net10.0/UsageCluster.Standalone.dll`))
    .filter(existsSync)
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  if (built.length === 0) throw new Error("The standalone program is not built: dotnet build src/UsageCluster.Standalone");
  return built[0];
}
