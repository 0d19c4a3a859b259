/** Owns one Postgres server process: makes its data folder whole or not at all, starts it on loopback, stops it. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { guardAgainstOrphans } from "./orphan-guard.mts";
import { commandOf } from "./processes.mts";
import { findPostgresHome, type PostgresHome } from "./postgres-home.mts";
import { StartError } from "./start-error.mts";

export interface PostgresOptions {
  /** Folder of the database cluster; made and initialised when empty or missing. */
  dataDir: string;
  /** Port on 127.0.0.1. */
  port: number;
  /** Password of the superuser `postgres`, fixed when the folder is initialised. Default `postgres`. */
  password?: string;
  /** Server settings over the defaults, for example `{ fsync: "off" }` for tests. */
  settings?: Record<string, string>;
  /** What the server writes, line by line. */
  onLog?: (line: string) => void;
  /** Called when the server ends without `stop` having been called. */
  onExit?: (reason: string) => void;
}

export interface RunningPostgres {
  /** `postgresql://postgres:…@127.0.0.1:<port>/postgres` */
  url: string;
  port: number;
  pid: number;
  /** Fast shutdown; resolves when the process has gone. */
  stop(): Promise<void>;
}

const defaults: Record<string, string> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  timezone: "UTC",
  log_timezone: "UTC",
  max_connections: "200",
  dynamic_shared_memory_type: process.platform === "win32" ? "windows" : "mmap", // containers have a tiny /dev/shm
  jit: "off",
  log_min_error_statement: "panic", // no statements, and so no contents, in the log
};

/**
 * Initialises `dataDir` if needed, ends a server left over there by a crash, and starts a new one.
 * Resolves when the server accepts connections.
 * @throws StartError the folder is not a complete database, the port is taken, a system library is missing, …
 */
