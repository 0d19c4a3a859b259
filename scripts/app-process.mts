/** Owns the process of the application (`next start` or `next dev`): starts it on loopback and waits until it answers. */
import type { WriteStream } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { StartError } from "../supabase/embedded/start-error.mts";
import { startGroup } from "./process-group.mts";

export interface RunningApp {
  stop(): Promise<void>;
  /** Resolves when the application ends without having been stopped. */
  ended: Promise<Error>;
}

export interface AppOptions {
  root: string;
  port: number;
  dev: boolean;
  env: NodeJS.ProcessEnv;
  /** Where the output goes; in development it goes to the terminal. */
  log: WriteStream;
}

const patienceMs = 60_000;
const keptLines = 20;

/** Starts the application and waits until it answers. @throws StartError with the end of its output */
export async function startApp(o: AppOptions): Promise<RunningApp> {
  const next = join(o.root, "node_modules", "next", "dist", "bin", "next");
  const group = startGroup([next, o.dev ? "dev" : "start", "-H", "127.0.0.1", "-p", String(o.port)], {
    cwd: o.root,
    env: { ...o.env, NODE_ENV: o.dev ? "development" : "production" },
    stdio: o.dev ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
  });
  const lastLines: string[] = [];
  for (const stream of [group.child.stdout, group.child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      o.log.write(text);
      lastLines.push(...text.trimEnd().split("\n"));
      lastLines.splice(0, lastLines.length - keptLines);
    });
  }
  let stopping = false;
  const ended = new Promise<Error>((resolve) => {
    void group.exited.then(
      () => stopping || resolve(new StartError(["The application ended by itself.", ...lastLines].join("\n"))),
    );
  });
  const stop = (): Promise<void> => {
    stopping = true;
    return group.end();
  };
  const answered = await Promise.race([ended, waitUntilItAnswers(o.port)]);
  if (!(answered instanceof Error)) return { ended, stop };
  await stop();
  throw answered;
}

async function waitUntilItAnswers(port: number): Promise<Error | null> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    const address = `http://127.0.0.1:${port}/api/health`;
    if (await fetch(address, { signal: AbortSignal.timeout(20_000) }).catch(() => null)) return null;
    await delay(50);
  }
  return new StartError(`The application did not answer on port ${port} within a minute.`);
}
