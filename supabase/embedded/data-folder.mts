/** Owns the data folder as a whole: one stack at a time, its logs, and its deletion. */
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  type WriteStream,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { removePostgresData } from "./postgres-home.mts";
import { stopLeftoverPostgres } from "./postgres.mts";
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
  writing(dataDir, () => writeFileSync(path, JSON.stringify({ pid: process.pid, identity: identityOf(process.pid) })));
  return () => rmSync(path, { force: true });
}

const maximumLogBytes = 5_000_000;

/** A log file to append to, readable by its owner only; begun anew when it has grown too long. */
export function openLog(dataDir: string, name: string): WriteStream {
  const path = join(dataDir, name);
  return writing(dataDir, () => {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    const log = createWriteStream(path, { mode: 0o600, flags: size > maximumLogBytes ? "w" : "a" });
    return log.on("error", () => undefined); // a full disk shows elsewhere; a lost log line ends nothing
  });
}

/**
 * Deletes the folder with everything in it.
 * @returns whether there was one
 * @throws StartError a stack is running there, or the folder holds something that is not ours
 */
export async function resetData(dataDir: string): Promise<boolean> {
  if (!existsSync(dataDir)) return false;
  if (!["secrets.json", "postgres", "stack.log"].some((name) => existsSync(join(dataDir, name))))
    throw new StartError(`${dataDir} does not look like a data folder of Parley: nothing was deleted.`);
  lockFolder(dataDir);
  await stopLeftoverPostgres(join(dataDir, "postgres"));
  removePostgresData(join(dataDir, "postgres"));
  rmSync(dataDir, { recursive: true, force: true });
  return true;
}

function writing<T>(dataDir: string, write: () => T): T {
  try {
    mkdirSync(dataDir, { recursive: true });
    return write();
  } catch (cause) {
    throw new StartError(`The folder ${dataDir} cannot be written: ${(cause as Error).message}`, { cause });
  }
}

function readOwner(path: string): { pid: number; identity: string } | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as { pid: number; identity: string };
  } catch {
    return null;
  }
}
