/** Owns the table of who may import whom. The linter enforces it, the planted violations prove that it does; see docs/decisions/071. */

/** Files and folders below the root, without `@/`. A folder stands for everything in it, a pattern may hold `*`. */
type Path = string;

const screen: readonly Path[] = [
  "lib/base",
  "lib/protocol",
  "lib/i18n",
  "lib/*/use-*",
  "lib/*/view",
  "lib/*/view-*",
  "components/ui",
];
const server: readonly Path[] = [
  "lib/base",
  "lib/protocol",
  "lib/supabase/server",
  "lib/supabase/errors",
  "lib/supabase/rpc",
];
const session: readonly Path[] = [
  "lib/base",
  "lib/protocol",
  "lib/crypto",
  "lib/keystore",
  "lib/storage",
  "lib/supabase/browser",
  "lib/supabase/client",
  "lib/supabase/errors",
  "lib/supabase/rpc",
  "lib/supabase/session-cookies",
];

/** Folder → what its files may import of ours. A folder that is missing here may import nothing. */
export const importTable: Readonly<Record<Path, readonly Path[]>> = {
  "lib/base": [],
  "lib/protocol": ["lib/base"],
  "lib/i18n": ["lib/base", "messages"],
  "lib/crypto": ["lib/base", "lib/protocol"],
  "lib/storage": ["lib/base"],
  "lib/supabase": ["lib/base"],
  "lib/keystore": ["lib/base", "lib/protocol", "lib/crypto", "lib/storage"],
  "lib/outbox": ["lib/base", "lib/protocol", "lib/storage"],
  "lib/realtime": ["lib/base", "lib/protocol", "lib/supabase/browser", "lib/supabase/client"],
  "lib/session": session,
  "lib/chat": [...session, "lib/session", "lib/outbox", "lib/realtime"],
  "lib/accounts": server,
  "lib/privacy": server,
  "lib/conversations": [...server, "lib/supabase/admin"],
  "lib/moderation": [...server, "lib/supabase/admin"],
  "lib/notifications": [...server, "lib/supabase/admin"],
  "lib/monitoring": [...server, "lib/supabase/admin"],
  "components/ui": ["lib/base"],
  "components/auth": screen,
  "components/chat": screen,
  "components/settings": [...screen, "components/auth"],
  app: [
    "app",
    "components",
    "lib/base",
    "lib/i18n",
    "lib/accounts",
    "lib/conversations",
    "lib/privacy",
    "lib/moderation",
    "lib/notifications",
    "lib/monitoring",
    "lib/*/use-*",
    "lib/*/view",
    "lib/*/view-*",
  ],
};

/** Package → the only folder that may import it. */
export const packageOwners: Readonly<Record<string, Path>> = {
  "@supabase/*": "lib/supabase",
  tweetnacl: "lib/crypto",
  "@noble/**": "lib/crypto",
  "hash-wasm": "lib/crypto",
  idb: "lib/storage",
};

/** Patterns, in the linter's form, of everything of ours that files of `folder` may import. */
export function allowedPatterns(folder: Path): string[] {
  return (importTable[folder] ?? []).map((path) => `@/${path}${isFile(path) ? "" : "/**"}`);
}

/** Packages that files of `folder` may not import. */
export function foreignPackages(folder: Path): string[] {
  return Object.entries(packageOwners).flatMap(([name, owner]) => (owner === folder ? [] : [name]));
}

/** Three parts name a file (`lib/supabase/errors`), fewer a folder. */
function isFile(path: Path): boolean {
  return path.split("/").length > 2;
}
