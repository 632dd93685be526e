// The source tree that these tests read.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import path from "node:path";

export const root = fileURLToPath(new URL("../../../", import.meta.url));

export const at = (file) => path.join(root, file);

export const text = (file) => readFileSync(at(file), "utf8");
