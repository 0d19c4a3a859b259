/** Owns the way from supabase/config.toml, written for the official CLI, to what the embedded Auth, REST and Storage accept. */
import { fileURLToPath } from "node:url";
import { createApi } from "@supabase/lite/cli";
import type { IAppConfig } from "@supabase/lite";

const projectRoot = fileURLToPath(new URL("../..", import.meta.url));

/** Keys the official CLI knows and the embedded server's strict schema refuses. */
const officialOnly = [
  ["local_smtp"],
  ["storage", "s3_protocol"],
  ["storage", "analytics"],
  ["storage", "vector"],
  ["auth", "rate_limit"],
  ["auth", "email", "enabled"],
  ["auth", "sms", "enabled"],
  ["auth", "web3"],
  ["auth", "third_party"],
  ["auth", "oauth_server"],
  ["edge_runtime", "deno_version"],
  ["experimental", "pgdelta"],
];

/** The configuration of the embedded server, without a connection; template paths are absolute. */
export async function readConfig(): Promise<Omit<IAppConfig, "connection" | "options">> {
  const api = await createApi({ root: projectRoot, withSupabaseClient: false });
  const {
    connection: _connection,
    options: _options,
    ...config
  } = await api.project.local.getConfig("supabase/config.toml");
  for (const path of officialOnly) drop(config, path);
  for (const template of Object.values(config.auth?.email?.template ?? {})) {
    if (template?.content_path)
      template.content_path = fileURLToPath(new URL(template.content_path, `file://${projectRoot}`));
  }
  return config;
}

function drop(config: unknown, path: readonly string[]): void {
  const [first = "", ...rest] = path;
  if (typeof config !== "object" || config === null || !(first in config)) return;
  if (rest.length === 0) Reflect.deleteProperty(config, first);
  else drop(Reflect.get(config, first), rest);
}
