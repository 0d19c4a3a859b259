/** Owns that one data folder serves one stack at a time. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { identityOf } from "./processes.mts";
import { StartError } from "./start-error.mts";

/**
 * Takes the folder for this process; a lock left by a process that was killed is taken over.
 * @returns gives it back
 * @throws StartError another process that still runs has it, or we may not write there
 */
export function lockFolder(dataDir: string): () => void {
  const path = join(dataDir, "running.json");
  const owner = readOwner(path);
  if (owner && owner.pid !== process.pid && identityOf(owner.pid) === owner.identity)
    throw new StartError(`Parley is already running with the folder ${dataDir} (process ${owner.pid}). Stop it first.`);
  try {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(path, JSON.stringify({ pid: process.pid, identity: identityOf(process.pid) }));
  } catch (cause) {
    throw new StartError(`The folder ${dataDir} cannot be written: ${(cause as Error).message}`, { cause });
  }
  return () => rmSync(path, { force: true });
}

function readOwner(path: string): { pid: number; identity: string } | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as { pid: number; identity: string };
  } catch {
    return null;
  }
}
