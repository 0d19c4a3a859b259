/** Owns an embedded stack in a process of its own, so that a benchmark's clients do not share its event loop. */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { startStack } from "../supabase/embedded/stack.mts";

export interface BenchStack {
  readonly supabaseUrl: string;
  readonly publishableKey: string;
  readonly mailUrl: string;
  readonly modRoot: string;
  readonly databaseUrl: string;
  readonly jwtSecret: string;
  readonly gatewayPid: number;
  readonly postgresPid: number;
  stop(): Promise<void>;
}

/** Starts a stack on free ports and a fresh folder. BENCH_PROFILE names a folder for its CPU profile. */
export async function startStackProcess(
  limits: "limits lifted" | "limits as shipped" = "limits lifted",
): Promise<BenchStack> {
  const folder = await mkdtemp(join(tmpdir(), "parley-bench-"));
  const profile = process.env["BENCH_PROFILE"];
  const profiling = profile ? ["--cpu-prof", `--cpu-prof-dir=${profile}`] : [];
  const child = spawn(process.execPath, [...profiling, import.meta.filename, folder], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = await new Promise<string[]>((resolve, reject) => {
    createInterface(child.stdout).once("line", (text) => resolve([text]));
    child.once("exit", (code) => reject(new Error(`the stack ended with ${code}`)));
  });
  const facts = JSON.parse(line ?? "") as Omit<BenchStack, "stop" | "gatewayPid">;
  if (limits === "limits lifted") await liftLimits(facts.databaseUrl);
  return {
    ...facts,
    gatewayPid: child.pid ?? 0,
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.stdin.end();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Resident memory of a process and, for Postgres, of its children. Megabytes. */
export async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024);
}

/** Lets everybody do as much as they like. */
export async function liftLimits(databaseUrl: string): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  await client.query("update ops.limits set burst = 1000000, every = interval '1 microsecond'");
  await client.end();
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

async function serve(folder: string): Promise<void> {
  const ports = {
    gateway: await freePort(),
    postgres: await freePort(),
    smtp: await freePort(),
    mail: await freePort(),
  };
  const stack = await startStack({ dataDir: join(folder, "data"), ports });
  const { url: supabaseUrl, publishableKey, mailUrl, modRoot, databaseUrl, jwtSecret, postgresPid } = stack;
  const facts = { supabaseUrl, publishableKey, mailUrl, modRoot, databaseUrl, jwtSecret, postgresPid };
  process.stdout.write(`${JSON.stringify(facts)}\n`);
  process.stdin.resume();
  process.stdin.once("end", () => void stack.stop().then(() => process.exit(0)));
}

if (process.argv[1] === import.meta.filename && process.argv[2]) await serve(process.argv[2]);
