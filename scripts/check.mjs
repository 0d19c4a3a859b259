/** Owns `npm run check`: every gate and the unit tests that need no server, in under a minute. */
import { standOnGround } from "./install.mjs";

await standOnGround(import.meta.url);
const { gates, runGates, unitGate } = await import("./gates.mjs");
const { failed } = await runGates([unitGate, ...gates]);
process.exitCode = failed > 0 ? 1 : 0;
