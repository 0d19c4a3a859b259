/** Owns the proof that ending a group ends the children of its children, also those that do not listen. */
import { afterEach, expect, it } from "vitest";
import { identityOf } from "../supabase/embedded/processes.mts";
import { type ProcessGroup, startGroup } from "./process-group.mts";

let group: ProcessGroup | undefined;
afterEach(() => group?.end());

it.skipIf(process.platform === "win32")("a group ends as a whole", async () => {
  const child = `process.on("SIGTERM", () => {}); process.stdout.write(process.pid + "\\n"); setInterval(() => {}, 1000)`;
  const parent = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(child)}], { stdio: "inherit" }); setInterval(() => {}, 1000)`;
  group = startGroup(["-e", parent], { stdio: ["ignore", "pipe", "inherit"] });
  const grandchild = await new Promise<number>((resolve) => {
    group?.child.stdout?.setEncoding("utf8").once("data", (text: string) => resolve(Number(text)));
  });
  expect(identityOf(grandchild)).not.toBeNull();
  await group.end();
  expect(await group.exited).toBeNull();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(identityOf(grandchild)).toBeNull();
});

it("a program that cannot start is an exit code, not a hanging promise", async () => {
  group = startGroup(["-e", "process.exit(3)"], { stdio: "ignore" });
  expect(await group.exited).toBe(3);
  await group.end();
});
