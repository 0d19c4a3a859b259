/** Owns what `npm start` was asked to do: its flags and its environment, checked before anything is touched. */
import { join, resolve } from "node:path";
import type { Ports } from "../supabase/embedded/stack.mts";
import { StartError } from "../supabase/embedded/start-error.mts";

export interface StartSettings {
  /** What runs: everything; only the backend; or only the app, against a Supabase project named by the environment. */
  scope: "all" | "stack" | "app";
  /** `next dev` in place of a build. */
  dev: boolean;
  /** Delete the data folder first. */
  reset: boolean;
  appPort: number;
  /** Origin of the app. */
  appUrl: string;
  ports: Partial<Ports>;
  /** More origins whose pages may call the gateway. */
  origins: string[];
  dataDir: string;
  /** How large open rooms may be, and how long they keep messages; left out: as the database has it. */
  rooms: { maxMembers?: number; retentionDays?: number };
}

const flags = ["--dev", "--reset", "--stack-only"];
const external = [
  "NEXT_PUBLIC_SUPABASE_URL",
  "NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY",
  "SUPABASE_SECRET_KEY",
  "PARLEY_MOD_ROOT",
];

/** @throws StartError one sentence about what does not fit */
export function readSettings(root: string, args: readonly string[], env: NodeJS.ProcessEnv): StartSettings {
  const unknown = args.find((arg) => !flags.includes(arg));
  if (unknown) throw new StartError(`Unknown option ${unknown}. There are ${flags.join(", ")}.`);
  const missing = external.filter((name) => !env[name]);
  const useExternal = Boolean(env["NEXT_PUBLIC_SUPABASE_URL"]);
  if (useExternal && missing.length > 0)
    throw new StartError(
      `NEXT_PUBLIC_SUPABASE_URL is set, so Parley uses that project; then it also needs ${missing.join(", ")}.`,
    );
  const stackOnly = args.includes("--stack-only");
  if (useExternal && stackOnly)
    throw new StartError("--stack-only starts the embedded backend: unset NEXT_PUBLIC_SUPABASE_URL.");
  const ports: Partial<Ports> = {};
  for (const name of ["gateway", "postgres", "smtp", "mail"] as const) {
    const port = readPort(env, `PARLEY_PORT_${name.toUpperCase()}`);
    if (port !== undefined) ports[name] = port;
  }
  const appPort = readPort(env, "PORT") ?? 3000;
  const maxMembers = readNumber(env, "CHAT_MAX_ROOM_MEMBERS", [2, 5000]);
  const retentionDays = readNumber(env, "CHAT_MESSAGE_RETENTION_DAYS", [0, 36_500]);
  return {
    scope: useExternal ? "app" : stackOnly ? "stack" : "all",
    dev: args.includes("--dev"),
    reset: args.includes("--reset"),
    appPort,
    appUrl: env["APP_URL"] ?? `http://localhost:${appPort}`,
    ports,
    origins: (env["PARLEY_ORIGINS"] ?? "")
      .split(",")
      .map((each) => each.trim())
      .filter(Boolean),
    rooms: {
      ...(maxMembers !== undefined && { maxMembers }),
      ...(retentionDays !== undefined && { retentionDays }),
    },
    dataDir: env["PARLEY_DATA"] ? resolve(env["PARLEY_DATA"]) : join(root, ".parley"),
  };
}

/** A whole number of the environment; undefined where it is not set. */
function readNumber(
  env: NodeJS.ProcessEnv,
  name: string,
  [least, most]: readonly [number, number],
): number | undefined {
  const value = env[name]?.trim();
  if (!value) return undefined;
  if (!/^\d+$/.test(value) || Number(value) < least || Number(value) > most)
    throw new StartError(`${name} must be a whole number from ${least} to ${most}; it is "${value}".`);
  return Number(value);
}

function readPort(env: NodeJS.ProcessEnv, name: string): number | undefined {
  const value = env[name];
  if (!value) return undefined;
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new StartError(`${name} must be a port between 1 and 65535; it is "${value}".`);
  return port;
}
