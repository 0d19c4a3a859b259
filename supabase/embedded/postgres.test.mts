/** Owns the proof that Postgres starts where it should, listens where it should, and never harms what is not ours. */
import { spawn } from "node:child_process";
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { canEnter, findPostgresHome, removePostgresData } from "./postgres-home.mts";
import { startPostgres, stopLeftoverPostgres } from "./postgres.mts";
import { identityOf } from "./processes.mts";
import { freePort, temporaryFolder } from "./test-database.mts";

vi.setConfig({ testTimeout: 20_000 });

let folder: string;
let dataDir: string;
beforeEach(() => {
  folder = temporaryFolder("parley-postgres-");
  dataDir = join(folder, "postgres");
});
afterEach(() => {
  removePostgresData(dataDir);
  rmSync(folder, { recursive: true });
});

const settings = { fsync: "off" };

describe("a server", () => {
  it("listens on loopback only, keeps time in UTC, wants its password, and keeps its data", async () => {
    const first = await startPostgres({ dataDir, port: await freePort(), password: "a secret/?#", settings });
    const client = new pg.Client(first.url);
    await client.connect();
    const { rows } = await client.query(
      "select current_setting('listen_addresses') as at, current_setting('timezone') as zone, current_setting('unix_socket_directories') as sockets",
    );
    expect(rows).toEqual([{ at: "127.0.0.1", zone: "UTC", sockets: "" }]);
    await client.query("create table kept as select 7 as seven");
    await client.end();
    const stranger = new pg.Client(Object.assign(new URL(first.url), { password: "guess" }).href);
    await expect(stranger.connect()).rejects.toThrow("password authentication failed");
    await first.stop();
    expect(identityOf(first.pid)).toBeNull();

    const second = await startPostgres({ dataDir, port: await freePort(), password: "a secret/?#", settings });
    const again = new pg.Client(second.url);
    await again.connect();
    expect((await again.query("select seven from kept")).rows).toEqual([{ seven: 7 }]);
    await again.end();
    await second.stop();
    expect(readdirSync(folder)).toEqual(["postgres"]);
  });

  it("says in one sentence that its port is taken", async () => {
    const other = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => other.listen(port, "127.0.0.1", resolve));
    await expect(startPostgres({ dataDir, port, settings })).rejects.toThrow(
      `Port ${port} is taken by another program`,
    );
    await new Promise((resolve) => other.close(resolve));
  });

  it.each(["PG_VERSION", "thesis.txt"])(
    "does not touch a folder that has %s but is no whole database",
    async (name) => {
      mkdirSync(dataDir);
      writeFileSync(join(dataDir, name), "17");
      await expect(startPostgres({ dataDir, port: await freePort() })).rejects.toThrow(
        "is not a complete database. Nothing was changed",
      );
      expect(readdirSync(dataDir)).toEqual([name]);
    },
  );

  it("is not confused with a process that has got its number", async () => {
    mkdirSync(dataDir);
    const bystander = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    writeFileSync(join(dataDir, "postmaster.pid"), `${bystander.pid}\n${dataDir}\n`);
    await stopLeftoverPostgres(dataDir);
    expect(identityOf(bystander.pid ?? 0)).not.toBeNull();
    bystander.kill("SIGKILL");
  });
});

describe.runIf(process.getuid?.() === 0)("root", () => {
  it("runs Postgres as another user, near the project where that user may go", async () => {
    const home = await findPostgresHome(dataDir, join(folder, "system"));
    expect(home.runAs.uid).toBeGreaterThan(0);
    expect(home.dataDir).toBe(dataDir);
    expect(existsSync(join(folder, "system"))).toBe(false);
  });

  it("keeps programs and data elsewhere when that user may not enter the project, and deletes them with it", async () => {
    const closed = mkdtempSync(join(tmpdir(), "parley-closed-"));
    chmodSync(closed, 0o700);
    const link = join(closed, ".parley", "postgres");
    const home = await findPostgresHome(link, join(folder, "system"));
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    for (const path of [home.dataDir, dirname(home.programs.postgres)]) {
      expect(path.startsWith(join(folder, "system"))).toBe(true);
      expect(canEnter(dirname(path), home.runAs)).toBe(true);
    }
    expect(await findPostgresHome(link, join(folder, "system"))).toEqual(home);
    removePostgresData(link);
    expect([existsSync(home.dataDir), existsSync(link)]).toEqual([false, false]);
    rmSync(closed, { recursive: true });
  });
});
