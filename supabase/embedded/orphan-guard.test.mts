/** Owns the proof that a guarded child ends when its parent is killed, and is left alone when it was let go. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { identityOf } from "./processes.mts";

const guard = fileURLToPath(new URL("./orphan-guard.mts", import.meta.url));

/** A parent that guards a sleeping child, does `then`, and is killed; resolves to whether the child still lives a moment later. */
async function childLivesOn(then: string): Promise<boolean> {
  const code = `
    import { spawn } from "node:child_process";
    import { guardAgainstOrphans } from ${JSON.stringify(guard)};
    const child = spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
    const release = guardAgainstOrphans(child.pid, "TERM");
    ${then}
    console.log(child.pid);
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", code], {
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const pid = await new Promise<number>((resolve) =>
    parent.stdout.setEncoding("utf8").once("data", (text: string) => resolve(Number(text))),
  );
  process.kill(-(parent.pid ?? 0), "SIGKILL"); // the whole group, as test runners do
  await new Promise((resolve) => setTimeout(resolve, 500));
  const lives = identityOf(pid) !== null;
  if (lives) process.kill(pid, "SIGKILL");
  return lives;
}

it.skipIf(process.platform === "win32")("a guarded child ends with its parent", async () => {
  expect(await childLivesOn("")).toBe(false);
});

it.skipIf(process.platform === "win32")("a child that was let go lives on", async () => {
  expect(await childLivesOn("release();")).toBe(true);
});
