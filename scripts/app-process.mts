/** Owns the process of the application (`next start` or `next dev`): starts it on loopback, waits for it, ends it and its children. */
import { spawn } from "node:child_process";
import type { WriteStream } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { guardAgainstOrphans } from "../supabase/embedded/orphan-guard.mts";
import { StartError } from "../supabase/embedded/start-error.mts";

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

/** Starts the application and waits until it answers. @throws StartError with the end of its output */
export async function startApp(o: AppOptions): Promise<RunningApp> {
  const next = join(o.root, "node_modules", "next", "dist", "bin", "next");
  const child = spawn(process.execPath, [next, o.dev ? "dev" : "start", "-H", "127.0.0.1", "-p", String(o.port)], {
    cwd: o.root,
    env: { ...o.env, NODE_ENV: o.dev ? "development" : "production" },
    stdio: o.dev ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32", // a group of its own, so that all of it can be ended
  });
  const lastLines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      o.log.write(text);
      lastLines.push(...text.trimEnd().split("\n"));
      lastLines.splice(0, lastLines.length - 20);
    });
  }
  const release = guardAgainstOrphans(-(child.pid ?? 0), "TERM");
  let stopping = false;
  const exited = new Promise<void>((resolve) => {
    child.once("error", () => resolve());
    child.once("exit", () => resolve());
  });
  void exited.then(release);
  const ended = new Promise<Error>((resolve) => {
    void exited.then(
      () => stopping || resolve(new StartError(["The application ended by itself.", ...lastLines].join("\n"))),
    );
  });
  const kill = (signal: NodeJS.Signals) => {
    try {
      if (process.platform === "win32") child.kill(signal);
      else process.kill(-(child.pid ?? 0), signal);
    } catch {
      // It has ended already.
    }
  };
  const running: RunningApp = {
    ended,
    async stop() {
      stopping = true;
      kill("SIGTERM");
      await Promise.race([exited, delay(5_000)]);
      kill("SIGKILL"); // whatever of its group is left
      await exited;
    },
  };
  const answered = await Promise.race([ended, waitUntilItAnswers(o.port)]);
  if (answered instanceof Error) {
    await running.stop();
    throw answered;
  }
  return running;
}

async function waitUntilItAnswers(port: number): Promise<Error | null> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/health`, { signal: AbortSignal.timeout(20_000) }).catch(
      () => null,
    );
    if (answer) return null;
    await delay(50);
  }
  return new StartError(`The application did not answer on port ${port} within a minute.`);
}
