/** Owns listening on this machine only: 127.0.0.1, and ::1 where there is one, so that `localhost` always finds us. */
import type { IncomingMessage } from "node:http";
import { createServer, type Server } from "node:net";
import type { Duplex } from "node:stream";
import { StartError } from "./start-error.mts";

/**
 * Makes `server` listen on 127.0.0.1:`port`; connections to [::1]:`port` reach the same server.
 * @returns closes both, and cuts connections that are still open
 * @throws StartError the port is taken, or we may not use it
 */
export async function listenOnLoopback(server: Server, port: number): Promise<() => Promise<void>> {
  await listen(server, port, "127.0.0.1");
  const second = createServer((socket) => server.emit("connection", socket));
  const hasSecond = await listen(second, port, "::1").then(
    () => true,
    () => false, // no IPv6 here, or the port is taken there: clients fall back to 127.0.0.1
  );
  const open = new Set<Duplex>();
  const track = (socket: Duplex) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  };
  server.on("connection", track);
  return async () => {
    const closed = [server, ...(hasSecond ? [second] : [])].map(
      (each) => new Promise((resolve) => each.close(resolve)),
    );
    for (const socket of open) socket.destroy();
    await Promise.all(closed);
  };
}

/** Whether the request names this machine (or one of `more`) as its host; a page that rebinds its name to us does not. */
export function namesThisMachine(request: IncomingMessage, more: readonly string[] = []): boolean {
  const host = (request.headers.host ?? "").replace(/:\d+$/, "").toLowerCase();
  return ["localhost", "127.0.0.1", "[::1]", ...more].includes(host);
}

/** Whether nobody listens on that port of this machine. */
export async function isPortFree(port: number): Promise<boolean> {
  const probe = createServer();
  const free = await listen(probe, port, "127.0.0.1").then(
    () => true,
    () => false,
  );
  if (free) await new Promise((resolve) => probe.close(resolve));
  return free;
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(explain(error, port));
    server.once("error", fail);
    server.listen({ port, host, ipv6Only: host === "::1" }, () => {
      server.off("error", fail);
      resolve();
    });
  });
}

function explain(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === "EADDRINUSE")
    return new StartError(`Port ${port} is taken by another program: stop it, or choose another port.`);
  if (error.code === "EACCES")
    return new StartError(`This user may not listen on port ${port}: choose one above 1023.`);
  return error;
}