export async function startPostgres(o: PostgresOptions): Promise<RunningPostgres> {
  const home = await findPostgresHome(o.dataDir);
  const password = o.password ?? "postgres";
  if (readdirSync(home.dataDir).length === 0) await initialise(home, password, o);
  else if (!existsSync(join(home.dataDir, "PG_VERSION")) || !existsSync(join(home.dataDir, "global", "pg_control")))
    throw new StartError(
      `The folder ${o.dataDir} is not a complete database. Nothing was changed; start with --reset to begin anew.`,
    );
  stopLeftover(home);
  const settings = Object.entries({ ...defaults, ...o.settings }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  const child = launch(home, "postgres", ["-D", home.dataDir, "-p", String(o.port), ...settings]);
  const lines: string[] = [];
  let stopping = false;
  const exited = new Promise<string>((resolve) => {
    child.once("error", (error) => {
      lines.push(error.message);
      resolve(error.message);
    });
    child.once("exit", (code, signal) => resolve(signal ?? `code ${code}`));
  });
  await new Promise<void>((resolve, reject) => {
    readLines(child, (line) => {
      if (lines.push(line) > 50) lines.shift();
      o.onLog?.(line);
      if (line.includes("database system is ready to accept connections")) resolve();
    });
    void exited.then(() => reject(explain(lines, o)));
  });
  const release = guardAgainstOrphans(child.pid ?? 0, "INT");
  void exited.then((reason) => {
    release();
    if (!stopping) o.onExit?.(reason);
  });
  return {
    url: `postgresql://postgres:${encodeURIComponent(password)}@127.0.0.1:${o.port}/postgres`,
    port: o.port,
    pid: child.pid ?? 0,
    async stop() {
      stopping = true;
      end(home, child, "fast");
      const timer = setTimeout(() => end(home, child, "immediate"), 10_000);
      await exited;
      clearTimeout(timer);
    },
  };
}

/** Makes the cluster beside its place and moves it there, so that an interruption never leaves half a cluster. */
async function initialise(home: PostgresHome, password: string, o: PostgresOptions): Promise<void> {
  const own = (path: string) => {
    if (home.runAs.uid !== undefined) chownSync(path, home.runAs.uid, home.runAs.gid ?? 0);
  };
  const [parent, prefix] = [dirname(home.dataDir), `${basename(home.dataDir)}.unfinished-`];
  for (const name of readdirSync(parent)) {
    if (name.startsWith(prefix)) rmSync(join(parent, name), { recursive: true, force: true }); // of a start that was killed
  }
  const unfinished = mkdtempSync(join(parent, prefix));
  const secret = mkdtempSync(join(tmpdir(), "parley-"));
  try {
    const passwordFile = join(secret, "password");
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    for (const path of [unfinished, secret, passwordFile]) own(path);
    const child = launch(home, "initdb", [
      ...["-D", unfinished, "-U", "postgres", "--pwfile", passwordFile, "--auth", "scram-sha-256"],
      ...[
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions",
      ],
      ...(o.settings?.fsync === "off" ? ["--no-sync"] : []),
    ]);
    const lines: string[] = [];
    readLines(child, (line) => {
      lines.push(line);
      o.onLog?.(line);
    });
    const code = await new Promise<number | null>((resolve) => {
      child.once("error", (error) => {
        lines.push(error.message);
        resolve(null);
      });
      child.once("close", resolve);
    });
    if (code !== 0) throw explain(lines);
    rmdirSync(home.dataDir);
    renameSync(unfinished, home.dataDir);
  } finally {
    rmSync(secret, { recursive: true, force: true });
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** Ends, in good order, a server that outlived its parent (which was killed) and still holds the folder. */
export async function stopLeftoverPostgres(dataDir: string): Promise<void> {
  if (existsSync(join(dataDir, "postmaster.pid"))) stopLeftover(await findPostgresHome(dataDir));
}

function stopLeftover(home: PostgresHome): void {
  const file = join(home.dataDir, "postmaster.pid");
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  if (!commandOf(pid)?.includes(home.dataDir)) return; // gone, or the id is somebody else's by now
  execFileSync(home.programs.pg_ctl, ["stop", "-D", home.dataDir, "-m", "fast", "-w"], {
    ...home.runAs,
    stdio: "ignore",
    cwd: home.dataDir,
  });
}

function launch(home: PostgresHome, program: "initdb" | "postgres", args: string[]): ChildProcess {
  return spawn(home.programs[program], args, {
    ...home.runAs,
    cwd: home.dataDir,
    env: { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH, LC_ALL: "C", SYSTEMROOT: process.env.SYSTEMROOT },
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32", // Ctrl-C in the terminal must reach us first, not the server
  });
}

function end(home: PostgresHome, child: ChildProcess, mode: "fast" | "immediate"): void {
  if (process.platform === "win32") {
    execFileSync(home.programs.pg_ctl, ["stop", "-D", home.dataDir, "-m", mode, "-W"], { stdio: "ignore" });
  } else child.kill(mode === "fast" ? "SIGINT" : "SIGQUIT");
}

function readLines(child: ChildProcess, take: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    let rest = "";
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      const parts = (rest + chunk).split("\n");
      rest = parts.pop() ?? "";
      for (const line of parts) take(line);
    });
    stream?.on("end", () => rest && take(rest));
  }
}

/** The reason, as one sentence, why the program with this output ended. */
function explain(lines: string[], o?: PostgresOptions): Error {
  const output = lines.join("\n");
  const library = /error while loading shared libraries: ([^:\s]+)/.exec(output)?.[1];
  if (library)
    return new StartError(
      `Postgres needs the system library ${library}, which is missing here: install it and start again.`,
    );
  if (/^spawn .* ENOENT$/m.test(output))
    return new StartError(
      "The embedded Postgres cannot run on this system: it needs a Linux with glibc, macOS or Windows.",
    );
  if (o && /could not bind|Address already in use/.test(output))
    return new StartError(`Port ${o.port} is taken by another program: stop it, or choose another port.`);
  if (/Permission denied|could not access directory/.test(output))
    return new StartError(`Postgres has no right to use its folder${o ? ` ${o.dataDir}` : ""}: check its owner.`);
  if (/No space left on device/.test(output))
    return new StartError("The disk is full: Postgres cannot write its data.");
  return new StartError(`Postgres did not start. It said: ${lines.slice(-5).join(" / ") || "nothing"}`);
}
