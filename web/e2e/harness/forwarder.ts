/** One address for a server that may be killed and come back elsewhere. Bytes in, bytes out. */
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** `silent`: connections are taken and nothing comes of them; `faulty`: a proxy that finds nobody behind it answers. */
export type Weather = "fine" | "silent" | "faulty";

export interface Forwarder {
  port: number;
  /** Where connections go from now on; `null`: they are refused. */
  pointTo: (port: number | null) => void;
  /** What becomes of them from now on, and of those that are open. */
  turn: (weather: Weather) => void;
  close: () => Promise<void>;
}

const SAID = "<h1>Bad gateway</h1>";
const BAD_GATEWAY = `HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: ${SAID.length}\r\nConnection: close\r\n\r\n${SAID}`;

export async function openForwarder(port = 0): Promise<Forwarder> {
  let target: number | null = null;
  const open = new Set<Socket>();
  let weather: Weather = "fine";
  const server = createServer((client) => {
    if (weather !== "fine") {
      open.add(client);
      client.on("error", () => client.destroy());
      client.on("close", () => open.delete(client));
      client.on("data", () => weather === "faulty" && client.end(BAD_GATEWAY));
      return;
    }
    if (target === null) {
      client.destroy();
      return;
    }
    const upstream = connect(target, "127.0.0.1");
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => {
        open.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    pointTo: (next) => {
      target = next;
    },
    turn: (next) => {
      weather = next;
      for (const socket of open) socket.destroy();
    },
    close: () => {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
