/** Owns a child process together with all its own children: started as one group, ended as one, never left behind. */
import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { guardAgainstOrphans } from "../supabase/embedded/orphan-guard.mts";

export interface ProcessGroup {
  child: ChildProcess;
  /** Exit code of the first process; null when a signal ended it. */
  exited: Promise<number | null>;
  /** Asks the group to end, and after five seconds ends it. */
  end(): Promise<void>;
}

/** Starts `node …args` as a group of its own. */
export function startGroup(args: readonly string[], options: SpawnOptions): ProcessGroup {
  const own = process.platform !== "win32";
  const child = spawn(process.execPath, args, { ...options, detached: own });
  const release = guardAgainstOrphans(-(child.pid ?? 0), "TERM");
  const exited = new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(1));
    child.once("exit", resolve);
  });
  void exited.then(release);
  const signal = (name: NodeJS.Signals) => {
    try {
      if (own) process.kill(-(child.pid ?? 0), name);
      else child.kill(name);
    } catch {
      // It has ended already.
    }
  };
  return {
    child,
    exited,
    async end() {
      signal("SIGTERM");
      await Promise.race([exited, delay(5_000, undefined, { ref: false })]);
      signal("SIGKILL"); // whatever of the group is left
      await exited;
    },
  };
}
