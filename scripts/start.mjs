/** Owns `npm start` up to the point where packages and Node 24 are there; stack-run.mts does the rest under that Node. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { checkNode } from "./check-node.mjs";

checkNode();
const { install, node24, root } = await import("./install.mjs");
install();
const here = (name) => new URL(name, import.meta.url);
const args = [
  "--import",
  here("./ts-hooks.mjs").href,
  fileURLToPath(here("./stack-run.mts")),
  ...process.argv.slice(2),
];
// The channel lets the child notice when this process is killed: then it stops everything as well.
const child = spawn(node24(), args, { cwd: root, stdio: ["inherit", "inherit", "inherit", "ipc"] });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
