// Processes that a test starts on free loopback ports, and that end with it.
import { spawn } from "node:child_process";
import net from "node:net";

const answerWithin = 60_000;

// A port on which nothing listens.
export async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

// Starts a program and waits until the address answers below 500.
export async function start(t, command, words, address, env = {}) {
  const child = spawn(command, words, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  let said = "";
  child.stdout.on("data", (data) => { said += data; });
  child.stderr.on("data", (data) => { said += data; });
  t.after(async () => {
    child.kill("SIGTERM");
    const hard = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(hard);
  });
  const deadline = Date.now() + answerWithin;
  while (!(await answers(address))) {
    if (Date.now() > deadline || child.exitCode !== null) throw new Error(`${address} does not answer: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function answers(address) {
  try {
    return (await fetch(address)).status < 500;
  } catch {
    return false;
  }
}
