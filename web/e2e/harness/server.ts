/** The real program with the demo catalogue in a scratch folder, and the page in front of it. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type PreviewServer, preview } from "vite";
import { type Forwarder, openForwarder, type Weather } from "./forwarder";

const READY_MS_MAX = 60_000;
const LISTENING = /listening on http:\/\/127\.0\.0\.1:(\d+)/;
/** As strict as the program's own: a page that needs more than this fails. */
const POLICY = [
  "default-src 'none'",
  ...["script-src", "style-src", "img-src", "font-src", "connect-src", "manifest-src", "worker-src", "form-action"].map(
    (kind) => `${kind} 'self'`,
  ),
  "base-uri 'none'",
].join("; ");
const root = fileURLToPath(new URL("../..", import.meta.url));

export interface TestServer {
  /** Where the browser goes. */
  url: string;
  data: string;
  /** Ends the program as a power cut would. */
  kill: () => Promise<void>;
  /** Starts it again on the same data. */
  start: () => Promise<void>;
  /** What the network between the browser and everything else is like. */
  network: (weather: Weather) => void;
  close: () => Promise<void>;
}

export async function startServer(settings: Record<string, string> = {}): Promise<TestServer> {
  const data = await mkdtemp(join(tmpdir(), "admit-e2e-"));
  const api = await openForwarder();
  // The page's own address must be known before the program starts, because mails and banks lead back to it.
  const front = await openForwarder();
  const url = `http://127.0.0.1:${front.port}`;
  let program: ChildProcess | null = null;
  let page: PreviewServer | null = null;

  const kill = async () => {
    const ending = program;
    program = null;
    api.pointTo(null);
    if (!ending || ending.exitCode !== null) return;
    const ended = new Promise((resolve) => ending.once("exit", resolve));
    ending.kill("SIGKILL");
    await ended;
  };
  const start = async () => {
    const started = launch(data, { ADMIT_RATE_LIMITS: "off", ADMIT_PUBLIC_URL: url, ...settings });
    program = started.program;
    api.pointTo(await started.port);
  };

  await start();
  if (await servesThePage(api)) front.pointTo(api.port);
  else {
    page = await servePage(api.port);
    front.pointTo(portOf(page));
  }
  return {
    url,
    data,
    kill,
    start,
    network: front.turn,
    close: async () => {
      await kill();
      await page?.close();
      await Promise.all([front.close(), api.close()]);
      await rm(data, { recursive: true, force: true });
    },
  };
}

function launch(data: string, settings: Record<string, string>): { program: ChildProcess; port: Promise<number> } {
  const program = spawn(binary(), ["serve", "--demo", "--listen", "127.0.0.1:0", "--data", data], {
    env: { ...withoutSettings(process.env), ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const port = new Promise<number>((resolve, reject) => {
    let said = "";
    const timer = setTimeout(() => reject(new Error(`the program isn't ready:\n${said}`)), READY_MS_MAX);
    const hear = (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-8_000);
      const found = LISTENING.exec(said);
      if (!found) return;
      clearTimeout(timer);
      resolve(Number(found[1]));
    };
    program.stdout?.on("data", hear);
    program.stderr?.on("data", hear);
    program.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`the program ended with ${code}:\n${said}`));
    });
  });
  return { program, port };
}

/** The developer's own settings are nothing to the tests. */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("ADMIT_")));
}

function binary(): string {
  const given = process.env["ADMIT_BINARY"];
  const built = ["release", "debug"].map((profile) => join(root, "..", "target", profile, "admit"));
  const found = given ?? built.find(existsSync);
  if (!found)
    throw new Error("build the program first (cargo build -p admit-server), or say where it is in ADMIT_BINARY");
  return found;
}

async function servesThePage(api: Forwarder): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${api.port}/`, { headers: { accept: "text/html" } });
  return response.ok && (await response.text()).includes('id="root"');
}

/** For a program that was built without the page: the built page, and everything else passed on. */
async function servePage(apiPort: number): Promise<PreviewServer> {
  const target = `http://127.0.0.1:${apiPort}`;
  const paths = ["/api", "/.well-known", "/demo", "/gateway"];
  const proxy = Object.fromEntries(paths.map((path) => [path, { target, ws: path === "/api" }]));
  const headers = { "content-security-policy": POLICY };
  return preview({ root, logLevel: "silent", preview: { port: 0, host: "127.0.0.1", proxy, headers } });
}

function portOf(page: PreviewServer): number {
  const address = page.httpServer.address();
  if (typeof address !== "object" || address === null) throw new Error("the page's server listens on a port");
  return address.port;
}
