/**
 * Owns mutation testing of lib/crypto: breaks one thing at a time and sees whether a test fails.
 * `node scripts/mutate.mts [--file name.ts[,name.ts]] [--sample N]`; without --file every source there that has a test of
 * its own; --sample takes so many per file. A mutant is killed by
 * any test of the folder, or of the folders that use it. Sources are never written to.
 */
import { type ChildProcess, fork } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Question } from "./mutant-worker.mts";
import { mutate, type Mutation, mutationsOf } from "./mutations.mts";

const folder = fileURLToPath(new URL("../lib/crypto/", import.meta.url));
const workerPath = fileURLToPath(new URL("./mutant-worker.mts", import.meta.url));
/** A mutant that runs longer than this, and twenty times as long as the tests without it, loops for ever: a test run would notice. */
const patienceMs = 30_000;
let longest = 0;

const { values } = parseArgs({ options: { file: { type: "string" }, sample: { type: "string" } } });

/** What the command answers; like the other commands it says so on its standard output. */
const say = (line: string) => process.stdout.write(`${line}\n`);

/** Names in the folder as they are now: a long run sees tests come and go. */
const sourcesNow = () => readdirSync(folder).filter((name) => name.endsWith(".ts"));
const testsNow = () => sourcesNow().filter((name) => name.endsWith(".test.ts"));

/**
 * Tests that judge a source: the one beside it, those that import it, those of its users that do so by a fixture, and then
 * all others of the folder, so that only what nobody notices survives.
 */
function testsOf(file: string): string[] {
  const name = file.replace(/\.ts$/, "");
  const tests = testsNow();
  const importers = tests.filter((test) => textOf(test).includes(`from "./${name}"`));
  return [...new Set([`${name}.test.ts`, ...importers, ...users.flatMap((user) => testsAt(user, name)), ...tests])];
}

/** Folders that use the cryptography. */
const users = ["../session", "../chat"];

function testsAt(place: string, name: string): string[] {
  const all = readdirSync(join(folder, place)).map((file) => `${place}/${file}`);
  const reaches = (file: string) => textOf(file).includes(`from "@/lib/crypto/${name}"`);
  const fixtures = all.filter((file) => file.endsWith(".fixture.ts") && reaches(file));
  const byFixture = (test: string) => fixtures.some((file) => textOf(test).includes(`/${basename(file, ".ts")}"`));
  return all.filter((file) => file.endsWith(".test.ts") && (reaches(file) || byFixture(file)));
}

const textOf = (file: string) => readFileSync(join(folder, file), "utf8");

/** The next message of a worker; undefined if it ends or takes too long. */
function answerOf(worker: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => {
    const settle = (answer?: unknown) => {
      clearTimeout(timer);
      worker.off("message", settle).off("exit", onExit);
      resolve(answer);
    };
    const onExit = () => settle();
    const timer = setTimeout(() => settle(), Math.max(patienceMs, 20 * longest));
    worker.on("message", settle).on("exit", onExit);
  });
}

let current: ChildProcess | null = null;

/** Ends the worker and the processes that it has started: it leads a group of its own. */
function stopWorker(): void {
  if (current?.pid !== undefined && current.exitCode === null) process.kill(-current.pid, "SIGKILL");
  current = null;
}

/** True if the tests pass; a worker that does not answer is replaced. */
async function passes(question: Question): Promise<boolean> {
  if (!current) {
    current = fork(workerPath, { detached: true, stdio: ["ignore", "ignore", "ignore", "ipc"] });
    await answerOf(current);
  }
  const worker = current;
  const answer = answerOf(worker);
  worker.send(question);
  const passed = await answer;
  if (passed === undefined) stopWorker();
  return passed === true;
}

async function survives(file: string, source: string, judges: readonly string[]): Promise<boolean> {
  for (const test of judges) {
    if (!(await passes({ path: join(folder, file), source, test: join(folder, test) }))) return false;
  }
  return true;
}

/** Of the tests that have run with nothing broken: how long it took, or null where they failed. Only those that pass can tell. */
const unbroken = new Map<string, number | null>();

async function judgesOf(file: string, source: string): Promise<string[]> {
  longest = patienceMs;
  for (const test of testsOf(file).filter((one) => !unbroken.has(one))) {
    const began = performance.now();
    const passed = await survives(file, source, [test]);
    unbroken.set(test, passed ? performance.now() - began : null);
    if (!passed) say(`left out, for it fails without any change: ${test}`);
  }
  const judges = testsOf(file).filter((test) => typeof unbroken.get(test) === "number");
  if (judges.length === 0) throw new Error(`${file}: no test to judge by`);
  longest = Math.max(...judges.map((test) => unbroken.get(test) ?? 0));
  return judges;
}

/** `count` of `all`, evenly apart. */
function sampleOf<T>(all: readonly T[], count: number): T[] {
  return all.filter((_, i) => Math.floor(((i + 1) * count) / all.length) > Math.floor((i * count) / all.length));
}

function describe(source: string, mutation: Mutation): string {
  const original = source.slice(mutation.start, mutation.end).replaceAll(/\s+/g, " ");
  return `  line ${mutation.line}, ${mutation.rule}: ${original} -> ${mutation.replacement || "nothing"}`;
}

async function judge(file: string): Promise<{ killed: number; all: number }> {
  const source = readFileSync(join(folder, file), "utf8");
  const judges = await judgesOf(file, source);
  const mutations = mutationsOf(source);
  const chosen = sampleOf(mutations, Math.min(Number(values.sample ?? mutations.length), mutations.length));
  const survivors: Mutation[] = [];
  for (const mutation of chosen) if (await survives(file, mutate(source, mutation), judges)) survivors.push(mutation);
  const killed = chosen.length - survivors.length;
  say(`${file}: ${killed} of ${chosen.length} killed`);
  for (const survivor of survivors) say(describe(source, survivor));
  return { killed, all: chosen.length };
}

const files = values.file?.split(",") ?? testsNow().map((test) => test.replace(".test.ts", ".ts"));
let [killed, all] = [0, 0];
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
process.once("exit", stopWorker);
try {
  for (const file of files.filter((name) => sourcesNow().includes(name))) {
    const score = await judge(file);
    killed += score.killed;
    all += score.all;
  }
} finally {
  stopWorker();
}
say(`together: ${killed} of ${all} killed, ${((100 * killed) / Math.max(all, 1)).toFixed(1)} %`);
