/** Owns `npm start` under Node 24: backend, demo people, build and application, in order, and the end of all of them. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "node:util";
import pg from "pg";
import { isPortFree } from "../supabase/embedded/loopback.mts";
import { openLog, resetData } from "../supabase/embedded/data-folder.mts";
import { type Stack, startStack } from "../supabase/embedded/stack.mts";
import { StartError } from "../supabase/embedded/start-error.mts";
import { buildApp } from "./app-build.mts";
import { startApp } from "./app-process.mts";
import { readSettings, type StartSettings } from "./start-settings.mts";
import { type DemoPeople, summary } from "./start-summary.mts";

/** What scripts/demo.mts exports. */
interface DemoScript extends DemoPeople {
  makeDemoPeople(o: {
    supabaseUrl: string;
    publishableKey: string;
    secretKey: string;
    mailUrl: string;
    modRoot: string;
    onProgress?: (text: string) => void;
  }): Promise<void>;
}

const root = fileURLToPath(new URL("..", import.meta.url));
const started = performance.now();
const closers: (() => Promise<void> | void)[] = [];
let ending: Promise<void> | undefined;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Stops everything, newest first. Further signals while this runs change nothing: it has its own time limits. */
function end(code: number): Promise<void> {
  ending ??= (async () => {
    for (let close = closers.pop(); close; close = closers.pop()) await close();
    process.exit(code);
  })();
  return ending;
}

function fail(error: unknown): Promise<void> {
  const text = error instanceof StartError ? error.message : `Parley could not start: ${format(error)}`;
  if (!ending) process.stderr.write(`${text}\n`);
  return end(1);
}

async function run(settings: StartSettings): Promise<void> {
  if (settings.scope !== "stack" && !(await isPortFree(settings.appPort)))
    throw new StartError(`Port ${settings.appPort} is taken by another program. Stop it, or set PORT to another port.`);
  const stack = settings.scope === "app" ? null : await openStack(settings);
  const demo = stack && settings.scope === "all" ? await makeDemo(settings, stack) : null;
  if (settings.scope !== "stack") await openApp(settings, stack);
  say(summary({ settings, stack, demo, seconds: (performance.now() - started) / 1000 }));
}

async function openStack(settings: StartSettings): Promise<Stack> {
  const { dataDir, ports, appUrl, origins } = settings;
  if (settings.reset && (await resetData(dataDir))) say("  The data folder was deleted; everything begins anew.");
  const log = openLog(dataDir, "stack.log");
  const onLog = (line: string) => log.write(`${line}\n`);
  // The embedded servers report refused requests on the console, which is for the person who started us.
  console.error = console.warn = (...words: unknown[]) => onLog(format(...words));
  const stack = await startStack({
    ...{ dataDir, ports, siteUrl: appUrl, origins, onLog },
    onProgress: (text) => say(`  ${text} …`),
    onFailure: (reason) => void fail(reason),
  });
  closers.push(() => stack.stop());
  await settle(stack, settings.rooms);
  const file = join(dataDir, "stack.env");
  const lines = Object.entries(environment(settings, stack)).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(file, [...lines, `DATABASE_URL=${stack.databaseUrl}\n`].join(""), { mode: 0o600 });
  closers.push(() => rmSync(file, { force: true }));
  return stack;
}

/** What the installation says: its moderation root, and of open rooms what the environment says; else the database keeps what it has. */
async function settle(
  { databaseUrl, modRoot }: Stack,
  { maxMembers, retentionDays }: StartSettings["rooms"],
): Promise<void> {
  const database = new pg.Client(databaseUrl);
  await database.connect();
  await database.query(
    "insert into ops.moderation_roots (root_hash) values (decode($1, 'hex')) on conflict do nothing",
    [modRoot],
  );
  await database.query(
    "update ops.room_limits set max_members = coalesce($1, max_members), retention_days = coalesce($2, retention_days)",
    [maxMembers, retentionDays],
  );
  await database.end();
}

/** What the application is told; the same names as in .env.example. */
function environment(settings: StartSettings, stack: Stack): Record<string, string> {
  return {
    NEXT_PUBLIC_SUPABASE_URL: stack.url,
    NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: stack.publishableKey,
    SUPABASE_SECRET_KEY: stack.secretKey,
    APP_URL: settings.appUrl,
    PARLEY_MOD_ROOT: stack.modRoot,
    PARLEY_MAIL_URL: stack.mailUrl,
  };
}

/** Makes the demo people once per data folder; Parley runs without them if that fails. */
async function makeDemo(settings: StartSettings, stack: Stack): Promise<DemoPeople | null> {
  const script = new URL("./demo.mts", import.meta.url);
  const record = join(settings.dataDir, "demo.json");
  if (existsSync(record)) return JSON.parse(readFileSync(record, "utf8")) as DemoPeople;
  if (!existsSync(script)) return null;
  say("  Making demo people …");
  try {
    const demo = (await import(script.href)) as DemoScript;
    const { url, publishableKey, secretKey, mailUrl, modRoot } = stack;
    const place = { supabaseUrl: url, publishableKey, secretKey, mailUrl, modRoot };
    await demo.makeDemoPeople({ ...place, onProgress: (text) => say(`    ${text} …`) });
    const { demoPeople, demoPassword } = demo;
    const made: DemoPeople = { demoPassword, demoPeople: demoPeople.map(({ name, email }) => ({ name, email })) };
    writeFileSync(record, JSON.stringify(made));
    return made;
  } catch (error) {
    say(`  The demo people could not be made (${(error as Error).message}); npm start -- --reset tries again.`);
    return null;
  }
}

async function openApp(settings: StartSettings, stack: Stack | null): Promise<void> {
  const own = stack ? environment(settings, stack) : { APP_URL: settings.appUrl };
  const env = { ...process.env, ...own, NEXT_TELEMETRY_DISABLED: "1" };
  const { dev, dataDir, appPort: port } = settings;
  if (!dev)
    await buildApp(root, env, (group) => {
      say("  Building the application (about half a minute) …");
      closers.push(() => group.end());
    });
  if (ending) return;
  say("  Starting the application …");
  const app = await startApp({ root, port, dev, env, log: openLog(dataDir, "app.log") });
  closers.push(() => app.stop());
  void app.ended.then(fail);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void end(0));
process.on("disconnect", () => void end(0)); // start.mjs was killed
for (const file of [".env.local", ".env"]) if (existsSync(join(root, file))) process.loadEnvFile(join(root, file));
try {
  await run(readSettings(root, process.argv.slice(2), process.env));
} catch (error) {
  await fail(error);
}
