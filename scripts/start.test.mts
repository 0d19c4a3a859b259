/** Owns the proof that `npm start` says clearly what is wrong, leaves data alone, and leaves no process behind. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { canEnter, removePostgresData } from "../supabase/embedded/postgres-home.mts";
import { freePort, temporaryFolder } from "../supabase/embedded/test-database.mts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const script = fileURLToPath(new URL("./start.mjs", import.meta.url));
let folder: string;
let env: NodeJS.ProcessEnv;

beforeEach(async () => {
  folder = temporaryFolder("parley-start-");
  env = {
    ...process.env,
    PARLEY_DATA: join(folder, "data"),
    PARLEY_PORT_GATEWAY: String(await freePort()),
    PARLEY_PORT_POSTGRES: String(await freePort()),
    PARLEY_PORT_SMTP: String(await freePort()),
    PARLEY_PORT_MAIL: String(await freePort()),
  };
  delete env["NEXT_PUBLIC_SUPABASE_URL"];
});
afterEach(() => {
  removePostgresData(join(folder, "data", "postgres"));
  rmSync(folder, { recursive: true, force: true });
});

/** The command with its output, until it says `until` or ends. */
async function start(until: RegExp, args = ["--stack-only"], own = env) {
  const child = spawn(process.execPath, [script, ...args], { env: own, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const exit = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  const said = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        if (until.test(output)) resolve();
      });
  });
  await Promise.race([said, exit]);
  return { child, exit, output: () => output };
}

/** Ids of the processes that work in our folder or were started for it. */
function processesOf(dataDir: string): number[] {
  const children = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return children.map(Number).filter((pid) => {
    try {
      return (
        readFileSync(`/proc/${pid}/environ`, "utf8").includes(dataDir) ||
        readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(dataDir)
      );
    } catch {
      return false;
    }
  });
}

async function untilNone(dataDir: string): Promise<number[]> {
  for (let round = 0; round < 100 && processesOf(dataDir).length > 0; round++)
    await new Promise((resolve) => setTimeout(resolve, 100));
  return processesOf(dataDir);
}

describe.runIf(process.platform === "linux")("no process is left", () => {
  it.each(["SIGINT", "SIGTERM"] as const)("after %s, and the next start finds the data", async (signal) => {
    const first = await start(/Running after/);
    expect(first.output()).toContain(`http://localhost:${env["PARLEY_PORT_MAIL"]}`);
    expect(processesOf(folder).length).toBeGreaterThan(2);
    expect(statSync(join(folder, "data", "secrets.json")).mode & 0o777).toBe(0o600);
    const secrets = readFileSync(join(folder, "data", "secrets.json"), "utf8");
    first.child.kill(signal);
    expect(await first.exit).toBe(0);
    expect(await untilNone(folder)).toEqual([]);

    const second = await start(/Running after/);
    expect(second.output()).not.toContain("migrations");
    expect(readFileSync(join(folder, "data", "secrets.json"), "utf8")).toBe(secrets);
    second.child.kill(signal);
    await second.exit;
  });

  it("when the command itself is killed", async () => {
    const { child } = await start(/Running after/);
    child.kill("SIGKILL");
    expect(await untilNone(folder)).toEqual([]);
  });

  it("of a stack that was killed with all its group, and the next start has its data", async () => {
    const first = await start(/Running after/);
    const { pid } = JSON.parse(readFileSync(join(folder, "data", "running.json"), "utf8")) as { pid: number };
    first.child.kill("SIGKILL");
    process.kill(pid, "SIGKILL");
    await first.exit;
    expect(await untilNone(folder)).toEqual([]);
    const second = await start(/Running after/);
    expect(second.output()).not.toContain("migrations");
    second.child.kill("SIGTERM");
    await second.exit;
    expect(await untilNone(folder)).toEqual([]);
  });
});

describe("one sentence and exit code 1", () => {
  it("when a port is taken, and the program that has it keeps it", async () => {
    const server = createServer((_, response) => response.end("mine"));
    await new Promise<void>((resolve) => server.listen(Number(env["PARLEY_PORT_GATEWAY"]), "127.0.0.1", resolve));
    const { exit, output } = await start(/never/);
    expect(await exit).toBe(1);
    expect(output()).toBe(
      `Port ${env["PARLEY_PORT_GATEWAY"]} is taken by another program. Stop it, or set PARLEY_PORT_GATEWAY to another port.\n`,
    );
    expect(existsSync(join(folder, "data", "postgres"))).toBe(false);
    expect(await (await fetch(`http://127.0.0.1:${env["PARLEY_PORT_GATEWAY"]}`)).text()).toBe("mine");
    await new Promise((resolve) => server.close(resolve));
  });

  it("when the database folder is half made; it stays as it was", async () => {
    const half = join(folder, "data", "postgres");
    mkdirSync(half, { recursive: true });
    writeFileSync(join(half, "PG_VERSION"), "17\n");
    writeFileSync(join(folder, "data", "secrets.json"), "{}");
    const damaged = await start(/never/);
    expect(await damaged.exit).toBe(1);
    expect(damaged.output()).toMatch(/^The file .*secrets\.json is damaged\. .*\n$/);
    rmSync(join(folder, "data", "secrets.json"));
    const orphaned = await start(/never/);
    expect(await orphaned.exit).toBe(1);
    expect(orphaned.output()).toMatch(/^The file .*secrets\.json is missing, .*\n$/);
    rmSync(join(half, "PG_VERSION"));
    writeFileSync(join(half, "something"), "");
    const incomplete = await start(/never/);
    expect(await incomplete.exit).toBe(1);
    expect(incomplete.output()).toContain(
      "is not a complete database. Nothing was changed; start with --reset to begin anew.",
    );
    expect(readdirSync(half)).toEqual(["something"]);

    const anew = await start(/Running after/, ["--stack-only", "--reset"]);
    expect(anew.output()).toContain("Running after");
    anew.child.kill("SIGTERM");
    await anew.exit;
  });

  it("when Parley runs already with that folder, which --reset does not delete either", async () => {
    const first = await start(/Running after/);
    for (const args of [["--stack-only"], ["--stack-only", "--reset"]]) {
      const second = await start(/never/, args);
      expect(await second.exit).toBe(1);
      expect(second.output()).toMatch(/^Parley is already running with the folder /);
    }
    expect((await fetch(`http://127.0.0.1:${env["PARLEY_PORT_GATEWAY"]}/auth/v1/health`)).status).toBe(200);
    first.child.kill("SIGTERM");
    await first.exit;
  });

  it("when --reset is pointed at a folder that is not ours", async () => {
    mkdirSync(join(folder, "data"));
    writeFileSync(join(folder, "data", "thesis.txt"), "years of work");
    const { exit, output } = await start(/never/, ["--stack-only", "--reset"]);
    expect(await exit).toBe(1);
    expect(output()).toContain("does not look like a data folder of Parley: nothing was deleted.");
    expect(existsSync(join(folder, "data", "thesis.txt"))).toBe(true);
  });

  const nobody = { uid: 65_534, gid: 65_534 };
  it.runIf(
    process.getuid?.() === 0 && canEnter(dirname(process.execPath), nobody) && canEnter(dirname(script), nobody),
  )("when this user may not write the folder", async () => {
    const program = fileURLToPath(new URL("./stack-run.mts", import.meta.url));
    const child = spawn(process.execPath, [program, "--stack-only"], {
      env,
      ...nobody,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    expect(await new Promise((resolve) => child.once("exit", resolve))).toBe(1);
    expect(output).toMatch(/^The folder .* cannot be written: EACCES/);
  });
});
