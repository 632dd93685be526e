// A real nginx with the settings of docker-compose.yml's proxy, before HTTP servers of the test's own.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "./repository.mjs";

export const noNginx = spawnSync("nginx", ["-v"]).status === 0 ? false : "nginx is not on this machine";

// A server that answers by the handler; its port.
export async function backend(t, handler) {
  const server = http.createServer(handler);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => { server.closeAllConnections(); server.close(); });
  return server.address().port;
}

// A port on which nothing listens.
export async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

// Starts nginx before two ports; its own port.
export async function proxy(t, first, second) {
  const folder = mkdtempSync(path.join(tmpdir(), "usagecluster-nginx-"));
  const port = await freePort();
  const settings = text("deploy/nginx/nginx.conf")
    .replaceAll("/tmp/", `${folder}/`)
    .replace("silo1:8080", `127.0.0.1:${first}`)
    .replace("silo2:8080", `127.0.0.1:${second}`)
    .replace("listen 8080;", `listen 127.0.0.1:${port};`)
    .replace("worker_processes auto;", "worker_processes 1;")
    .replace("access_log /dev/stdout requests;", "access_log off;");
  writeFileSync(path.join(folder, "nginx.conf"), settings);
  const child = spawn("nginx", ["-e", "stderr", "-c", path.join(folder, "nginx.conf"), "-g", "daemon off;"], { stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  let said = "";
  child.stderr.on("data", (data) => { said += data; });
  t.after(async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true });
  });
  const deadline = Date.now() + 20_000;
  while (!(await accepts(port))) {
    if (Date.now() > deadline || child.exitCode !== null) throw new Error(`nginx does not listen: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return port;
}

// One call through the proxy: status and body.
export function call(port, method, target, body) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: "127.0.0.1", port, method, path: target, headers: { Host: "usage.example:8443" } }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => resolve({ status: response.statusCode, body: Buffer.concat(chunks).toString() }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1", () => { socket.destroy(); resolve(true); });
    socket.on("error", () => resolve(false));
  });
}
