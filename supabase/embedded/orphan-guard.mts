/** Owns that a child does not outlive us, however we end: even SIGKILL for our whole process group. */
import { spawn } from "node:child_process";

/**
 * Has `target` (a process id, or minus the id of a process group) signalled when this process is gone. A shell of a few
 * kilobytes, in a group of its own, waits at a pipe that only we hold: it reads a line when all is well, the end of the
 * pipe when we died. Does nothing on Windows.
 * @returns lets go; to be called when the target has ended
 */
export function guardAgainstOrphans(target: number, signal: "INT" | "TERM"): () => void {
  if (process.platform === "win32") return () => undefined;
  const guard = spawn("sh", ["-c", 'read -r _ || kill -s "$1" -- "$2"', "parley-guard", signal, String(target)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    cwd: "/",
  });
  guard.on("error", () => undefined); // without a shell, the next start finds what was left
  guard.stdin.on("error", () => undefined);
  guard.unref();
  return () => guard.stdin.end("\n");
}
