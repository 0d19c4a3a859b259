// Lists every platform's optional packages in package-lock.json, so that `npm ci` passes on machines other than the one
// that wrote the lock. `--check` writes nothing and fails if an entry is missing. Running twice changes nothing.
import { readFileSync, writeFileSync } from "node:fs";

const path = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(path, "utf8"));
const packages = lock.packages;
const systems = ["darwin", "linux", "android", "freebsd", "openharmony", "netbsd", "openbsd", "sunos", "aix", "win32"];
const processors = ["wasm32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "arm64", "ia32", "x64", "arm"];
const added = {};

/** The lock path under which `name`, wanted by the package at `from`, is found, as Node looks it up. */
function lookUp(from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf("node_modules/") - 1))) {
    const candidate = at === "" ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (packages[candidate] ?? added[candidate]) return candidate;
    if (at === "") return undefined;
  }
}

function platformOf(name) {
  const words = name.replace("windows", "win32").split(/[-/@.]/);
  const os = systems.find((system) => words.includes(system));
  const cpu = processors.find((processor) =>
    words.some(
      (word) => word === processor || (processor === "arm" && /^(arm|armv\d.*|gnueabihf|musleabihf)$/.test(word)),
    ),
  );
  if (!os && !cpu) throw new Error(`neither system nor processor in the name ${name}`);
  const libc =
    os !== "linux"
      ? undefined
      : words.some((word) => word.startsWith("musl"))
        ? "musl"
        : words.some((word) => word.startsWith("gnu"))
          ? "glibc"
          : undefined;
  return { ...(cpu && { cpu: [cpu] }), ...(os && { os: [os] }), ...(libc && { libc: [libc] }) };
}

for (const [from, entry] of Object.entries(packages)) {
  for (const [name, wanted] of Object.entries(entry.optionalDependencies ?? {})) {
    const found = lookUp(from, name);
    if (found && (packages[found] ?? added[found]).version === wanted) continue;
    if (found && !/^\d/.test(wanted)) continue; // a range, and something is there: npm has resolved it
    if (!/^\d/.test(wanted)) throw new Error(`${from || "the project"} wants ${name}@${wanted}: not an exact version`);
    const at = found ? `${from}/node_modules/${name}` : `node_modules/${name}`;
    const kind = entry.dev ? { dev: true } : entry.devOptional ? { devOptional: true } : {};
    added[at] = { version: wanted, ...kind, optional: true, ...platformOf(name) };
  }
}

const missing = Object.keys(added);
if (process.argv.includes("--check")) {
  if (missing.length > 0) {
    process.stderr.write(
      `package-lock.json misses ${missing.length} optional packages (${missing.slice(0, 3).join(", ")} …): run npm run lock\n`,
    );
    process.exit(1);
  }
} else if (missing.length > 0) {
  const all = { ...packages, ...added };
  lock.packages = Object.fromEntries(
    Object.keys(all)
      .sort()
      .map((key) => [key, all[key]]),
  );
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
  process.stdout.write(`added ${missing.length} optional packages to package-lock.json\n`);
}
