/** Owns what we must know of other processes before we trust a process id in a file: ids are used again. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Something that stays the same while the process lives and differs for the next process of that id; null: not running. */
export function identityOf(pid: number): string | null {
  if (!isAlive(pid)) return null;
  try {
    const fields = (readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1) ?? "").split(" ");
    return fields[0] === "Z" ? null : `started ${fields[19]}`; // Z: it has ended, and nobody has asked how
  } catch {
    return ask("lstart=", pid) ?? "running";
  }
}

/** The command line of a running process; null when it is not running or cannot be asked. */
export function commandOf(pid: number): string | null {
  if (!isAlive(pid)) return null;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return ask("command=", pid);
  }
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function ask(field: string, pid: number): string | null {
  try {
    return (
      execFileSync("ps", ["-o", field, "-p", String(pid)], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      }).trim() || null
    );
  } catch {
    return null;
  }
}
