/** Owns the embedded backend as a whole: Postgres, mail catcher, Auth, REST, Storage, Realtime and the gateway before them. */
import { join } from "node:path";
import pg from "pg";
import { createAuthRepairs } from "./auth-repairs.mts";
import { lockFolder } from "./data-folder.mts";
import { type Backend, startGateway } from "./gateway.mts";
import { createLite } from "./lite.mts";
import { isPortFree } from "./loopback.mts";
import { startMailCatcher } from "./mail-catcher.mts";
import { mailLanguages } from "./mail-languages.mts";
import { openPool } from "./pool.mts";
import { keepPostgres } from "./postgres-keeper.mts";
import { stopLeftoverPostgres } from "./postgres.mts";
import { createRateLimiter } from "./rate-limiter.mts";
import { createRealtime } from "./realtime/server.mts";
import { openRpc } from "./rpc.mts";
import { bootstrap, migrate } from "./schema.mts";
import { loadSecrets, moderationRoot } from "./secrets.mts";
import { StartError } from "./start-error.mts";
import { startTicker } from "./ticker.mts";

export interface Ports {
  gateway: number;
  postgres: number;
  smtp: number;
  mail: number;
}

export interface Stack {
  /** Origin of Auth, REST, Storage and Realtime: `http://localhost:<gateway>`. */
  url: string;
  /** Superuser. */
  databaseUrl: string;
  publishableKey: string;
  secretKey: string;
  jwtSecret: string;
  /** Page of the mail catcher; the list is `<mailUrl>/mails.json?to=<address>`. */
  mailUrl: string;
  /** H("mod-root", root public key), 64 hex digits. */
  modRoot: string;
  /** Process id of the Postgres that runs now. */
  readonly postgresPid: number;
  /** Ends and starts one part; resolves when it answers again. Data and addresses stay. */
  restart(part: "gateway" | "realtime" | "postgres"): Promise<void>;
  /** Ends everything; resolves when no process and no open port is left. */
  stop(): Promise<void>;
}

export interface StackOptions {
  /** Folder of database, stored files and secrets; made when missing. */
  dataDir: string;
  ports?: Partial<Ports>;
  /** Origin of the app: links in mails, and the page that may call. Default http://localhost:3000. */
  siteUrl?: string;
  /** More origins whose pages may call. */
  origins?: readonly string[];
  /** What is being done, for a person to read. */
  onProgress?: (text: string) => void;
  /** What Postgres and Realtime report, line by line. */
  onLog?: (line: string) => void;
  /** Called when a part failed for good while running. */
  onFailure?: (reason: Error) => void;
}

export const defaultPorts: Ports = { gateway: 54321, postgres: 54322, mail: 54324, smtp: 54325 };

/** Starts everything. @throws StartError one clear sentence; whatever was started by then has been stopped again */
export async function startStack(o: StackOptions): Promise<Stack> {
  const ports = { ...defaultPorts, ...o.ports };
  const siteUrl = o.siteUrl ?? "http://localhost:3000";
  const say = o.onProgress ?? (() => undefined);
  const onLog = o.onLog ?? (() => undefined);
  const closers: (() => Promise<void> | void)[] = [];
  const stop = async (): Promise<void> => {
    for (let close = closers.pop(); close; close = closers.pop()) await close();
  };
  try {
    closers.push(lockFolder(o.dataDir));
    const secrets = await loadSecrets(o.dataDir);
    const { publishableKey, secretKey, jwtSecret, databasePassword } = secrets;
    const postgresDir = join(o.dataDir, "postgres");
    await stopLeftoverPostgres(postgresDir);
    for (const [name, port] of Object.entries(ports)) {
      if (!(await isPortFree(port)))
        throw new StartError(
          `Port ${port} is taken by another program. Stop it, or set PARLEY_PORT_${name.toUpperCase()} to another port.`,
        );
    }

    say("Starting Postgres");
    const postgres = await keepPostgres(
      { dataDir: postgresDir, port: ports.postgres, password: databasePassword, onLog },
      { onGivenUp: (reason) => o.onFailure?.(reason) },
    );
    closers.push(() => postgres.stop());
    const databaseUrl = postgres.url;
    say("Preparing the database");
    await bootstrap(databaseUrl);
    await setPasswords(databaseUrl, databasePassword);
    const applied = await migrate(databaseUrl);
    if (applied.length > 0) say(`Applied ${applied.length} migrations`);

    const mail = await startMailCatcher(ports);
    closers.push(() => mail.stop());

    say("Starting Auth, REST, Storage and Realtime");
    const newRealtime = () => createRealtime({ databaseUrl, jwtSecret, publishableKey, secretKey, onLog });
    let realtime = await newRealtime();
    closers.push(() => realtime.stop());

    const limiter = createRateLimiter();
    const origins = [siteUrl, ...(o.origins ?? [])];
    const openGateway = async (): Promise<() => Promise<void>> => {
      const as = (role: string) => Object.assign(new URL(databaseUrl), { username: role }).href;
      const pool = openPool(as("embedded_api"), 5);
      const lite = await createLite({
        databaseUrl: as("embedded_api"),
        languageOf: mailLanguages(pool),
        secrets,
        storageDir: join(o.dataDir, "storage"),
        smtpPort: ports.smtp,
        siteUrl,
      });
      const rpc = await openRpc({ databaseUrl: as("authenticator"), jwtSecret, publishableKey, secretKey });
      const parts: Omit<Backend, "realtime"> = { lite, rpc, auth: createAuthRepairs({ pool, lite, siteUrl }) };
      const backend = () => (postgres.isUp ? { ...parts, realtime } : null);
      const close = await startGateway({ port: ports.gateway, origins, publishableKey, secretKey, limiter, backend });
      return async () => {
        await close();
        await Promise.all([lite.close(), rpc.close(), pool.end()]);
      };
    };
    let closeGateway = await openGateway();
    closers.push(() => closeGateway());
    const ticker = startTicker(databaseUrl, onLog);
    closers.push(() => ticker.stop());

    return {
      url: `http://localhost:${ports.gateway}`,
      databaseUrl,
      publishableKey,
      secretKey,
      jwtSecret,
      mailUrl: mail.url,
      modRoot: moderationRoot(secrets),
      get postgresPid() {
        return postgres.pid;
      },
      stop,
      async restart(part) {
        if (part === "postgres") return postgres.restart();
        await postgres.settled();
        if (part === "realtime") {
          await realtime.stop();
          realtime = await newRealtime();
        } else {
          await closeGateway();
          closeGateway = await openGateway();
        }
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The gateway's own login roles share the superuser's password, which is made for this data folder. */
async function setPasswords(databaseUrl: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const role of ["authenticator", "embedded_api"])
      await client.query(`alter role ${role} with password ${pg.escapeLiteral(password)}`);
  } finally {
    await client.end();
  }
}
